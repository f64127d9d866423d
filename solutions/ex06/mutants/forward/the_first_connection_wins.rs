// killed by: a list may stand in several fields
//! Only the first field of a name is looked at.

use http_basic::{Head, Version};
use thiserror::Error;

/// Where a request goes, and what is sent there in front of its body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forward {
    /// Whom to connect to, as the target had it: "a.example:81".
    pub authority: String,
    /// The new head, to the end of its blank line.
    pub head: Vec<u8>,
}

/// Why a request is not sent on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ForwardError {
    /// The target is not a whole URL.
    #[error("a proxy wants http://HOST/ in the request line")]
    NotForProxies,
    /// A field that everybody on the way must see would be dropped.
    #[error("Connection lists a field that must not be dropped")]
    Hidden,
    /// It was here before.
    #[error("the request goes in a circle")]
    Loop,
}

impl ForwardError {
    /// The status code of the answer.
    pub fn status(self) -> u16 {
        match self {
            ForwardError::NotForProxies | ForwardError::Hidden => 400,
            ForwardError::Loop => 508,
        }
    }
}

/// The authority of a target like `http://a.example:81/b?c`, and the rest,
/// which begins with `/` or `?` or is empty.
pub fn split_target(target: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = target.split_at_checked("http://".len())?;
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    (scheme.eq_ignore_ascii_case("http://") && end > 0)
        .then(|| rest.split_at(end))
}

/// What is never sent on as it came; `Host` is written anew.
const FOR_US: [&str; 8] = [
    "connection",
    "host",
    "keep-alive",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "transfer-encoding",
    "upgrade",
];

/// What the proxy called `name` sends on when `head` came.
///
/// # Errors
///
/// Rules 1, 4 and 6, in this order.
pub fn forward(head: &Head, name: &str) -> Result<Forward, ForwardError> {
    let (authority, rest) =
        split_target(&head.target).ok_or(ForwardError::NotForProxies)?;
    let mut dropped: Vec<String> =
        FOR_US.iter().map(|&name| name.to_owned()).collect();
    for name in list(head, "connection") {
        if matches!(name.as_str(), "host" | "content-length") {
            return Err(ForwardError::Hidden);
        }
        dropped.push(name);
    }
    if list(head, "via").any(|part| names(&part, name)) {
        return Err(ForwardError::Loop);
    }
    let root = if rest.starts_with('/') { "" } else { "/" };
    let mut lines = format!(
        "{} {root}{rest} HTTP/1.1\r\nHost: {authority}\r\n",
        head.method
    )
    .into_bytes();
    for (name, value) in head.fields.iter() {
        if !dropped.contains(&name.to_ascii_lowercase()) {
            let field = [name.as_bytes(), b": ", value, b"\r\n"];
            lines.extend_from_slice(&field.concat());
        }
    }
    let version = match head.version {
        Version::Http10 => "1.0",
        Version::Http11 => "1.1",
    };
    let end = format!("Via: {version} {name}\r\nConnection: close\r\n\r\n");
    lines.extend_from_slice(end.as_bytes());
    Ok(Forward { authority: authority.to_owned(), head: lines })
}

/// The parts of every field `name`, in small letters.
fn list(head: &Head, name: &str) -> impl Iterator<Item = String> {
    head.fields.all(name).take(1).flat_map(|value| {
        let text = String::from_utf8_lossy(value).to_ascii_lowercase();
        let parts = text.split(',').map(|part| part.trim().to_owned());
        parts.collect::<Vec<_>>()
    })
}

/// Whether a part of `Via`, in small letters, names us.
fn names(part: &str, name: &str) -> bool {
    let by = part.split_ascii_whitespace().nth(1);
    by.is_some_and(|by| by.eq_ignore_ascii_case(name))
}
