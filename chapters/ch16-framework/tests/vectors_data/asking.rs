//! Requests as bytes, and what a view sees of them.

use std::sync::{Mutex, PoisonError};

use carafe::HttpError;
use carafe::webob::{Request, wsgify};
use wsgi::{Gateway, Memory};

/// A request with a body of that kind.
pub(crate) fn post(target: &str, kind: &str, body: &[u8]) -> Vec<u8> {
    send("POST", target, kind, body)
}

/// The same with any method; no kind: no such field.
pub(crate) fn send(
    method: &str,
    target: &str,
    kind: &str,
    body: &[u8],
) -> Vec<u8> {
    let mut head = format!("{method} {target} HTTP/1.1\r\nHost: localhost\r\n");
    if !kind.is_empty() {
        head += &format!("Content-Type: {kind}\r\n");
    }
    head += &format!("Content-Length: {}\r\n\r\n", body.len());
    [head.as_bytes(), body].concat()
}

/// A `GET` with these fields, one a line.
pub(crate) fn get(target: &str, fields: &[&str]) -> Vec<u8> {
    let fields: String =
        fields.iter().map(|field| format!("{field}\r\n")).collect();
    format!("GET {target} HTTP/1.1\r\nHost: localhost\r\n{fields}\r\n")
        .into_bytes()
}

/// What `look` sees of the request that these bytes are.
///
/// # Panics
///
/// When the request does not reach a view.
pub(crate) fn seen<T: Send>(
    bytes: &[u8],
    look: impl Fn(&Request<'_>) -> T + Send + Sync,
) -> T {
    let seen = Mutex::new(None);
    let app = wsgify(|request| {
        let all = look(request);
        *seen.lock().unwrap_or_else(PoisonError::into_inner) = Some(all);
        Ok(())
    });
    let gateway = Gateway::new(app);
    let mut memory = Memory::default();
    memory.send(bytes, |channel| gateway.run(channel));
    drop(gateway);
    let seen = seen.into_inner().unwrap_or_else(PoisonError::into_inner);
    seen.unwrap_or_else(|| {
        let asked = String::from_utf8_lossy(bytes);
        let answer = String::from_utf8_lossy(memory.output());
        panic!("no view saw {asked:?}: {answer}")
    })
}

/// `name=value` of each field of the form, with `|` between, or the status.
pub(crate) fn form(request: &Request<'_>) -> String {
    match request.form() {
        Ok(form) => {
            let all = form.iter().map(|(key, value)| format!("{key}={value}"));
            all.collect::<Vec<_>>().join("|")
        }
        Err(error) => error.status().to_string(),
    }
}

/// The status of an answer: 200 when all is well.
pub(crate) fn status<T>(result: Result<T, HttpError>) -> u16 {
    result.map_or_else(|error| error.status(), |_| 200)
}
