//! A client for tests: it needs no socket.

use serde::Serialize;
use serde::de::DeserializeOwned;
use wsgi::{Application, Gateway, Memory};

use crate::{App, Headers};

/// Calls an application as a browser would, through the same HTTP machine
/// and gateway, in memory. It keeps cookies.
pub struct Client<'a> {
    gateway: Gateway<&'a (dyn Application + 'a)>,
    cookies: Vec<(String, String)>,
    limits: http1::Limits,
}

/// An answer, as a test looks at it.
#[derive(Clone, Debug)]
pub struct TestResponse {
    /// The status.
    pub status: u16,
    /// The fields.
    pub headers: Headers,
    /// The body.
    pub body: Vec<u8>,
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
}

impl App {
    /// A client for tests.
    pub fn client(&self) -> Client<'_> {
        let app: &dyn Application = self;
        // What is wrong with the configuration is said by every answer.
        let limits = self.server_limits().unwrap_or_default();
        Client { gateway: Gateway::new(app), cookies: Vec::new(), limits }
    }
}

impl Client<'_> {
    /// `GET`
    pub fn get(&mut self, target: &str) -> TestResponse {
        self.send("GET", target, &[], b"")
    }

    /// `POST` with a form.
    pub fn post_form(
        &mut self,
        target: &str,
        form: &[(&str, &str)],
    ) -> TestResponse {
        let mut text = form_urlencoded::Serializer::new(String::new());
        let body = text.extend_pairs(form).finish();
        let kind = "application/x-www-form-urlencoded";
        self.send("POST", target, &[("Content-Type", kind)], body.as_bytes())
    }

    /// `POST` with JSON.
    ///
    /// # Errors
    ///
    /// A value that JSON cannot hold.
    pub fn post_json(
        &mut self,
        target: &str,
        value: &impl Serialize,
    ) -> serde_json::Result<TestResponse> {
        let body = serde_json::to_vec(value)?;
        let kind = [("Content-Type", "application/json")];
        Ok(self.send("POST", target, &kind, &body))
    }

    /// Any request.
    pub fn send(
        &mut self,
        method: &str,
        target: &str,
        fields: &[(&str, &str)],
        body: &[u8],
    ) -> TestResponse {
        let mut head =
            format!("{method} {target} HTTP/1.0\r\nHost: localhost\r\n");
        for (name, value) in fields {
            head += &format!("{name}: {value}\r\n");
        }
        if !self.cookies.is_empty() {
            let pairs = self.cookies.iter().map(|(k, v)| format!("{k}={v}"));
            let pairs: Vec<_> = pairs.collect();
            head += &format!("Cookie: {}\r\n", pairs.join("; "));
        }
        if !body.is_empty() || method == "POST" {
            head += &format!("Content-Length: {}\r\n", body.len());
        }
        let bytes = [head.as_bytes(), b"\r\n", body].concat();
        self.send_bytes(&bytes)
    }

    /// The lowest layer: the bytes of one request. What is no HTTP is
    /// answered as on a socket; a connection that is cut has status 0.
    pub fn send_bytes(&mut self, bytes: &[u8]) -> TestResponse {
        let mut memory = Memory::new(self.limits);
        let gateway = &self.gateway;
        memory.send(bytes, |channel| gateway.run(channel));
        let response = read(&memory.take());
        self.keep_cookies(&response.headers);
        response
    }

    fn keep_cookies(&mut self, headers: &Headers) {
        for field in headers.get_all("Set-Cookie") {
            let pair = field.split(';').next().unwrap_or_default();
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            self.cookies.retain(|(known, _)| known != name);
            if !field.contains("Max-Age=0") {
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
    }
}

fn read(bytes: &[u8]) -> TestResponse {
    let mark = b"\r\n\r\n";
    let end = bytes.windows(mark.len()).position(|four| four == mark);
    let (head, body) = bytes.split_at(end.unwrap_or(bytes.len()));
    let body = body.get(mark.len()..).unwrap_or_default().to_vec();
    let head = String::from_utf8_lossy(head);
    let mut lines = head.split("\r\n");
    let status = lines.next().unwrap_or_default();
    let status = status.split(' ').nth(1).and_then(|code| code.parse().ok());
    let mut headers = Headers::new();
    for (name, value) in lines.filter_map(|line| line.split_once(": ")) {
        // What our own server has sent is sendable.
        let _ = headers.add(name.to_owned(), value.to_owned());
    }
    TestResponse { status: status.unwrap_or_default(), headers, body }
}
