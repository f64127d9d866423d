//! Pictures of all pages, for people to look at.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde_json::json;

use super::Tools;
use super::driver::{Browser, Error};
use super::files::Files;
use super::looks::{looks, open_look, pages};

/// Writes a picture of every page of `folder`, whole, in both themes and
/// both widths, into `to`: `01-echo-dark-390.png`. The files in order.
///
/// # Errors
///
/// When the browser cannot be started or asked, or a file cannot be written.
pub fn shots(
    tools: &Tools,
    folder: &Path,
    to: &Path,
) -> Result<Vec<PathBuf>, Error> {
    fs::create_dir_all(to)?;
    let files = Files::serve(folder)?;
    let mut browser = Browser::start(tools)?;
    let pages = pages(folder)?;
    let mut written = Vec::new();
    for look in looks(folder, &pages) {
        open_look(&mut browser, &files, &pages, &look)?;
        for page in &pages {
            browser.go(&files.url(page))?;
            let name = page.trim_end_matches(".html").replace('/', "-");
            let name = format!("{name}-{}-{}.png", look.name, look.width);
            let file = to.join(name);
            fs::write(&file, whole(&mut browser)?)?;
            written.push(file);
        }
    }
    Ok(written)
}

/// A picture of the whole page, also of what is below the window.
fn whole(browser: &mut Browser) -> Result<Vec<u8>, Error> {
    let wanted = json!({"format": "png", "captureBeyondViewport": true});
    let got = browser.devtools("Page.captureScreenshot", &wanted)?;
    let text = got["data"].as_str().unwrap_or_default();
    decode(text).ok_or_else(|| {
        io::Error::new(io::ErrorKind::InvalidData, "no picture").into()
    })
}

/// Base64 (RFC 4648, section 4); `None` for what is not.
fn decode(text: &str) -> Option<Vec<u8>> {
    let digits = text.trim_end_matches('=').as_bytes();
    let mut bytes = Vec::with_capacity(digits.len() * 3 / 4);
    for four in digits.chunks(4) {
        let mut bits = 0u32;
        for &digit in four {
            bits = bits << 6 | u32::from(value(digit)?);
        }
        bits <<= 6 * (4 - four.len());
        bytes.extend(&bits.to_be_bytes()[1..four.len()]);
    }
    (!bytes.is_empty()).then_some(bytes)
}

fn value(digit: u8) -> Option<u8> {
    match digit {
        b'A'..=b'Z' => Some(digit - b'A'),
        b'a'..=b'z' => Some(digit - b'a' + 26),
        b'0'..=b'9' => Some(digit - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn base64_is_decoded_at_every_length() {
        for (text, bytes) in [
            ("Zg==", "f"),
            ("Zm8=", "fo"),
            ("Zm9v", "foo"),
            ("Zm9vYg==", "foob"),
        ] {
            assert_eq!(decode(text), Some(bytes.as_bytes().to_vec()));
        }
        assert_eq!(decode("Z*=="), None);
        assert_eq!(decode(""), None);
    }
}
