//! An answer, as a test looks at it.

use serde::de::DeserializeOwned;

use crate::Headers;

/// An answer, as a test looks at it.
#[derive(Clone, Debug, Default)]
pub struct TestResponse {
    /// The status; 0 when the connection was cut before there was one.
    pub status: u16,
    /// The fields.
    pub headers: Headers,
    /// The body.
    pub body: Vec<u8>,
    /// The redirections that were followed to come here, the first one first.
    pub history: Vec<TestResponse>,
}

impl TestResponse {
    /// The body as text; what is no UTF-8 becomes U+FFFD.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body, from JSON.
    ///
    /// # Errors
    ///
    /// A body that is no `T`.
    pub fn json<T: DeserializeOwned>(&self) -> serde_json::Result<T> {
        serde_json::from_slice(&self.body)
    }

    /// Where a redirection leads.
    pub fn location(&self) -> Option<&str> {
        self.headers.get("Location")
    }

    /// From the bytes that a client hears.
    pub(super) fn read(bytes: &[u8]) -> TestResponse {
        let mark = b"\r\n\r\n";
        let end = bytes.windows(mark.len()).position(|four| four == mark);
        let (head, body) = bytes.split_at(end.unwrap_or(bytes.len()));
        let body = body.get(mark.len()..).unwrap_or_default().to_vec();
        let head = String::from_utf8_lossy(head);
        let mut lines = head.split("\r\n");
        let status = lines.next().unwrap_or_default();
        let status = status.split(' ').nth(1);
        let status = status.and_then(|code| code.parse().ok());
        let status = status.unwrap_or_default();
        let mut headers = Headers::new();
        for (name, value) in lines.filter_map(|line| line.split_once(": ")) {
            // What our own server has sent is sendable.
            let _ = headers.add(name.to_owned(), value.to_owned());
        }
        TestResponse { status, headers, body, history: Vec::new() }
    }
}
