//! What a proxy sends on: a head that is not quite the one that came.
//!
//! A proxy reads a request, connects to the server that the request is for, and
//! sends it on. Some of the head is for the proxy only, and must go; some must
//! be added (RFC 9110 section 7.6, RFC 9112 section 3.2.2):
//!
//! ```text
//! GET http://a.example:81/b?c HTTP/1.1    GET /b?c HTTP/1.1
//! Host: whatever                          Host: a.example:81
//! Accept: text/html                       Accept: text/html
//! Connection: keep-alive, X-Ours          Via: 1.1 me
//! x-ours: 5                               Connection: close
//! Keep-Alive: timeout=5
//! ```
//!
//! 1. The target must begin with `http://` ([`split_target`] is given), or
//!    `NotForProxies`. The path and query of it are the new target; where it
//!    has no path, the path is `/`. `Host` comes first and says what the
//!    target says; the client's is dropped.
//! 2. `Connection` lists the names of fields that are for the next one on the
//!    way only: those go, and `Connection` too. It may stand there several
//!    times; the names stand between commas and perhaps spaces or tabs, in any
//!    case.
//! 3. These go, listed or not: `Keep-Alive`, `Proxy-Connection`, `TE`,
//!    `Transfer-Encoding`, `Upgrade`, and `Proxy-Authorization` (the password
//!    was for us).
//! 4. But when `Connection` lists `Host` or `Content-Length`, the request is
//!    refused (`Hidden`): without its length, the body would be the next
//!    request.
//! 5. All other fields stay, byte by byte and in their order. Then comes `Via:
//!    1.1 NAME` (1.0 for a client that speaks HTTP/1.0), then `Connection:
//!    close`, then the blank line. The line `METHOD TARGET HTTP/1.1` says what
//!    we speak.
//! 6. When a `Via` that came names us, the request goes in a circle: `Loop`. It
//!    is a list, too: `1.0 one, 1.1 me:8080 (a comment)`. We are named by the
//!    second word of a part, case does not matter.

use http_basic::Head;
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

/// What the proxy called `name` sends on when `head` came.
///
/// # Errors
///
/// Rules 1, 4 and 6, in this order.
pub fn forward(head: &Head, name: &str) -> Result<Forward, ForwardError> {
    let _ = (head, name);
    todo!("collect what is to go, refuse what is wrong, then write the rest")
}
