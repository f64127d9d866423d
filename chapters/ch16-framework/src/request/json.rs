//! JSON bodies.

use serde::de::DeserializeOwned;

use super::Request;
use crate::HttpError;

/// How deep lists and objects may lie in each other. The parser calls itself
/// for each level, and a thread's stack has an end: a client that sends many
/// `[` would end the whole server.
pub const MAX_JSON_DEPTH: usize = 64;

impl Request<'_> {
    /// The body as a `T`, from JSON.
    ///
    /// # Errors
    ///
    /// 415 when `Content-Type` is not `application/json` or `…+json`; 400,
    /// with line and column, when the body is no JSON or no `T`, or is nested
    /// deeper than [`MAX_JSON_DEPTH`]; else as [`Request::data`].
    #[doc(alias = "get_json")]
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, HttpError> {
        if !self.is_json() {
            return Err(HttpError::new(415).describe(
                "The body is not said to be JSON: send it with \
                 `Content-Type: application/json`.",
            ));
        }
        parse(self.data()?)
    }

    /// The body as a `T`, if it is one; `None` for every error.
    pub fn get_json_silent<T: DeserializeOwned>(&self) -> Option<T> {
        self.json().ok()
    }

    /// Whether the client says that the body is JSON.
    pub fn is_json(&self) -> bool {
        let kind = self.mimetype();
        let sub = kind.strip_prefix("application/").unwrap_or_default();
        sub == "json" || sub.ends_with("+json")
    }
}

/// Reads a `T`.
fn parse<T: DeserializeOwned>(json: &[u8]) -> Result<T, HttpError> {
    let wrong = |why: &dyn std::fmt::Display| {
        let text = format!("The body is not the JSON expected: {why}.");
        HttpError::new(400).describe(text)
    };
    if is_deep(json) {
        let deep = format!("more than {MAX_JSON_DEPTH} levels deep");
        return Err(wrong(&deep));
    }
    serde_json::from_slice(json).map_err(|error| wrong(&error))
}

/// Whether brackets outside of strings are nested deeper than the limit.
fn is_deep(json: &[u8]) -> bool {
    let (mut depth, mut string, mut escaped) = (0_usize, false, false);
    for byte in json {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = string,
            b'"' => string = !string,
            b'[' | b'{' if !string => depth += 1,
            b']' | b'}' if !string => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > MAX_JSON_DEPTH {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nested(levels: usize) -> String {
        format!("{}{}", "[".repeat(levels), "]".repeat(levels))
    }

    #[test]
    fn depth_is_counted_outside_of_strings() {
        assert!(!is_deep(nested(MAX_JSON_DEPTH).as_bytes()));
        assert!(is_deep(nested(MAX_JSON_DEPTH + 1).as_bytes()));
        let many = "[".repeat(100);
        let quoted = format!("[\"{many}\", \"\\\"{many}\", \"\\\\\"]");
        assert!(!is_deep(quoted.as_bytes()), "{quoted}");
        assert!(is_deep(format!("[\"\\\\\", {many}").as_bytes()));
        assert!(!is_deep(format!("[{}1]", "[],".repeat(100)).as_bytes()));
    }
}
