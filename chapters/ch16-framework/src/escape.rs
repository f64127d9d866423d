//! HTML escaping, of views and of templates.

use std::fmt::{self, Write};

/// Text that is safe between tags and in quoted attributes of HTML. The same
/// five characters are replaced as in Flask (`markupsafe.escape`).
pub fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    let _ = write_escaped(&mut safe, text); // a String takes all
    safe
}

/// The same, piece by piece.
pub(crate) fn write_escaped(out: &mut dyn Write, text: &str) -> fmt::Result {
    let mut rest = 0;
    for (at, byte) in text.bytes().enumerate() {
        let name = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&#34;",
            b'\'' => "&#39;",
            _ => continue,
        };
        out.write_str(&text[rest..at])?;
        out.write_str(name)?;
        rest = at + 1;
    }
    out.write_str(&text[rest..])
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn five_characters_are_replaced_and_no_others() {
        assert_eq!(
            escape("<a b=\"c\">'&"),
            "&lt;a b=&#34;c&#34;&gt;&#39;&amp;"
        );
        assert_eq!(escape("/é€𝄞&é"), "/é€𝄞&amp;é");
        assert_eq!(escape(""), "");
    }
}
