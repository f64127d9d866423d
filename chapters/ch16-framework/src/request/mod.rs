//! What came: query, form, files, JSON, cookies and fields.
//!
//! * `incoming`: [`Request`]; `place`: its path, host and fields;
//! * `form`: [`parse_query`], [`FormData`]; `multipart`; `upload`:
//!   [`FileStorage`]; `json`;
//! * `options`: [`parse_options_header`]; `source`: reading a body up to its
//!   [`Limits`].

mod form;
mod incoming;
mod json;
mod limits;
mod multipart;
mod options;
mod place;
mod source;
mod upload;

pub use form::{FormData, parse_query};
pub use incoming::{BodyStream, Request};
pub use json::MAX_JSON_DEPTH;
pub use limits::Limits;
pub use options::{Options, parse_options_header};
pub use place::RequestHeaders;
pub(crate) use source::BodyError;
pub use upload::{FileReader, FileStorage};

use crate::HttpError;

/// Reads a form from anything that gives octets: what
/// [`FormData`] says of a body with that `Content-Type`.
///
/// # Errors
///
/// 400 for a broken form, 408 for one that does not come in time, 413 beyond
/// a limit; 500 when an upload cannot be stored.
pub fn parse_form(
    reader: &mut dyn std::io::Read,
    content_type: &str,
    length: Option<u64>,
    limits: &Limits,
) -> Result<FormData, HttpError> {
    Ok(form::parse(reader, content_type, length, limits)?)
}
