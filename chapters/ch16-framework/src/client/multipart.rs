//! A form with files, as a browser sends it.

/// One part.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub(super) name: String,
    /// A file: its name and its media type.
    pub(super) file: Option<(String, String)>,
    pub(super) content: Vec<u8>,
}

/// The `Content-Type` and the body.
pub(super) fn write(parts: &[Part]) -> (String, Vec<u8>) {
    let boundary = boundary(parts);
    let mut body = Vec::new();
    for part in parts {
        let name = quoted(&part.name);
        let mut head = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\""
        );
        if let Some((filename, kind)) = &part.file {
            let filename = quoted(filename);
            head += &format!("; filename=\"{filename}\"\r\n");
            head += &format!("Content-Type: {kind}");
        }
        body.extend(head.as_bytes());
        body.extend(b"\r\n\r\n");
        body.extend(&part.content);
        body.extend(b"\r\n");
    }
    body.extend(format!("--{boundary}--\r\n").as_bytes());
    (format!("multipart/form-data; boundary={boundary}"), body)
}

/// A line that is in none of the parts.
fn boundary(parts: &[Part]) -> String {
    let mut number = 0;
    loop {
        let boundary = format!("carafe-test-{number}");
        let needle = boundary.as_bytes();
        let is_in = |part: &Part| {
            part.content.windows(needle.len()).any(|window| window == needle)
        };
        if !parts.iter().any(is_in) {
            return boundary;
        }
        number += 1;
    }
}

/// What would end the quoted text, as browsers write it (WHATWG HTML,
/// "multipart/form-data encoding algorithm").
fn quoted(text: &str) -> String {
    text.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}
