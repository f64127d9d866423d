//! Forms: what kind a body is, and what its fields say.

use std::io::Read;

use super::source::{BodyError, Source};
use super::{FileStorage, Limits, multipart, parse_options_header};
use crate::MultiDict;

/// The fields and files of a form.
#[derive(Debug, Default)]
pub struct FormData {
    /// The fields that are text.
    pub form: MultiDict,
    /// The files.
    pub files: MultiDict<FileStorage>,
}

/// The pairs of a query string or of an url-encoded form, in order.
///
/// Nothing is refused: `%` that begins no octet stays, and octets that are no
/// UTF-8 become U+FFFD, as in Werkzeug. A key without `=` has an empty value.
pub fn parse_query(query: &[u8]) -> MultiDict {
    form_urlencoded::parse(query)
        .map(|(key, value)| (key.into_owned(), value.into_owned()))
        .collect()
}

/// What a body with that `Content-Type` says; nothing when it is no form.
pub(crate) fn parse(
    reader: &mut dyn Read,
    content_type: &str,
    length: Option<u64>,
    limits: &Limits,
) -> Result<FormData, BodyError> {
    let options = parse_options_header(content_type);
    match options.value.to_ascii_lowercase().as_str() {
        "application/x-www-form-urlencoded" => {
            let most = limits.max_form_memory_size;
            let mut source = Source::new(reader, length, limits)?;
            let error = BodyError::FormTooLarge(most);
            if length.is_some_and(|length| length > most) {
                return Err(error);
            }
            let form = parse_query(&source.all(most, error)?);
            Ok(FormData { form, files: MultiDict::new() })
        }
        "multipart/form-data" => {
            let mut source = Source::new(reader, length, limits)?;
            let boundary = options.get("boundary").unwrap_or_default();
            multipart::parse(&mut source, boundary, limits)
        }
        _ => Ok(FormData::default()),
    }
}
