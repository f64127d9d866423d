//! Headers that depend on compression.

/// Names and values.
pub(super) type Fields = Vec<(String, Vec<u8>)>;

/// What the headers say of compressed content.
pub(super) fn mark(headers: &mut Fields) {
    headers.retain(|(n, _)| !n.eq_ignore_ascii_case("content-length"));
    let tags =
        headers.iter_mut().filter(|(n, _)| n.eq_ignore_ascii_case("etag"));
    for (_, tag) in tags.filter(|(_, tag)| !tag.starts_with(b"W/")) {
        tag.splice(0..0, *b"W/"); // not the same bytes any more
    }
    headers.push(("Content-Encoding".into(), b"gzip".to_vec()));
}

/// The answer depends on `Accept-Encoding`, for caches: whatever came out.
pub(super) fn vary(headers: &mut Fields) {
    let old = headers.iter_mut().find(|(n, _)| n.eq_ignore_ascii_case("vary"));
    let Some((_, value)) = old else {
        headers.push(("Vary".into(), b"Accept-Encoding".to_vec()));
        return;
    };
    let has = |name: &[u8]| {
        let name = name.trim_ascii();
        name == b"*" || name.eq_ignore_ascii_case(b"accept-encoding")
    };
    if !value.split(|&b| b == b',').any(has) {
        value.extend_from_slice(b", Accept-Encoding");
    }
}

/// Whether the answer may be another one for another client. A 206 or a 304
/// is not compressed, but the whole answer might have been.
pub(super) fn varies(status: &str, headers: &Fields) -> bool {
    match status.get(..3) {
        Some("204") => false,
        Some("304") => true, // it need not say what it would be
        _ => is_text(headers) && find(headers, "content-encoding").is_none(),
    }
}

pub(super) fn find<'h>(headers: &'h Fields, name: &str) -> Option<&'h [u8]> {
    let found = headers.iter().find(|(n, _)| n.eq_ignore_ascii_case(name));
    found.map(|(_, value)| value.as_slice())
}

fn is_text(headers: &Fields) -> bool {
    let kind = find(headers, "content-type").map(<[u8]>::to_ascii_lowercase);
    let texts: [&[u8]; 5] = [
        b"text/",
        b"application/json",
        b"application/javascript",
        b"application/xml",
        b"image/svg+xml",
    ];
    kind.is_some_and(|kind| texts.iter().any(|t| kind.starts_with(t)))
}
