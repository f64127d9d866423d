//! Names that clients choose, and paths made from them.

use std::path::{Component, Path, PathBuf};

use unicode_normalization::UnicodeNormalization;

/// The path of `name` below `folder`; `None` when it would be outside, or has
/// a NUL, or is absolute (Werkzeug's `safe_join`).
///
/// Only the text is looked at: where a symbolic link leads is for whoever
/// opens the file. `name` is decoded already; `%2e%2e` here is three
/// characters twice and leads nowhere. A backslash is a character like others:
/// on the systems that this book is for, it separates nothing.
pub fn safe_join(folder: impl AsRef<Path>, name: &str) -> Option<PathBuf> {
    if name.contains('\0') || name.starts_with('/') {
        return None;
    }
    let mut below = PathBuf::new();
    for part in Path::new(name).components() {
        match part {
            Component::Normal(part) => below.push(part),
            Component::CurDir => {}
            // `a/../b` is `b`; one more `..` would be outside.
            Component::ParentDir => {
                if !below.pop() {
                    return None;
                }
            }
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(folder.as_ref().join(below))
}

/// A file name that can be stored anywhere, from one that a client says
/// (Werkzeug's `secure_filename`): ASCII letters, digits, `.`, `_` and `-`;
/// letters lose their accents, folders and spaces become `_`.
///
/// It may be empty, and two names may become one: choose another name then.
/// Names that Windows keeps for devices get a `_` in front on every system:
/// the folder may be shared.
pub fn secure_filename(filename: &str) -> String {
    let ascii = filename.nfkd().filter(char::is_ascii);
    let spaced: String =
        ascii.map(|c| if c == '/' { ' ' } else { c }).collect();
    let joined: Vec<&str> = spaced.split_whitespace().collect();
    let mut name = joined.join("_");
    name.retain(|c| c.is_ascii_alphanumeric() || "_.-".contains(c));
    let name = name.trim_matches(['.', '_']);
    let stem = name.split('.').next().unwrap_or_default();
    if is_device(&stem.to_ascii_uppercase()) {
        return format!("_{name}");
    }
    name.to_owned()
}

/// Whether Windows takes a file of that name for a device.
fn is_device(stem: &str) -> bool {
    let number = stem.strip_prefix("COM").or(stem.strip_prefix("LPT"));
    matches!(stem, "CON" | "AUX" | "PRN" | "NUL")
        || number.is_some_and(|n| matches!(n.as_bytes(), [b'0'..=b'9']))
}

/// The value of `Content-Disposition` for a file of that name (RFC 6266): in
/// ASCII, and when that loses something, in UTF-8 too.
pub(crate) fn disposition(kind: &str, filename: &str) -> String {
    let controls = |c: &char| !c.is_control();
    let filename: String = filename.chars().filter(controls).collect();
    let ascii: String = filename.nfkd().filter(char::is_ascii).collect();
    let token =
        !ascii.is_empty() && ascii.bytes().all(crate::headers::is_token);
    let quoted = ascii.replace('\\', "\\\\").replace('"', "\\\"");
    let simple = if token { ascii.clone() } else { format!("\"{quoted}\"") };
    if ascii == filename {
        return format!("{kind}; filename={simple}");
    }
    let full = percent_encoding::utf8_percent_encode(&filename, EXTENDED);
    format!("{kind}; filename={simple}; filename*=UTF-8''{full}")
}

/// All but the `attr-char` of RFC 8187, section 3.2.1.
const EXTENDED: &percent_encoding::AsciiSet =
    &percent_encoding::NON_ALPHANUMERIC
        .remove(b'!')
        .remove(b'#')
        .remove(b'$')
        .remove(b'&')
        .remove(b'+')
        .remove(b'-')
        .remove(b'.')
        .remove(b'^')
        .remove(b'_')
        .remove(b'`')
        .remove(b'|')
        .remove(b'~');

#[cfg(test)]
mod tests {
    use super::*;
    use crate::request::parse_options_header;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_file_s_name_comes_back(name in "[^\\p{Cc}%]{1,20}") {
            let field = disposition("attachment", &name);
            let options = parse_options_header(&field);
            prop_assert_eq!(options.get("filename"), Some(&*name), "{}", field);
        }
    }
}
