//! Small things about HTML, and files as a browser wants them.

use std::path::Path;

/// Text as the inside of an element or of a quoted attribute.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// The name of the rendered page: `01-echo.md` becomes `01-echo.html`.
pub fn page_name(markdown: &str) -> String {
    markdown.strip_suffix(".md").unwrap_or(markdown).to_owned() + ".html"
}

/// Escaped text with the code spans of Markdown as `<code>`.
pub fn with_code(text: &str) -> String {
    let mut html = String::new();
    let pieces: Vec<&str> = text.split('`').collect();
    // Without its partner, the last back-quote is only a back-quote.
    let closed = pieces.len() - (pieces.len() + 1) % 2;
    for (i, piece) in pieces.iter().enumerate() {
        let piece = escape(piece);
        match i {
            i if i >= closed => html.push_str(&format!("`{piece}")),
            i if i % 2 == 1 => html.push_str(&format!("<code>{piece}</code>")),
            _ => html.push_str(&piece),
        }
    }
    html
}

/// The id that mdBook gives a heading: see `id_from_content` there.
pub fn heading_id(text: &str) -> String {
    text.trim()
        .to_lowercase()
        .chars()
        .filter_map(|c| match c {
            c if c.is_alphanumeric() || c == '_' || c == '-' => Some(c),
            c if c.is_whitespace() => Some('-'),
            _ => None,
        })
        .collect()
}

/// The media type of a file of the rendered book, by its name.
pub(crate) fn content_type(file: &Path) -> &'static str {
    match file.extension().and_then(|end| end.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("json") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("txt") => "text/plain; charset=utf-8",
        Some("woff2") => "font/woff2",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_spans_become_code_and_a_lone_quote_stays() {
        assert_eq!(
            with_code("`a<b` is `c` or `d"),
            "<code>a&lt;b</code> is <code>c</code> or `d"
        );
    }

    #[test]
    fn headings_get_the_ids_that_mdbook_gives_them() {
        assert_eq!(heading_id("Why: two reads?"), "why-two-reads");
    }
}
