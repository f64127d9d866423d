//! `SCRIPT_NAME` and `PATH_INFO`: one path, cut in two.

use std::borrow::Cow;

use http1::{Form, Request};
use percent_encoding::percent_decode_str;

use crate::Environ;
use crate::latin1::{decode, encode_or_utf8};

/// The path of the target, decoded; empty where the target has none (`*`).
pub(super) fn decoded(request: Request<'_>) -> Cow<'_, [u8]> {
    match request.path() {
        "" if request.form() == Form::Absolute => Cow::Borrowed(b"/"),
        path => percent_decode_str(path).into(),
    }
}

impl Environ<'_> {
    /// Moves `prefix` from `PATH_INFO` to `SCRIPT_NAME`, if the path begins
    /// with it and has nothing more or a slash behind it: `/foo` is at the
    /// front of `/foo` and `/foo/x`, not of `/foobar`. False: nothing changed.
    ///
    /// `prefix` is UTF-8, begins with a slash and does not end with one; the
    /// empty prefix is always there.
    // ANCHOR: mount
    pub fn mount(&mut self, prefix: &str) -> bool {
        let rest = self.path_info_bytes().strip_prefix(prefix.as_bytes());
        match rest {
            Some([] | [b'/', ..]) => {
                self.advance(prefix.len());
                true
            }
            _ => prefix.is_empty(),
        }
    }
    // ANCHOR_END: mount

    /// Moves one segment from `PATH_INFO` to `SCRIPT_NAME` and gives its name,
    /// without slashes: `wsgiref.util.shift_path_info`. Several slashes count
    /// as one, but none is lost. `None`: the path is at its end.
    pub fn shift_path(&mut self) -> Option<String> {
        let rest = self.path_info_bytes();
        let start = rest.iter().position(|&b| b != b'/')?;
        let name = rest[start..].split(|&b| b == b'/').next()?;
        let (name, end) = (decode(name).into_owned(), start + name.len());
        self.advance(end);
        Some(name)
    }

    /// Moves so many bytes from `PATH_INFO` to `SCRIPT_NAME`.
    fn advance(&mut self, bytes: usize) {
        self.script += bytes;
        self.extras.retain(|(key, _)| key != "SCRIPT_NAME"); // it is back
    }

    /// Takes a new value for one of the two; false: `key` is another one.
    /// What is no latin-1 is kept as UTF-8.
    pub(super) fn set_path(&mut self, key: &str, text: &str) -> bool {
        let bytes = encode_or_utf8(text);
        let (script, info) = match key {
            "SCRIPT_NAME" => (&*bytes, self.path_info_bytes()),
            "PATH_INFO" => (self.script_name_bytes(), &*bytes),
            _ => return false,
        };
        let (path, script) = ([script, info].concat(), script.len());
        (self.path, self.script) = (path.into(), script);
        self.extras.retain(|(other, _)| other != key);
        true
    }
}
