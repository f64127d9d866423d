//! `Range` and `Content-Range`.

use carafe::response::{Span, parse_content_range_header, parse_range_header};

use crate::facts::Facts;

/// The field again, as it was understood.
fn range(field: &str) -> Option<String> {
    parse_range_header(field).map(|range| range.to_header())
}

fn content_range(field: &str) -> Option<String> {
    parse_content_range_header(field).map(|range| range.to_header())
}

fn text(text: Option<&str>) -> Option<String> {
    text.map(str::to_owned)
}

pub(crate) fn ranges(facts: &mut Facts) {
    facts.by("werkzeug test_http.py::TestRange::test_range_parsing");
    for (field, again) in [
        ("bytes=52", None),
        ("bytes=52-", Some("bytes=52-")),
        ("bytes=52-99", Some("bytes=52-99")),
        ("bytes=52-99,-1000", Some("bytes=52-99,-1000")),
        ("bytes = 1 - 100", Some("bytes=1-100")),
        ("AWesomes=0-999", Some("awesomes=0-999")),
        ("bytes=-", None),
        ("bytes=bad", None),
        ("bytes=bad-1", None),
        ("bytes=-bad", None),
        ("bytes=52-99, bad", None),
        ("bytes=-0", None),
    ] {
        facts.same(field, range(field), text(again));
    }
    facts.by("werkzeug test_http.py::test_range_invalid_int");
    for field in ["\u{1fbf1}\u{1fbf2}\u{1fbf3}", "+1-", "1-1_23"] {
        facts.same(field, range(&format!("bytes={field}")), None);
        facts.same(field, range(field), None);
    }
    facts.by("werkzeug test_datastructures.py::test_range_to_header");
    for (field, spans) in [
        ("byes=0-0,-5", vec![Span::Between(0, 1), Span::Last(5)]),
        ("byes=5-", vec![Span::From(5)]),
    ] {
        let read = parse_range_header(field).map(|range| range.ranges);
        facts.same(field, read, Some(spans));
        facts.same(field, range(field), Some(field.to_owned()));
    }
    facts.by("werkzeug test_datastructures.py::test_range_validates_ranges");
    facts.same("bytes=1-0", range("bytes=1-0"), None);
    facts.by("webob test_byterange.py::test_range_parse");
    for (field, understood) in [
        ("bytes=0-99", true),
        ("BYTES=0-99", true),
        ("bytes = 0-99", true),
        ("bytes=0 - 102", true),
        ("bytes=10-5", false),
        ("bytes 5-10", false),
        ("words=10-5", false),
    ] {
        facts.same(field, range(field).is_some(), understood);
    }
    lengths(facts);
}

fn lengths(facts: &mut Facts) {
    let within = |field: &str, length| {
        parse_range_header(field)?.range_for_length(length)
    };
    facts.by("webob test_byterange.py::test_not_satisfiable");
    facts.same("bytes=100- of 50", within("bytes=100-", 50), None);
    facts.differs(
        "bytes=-100 of 50",
        within("bytes=-100", 50),
        Some((0, 50)),
        "RFC 9110, section 14.1.2: a suffix longer than the content is all \
         of it",
    );
    facts.by("webob test_byterange.py::test_range_content_range_length_none");
    facts.same("bytes=0-99 of 1", within("bytes=0-99", 1), Some((0, 1)));
    facts.same("bytes=0-99 of 200", within("bytes=0-99", 200), Some((0, 100)));
    facts.by("webob test_byterange.py::test_range_for_length_end_is_none");
    facts.same("bytes=0- of 100", within("bytes=0-", 100), Some((0, 100)));
    facts.by("webob test_byterange.py::\
         test_range_for_length_end_is_none_negative_start");
    facts.same("bytes=-5 of 100", within("bytes=-5", 100), Some((95, 100)));
    facts.by("webob test_byterange.py::test_range_str_end_none");
    for field in ["bytes=0-", "bytes=-5", "bytes=0-99"] {
        facts.same(field, range(field), Some(field.to_owned()));
    }
}

pub(crate) fn content_ranges(facts: &mut Facts) {
    facts.by("werkzeug test_http.py::TestRange::test_content_range_parsing");
    for (field, again) in [
        ("bytes 0-98/*", Some("bytes 0-98/*")),
        ("bytes 0-98/*asdfsa", None),
        ("bytes */-1", None),
        ("bytes 0-99/100", Some("bytes 0-99/100")),
        ("bytes */100", Some("bytes */100")),
    ] {
        facts.same(field, content_range(field), text(again));
    }
    let field = "bytes 0-98/*";
    let read = parse_content_range_header(field);
    let read = read.map(|range| (range.units, range.range, range.length));
    let expected = Some(("bytes".to_owned(), Some((0, 99)), None));
    facts.same(field, read, expected);
    facts.by("werkzeug test_http.py::test_content_range_invalid_int");
    for field in
        ["bytes */\u{1fbf1}\u{1fbf2}", "bytes 1-+2/3", "bytes 1_23-125/*"]
    {
        facts.same(field, content_range(field), None);
    }
    facts.by("webob test_byterange.py::test_contentrange_str");
    for field in ["bytes 0-98/*", "bytes */100"] {
        facts.same(field, content_range(field), Some(field.to_owned()));
    }
    facts.by("webob test_byterange.py::test_contentrange_iter");
    for (field, understood) in [
        ("bytes 0-99/100", true),
        ("bytes */100", true),
        ("0-99 100", false),
        ("bytes 0-99 100", false),
        ("bytes 0-99/xxx", false),
        ("bytes 0 99/100", false),
        ("bytes A-99/100", false),
        ("bytes 0-B/100", false),
        ("bytes 99-0/100", false),
        ("bytes 0 99/*", false),
    ] {
        facts.same(field, content_range(field).is_some(), understood);
    }
    facts.by("webob test_byterange.py::test_is_content_range_valid");
    facts.same("0-98 of 90", content_range("bytes 0-98/90"), None);
}
