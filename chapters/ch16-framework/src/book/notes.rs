//! The view that the notes end with.

use carafe::{Error, Request, Response};

/// The notes' own view: `str()` of a dictionary, as Python writes it.
// ANCHOR: notes
pub(super) fn foo(request: &Request<'_>) -> Result<Response, Error> {
    let params = python(&request.query_string());
    let body = python(&String::from_utf8_lossy(request.data()?));
    Ok(Response::text(format!(
        "{{'result': 'hello', 'params': {params}, 'body': {body}}}"
    )))
}
// ANCHOR_END: notes

/// A text as Python's `repr` writes it: in single quotes, unless it has some
/// and no double ones.
fn python(text: &str) -> String {
    let double = text.contains('\'') && !text.contains('"');
    let quote = if double { '"' } else { '\'' };
    let mut written = String::from(quote);
    for c in text.chars() {
        match c {
            '\\' => written += r"\\",
            '\n' => written += r"\n",
            '\r' => written += r"\r",
            '\t' => written += r"\t",
            c if c == quote => written.extend(['\\', c]),
            c if c.is_ascii_control() => {
                written += &format!("\\x{:02x}", u32::from(c));
            }
            c => written.push(c),
        }
    }
    written.push(quote);
    written
}
