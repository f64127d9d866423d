//! What must hold for any text in a header field.

use carafe::cookies::{SetCookie, parse_cookie};
use carafe::request::parse_options_header;
use carafe::response::{
    Conditions, http_date, parse_content_range_header, parse_date, parse_etags,
    parse_range_header,
};
use carafe::{Headers, Response, abort, redirect};

/// The octets are a field, as the environ hands it on.
///
/// # Panics
///
/// When what was understood is not understood again, or a part of a page is
/// no part of it.
pub(crate) fn any_field(data: &[u8]) {
    let field = String::from_utf8_lossy(data);
    if let Some(range) = parse_range_header(&field) {
        assert_eq!(parse_range_header(&range.to_header()), Some(range));
    }
    if let Some(range) = parse_content_range_header(&field) {
        let again = parse_content_range_header(&range.to_header());
        assert_eq!(again, Some(range));
    }
    let tags = parse_etags(&field);
    assert_eq!(parse_etags(&tags.to_header()), tags, "{field:?}");
    if let Some(date) = parse_date(&field) {
        assert_eq!(parse_date(&http_date(date)), Some(date), "{field:?}");
    }
    let options = parse_options_header(&field);
    let all: usize = options.iter().map(|(k, v)| k.len() + v.len()).sum();
    // `%C2` in a charset that has no such letter becomes one of three octets.
    assert!(all <= field.len() * 3, "{field:?}");
    cookies(&field);
    conditions(&field);
    answers(&field);
}

/// Whatever an application says with it, nothing gets into the head of an
/// answer or the markup of a page.
fn answers(field: &str) {
    let mut headers = Headers::new();
    if headers.add("X-Own", field.to_owned()).is_ok() {
        let breaks = |c: char| c.is_ascii_control() && c != '\t';
        assert!(!field.contains(breaks), "{field:?}");
    }
    let there = redirect(field);
    let place = there.headers().get("Location").unwrap_or_default();
    assert!(place.bytes().all(|byte| byte.is_ascii_graphic()), "{place:?}");
    let marks = |text: &str| {
        let page = abort(400).describe(text.to_owned()).page();
        page.matches('<').count() - page.matches("<br>").count()
    };
    assert_eq!(marks(field), marks(""), "{field:?} is in the markup");
}

fn cookies(field: &str) {
    for (name, value) in parse_cookie(field).iter() {
        assert!(!name.contains(['"', ';', '=']), "{name:?} in {field:?}");
        let Ok(again) = SetCookie::new(name, value).path(None).dump() else {
            continue;
        };
        let read = parse_cookie(&again);
        assert_eq!(read.get(name).map(String::as_str), Some(value.as_str()));
        assert_eq!(read.len(), 1, "{again:?} is one cookie");
    }
}

/// The whole page, a part of it, nothing, or an error: never more than there
/// is, and what `Content-Range` says.
fn conditions(field: &str) {
    const PAGE: &[u8] = b"0123456789";
    for at in 0..6 {
        let mut conditions =
            Conditions { method: "GET".to_owned(), ..Conditions::default() };
        let value = Some(field.to_owned());
        match at {
            0 => conditions.if_match = value,
            1 => conditions.if_none_match = value,
            2 => conditions.if_modified_since = value,
            3 => conditions.if_unmodified_since = value,
            4 => conditions.range = value,
            _ => {
                conditions.if_range = value;
                conditions.range = Some("bytes=2-4".to_owned());
            }
        }
        let mut page = Response::new(PAGE);
        page.add_etag();
        page.set_last_modified(std::time::SystemTime::UNIX_EPOCH);
        let Ok(answer) = page.make_conditional(&conditions) else { continue };
        let range = answer.headers().get("Content-Range");
        let range = range.and_then(parse_content_range_header);
        let (status, _, body) = answer.into_parts();
        let body = body.collect().expect("it is in memory");
        match status {
            200 => assert_eq!(body, PAGE),
            206 => {
                let part = range.and_then(|range| range.range);
                let (start, end) = part.expect("a 206 says which part it is");
                let part = usize::try_from(start).expect("it is small")
                    ..usize::try_from(end).expect("it is small");
                assert_eq!(body, &PAGE[part], "{field:?}");
            }
            other => assert!(body.is_empty(), "{other} for {field:?}"),
        }
    }
}
