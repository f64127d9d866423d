//! Conditional requests and ranges of a response.

use std::time::SystemTime;

use carafe::Response;
use carafe::response::{Conditions, generate_etag, parse_date, quote_etag};

use crate::facts::Facts;

const NOON: &str = "Tue, 01 Jan 2008 12:00:00 GMT";
const HALF_PAST: &str = "Tue, 01 Jan 2008 12:30:00 GMT";
const ONE: &str = "Tue, 01 Jan 2008 13:00:00 GMT";
const HALF_PAST_ONE: &str = "Tue, 01 Jan 2008 13:30:00 GMT";
const TWO: &str = "Tue, 01 Jan 2008 14:00:00 GMT";

/// The conditions of a `GET` with these fields.
fn asked(method: &str, fields: &[(&str, &str)]) -> Conditions {
    let mut all =
        Conditions { method: method.to_owned(), ..Conditions::default() };
    for (name, value) in fields {
        let value = Some((*value).to_owned());
        match *name {
            "If-Match" => all.if_match = value,
            "If-None-Match" => all.if_none_match = value,
            "If-Modified-Since" => all.if_modified_since = value,
            "If-Range" => all.if_range = value,
            "Range" => all.range = value,
            other => panic!("{other} is no condition"),
        }
    }
    all
}

fn time(date: &str) -> SystemTime {
    parse_date(date).expect("a date")
}

/// A page with what is known of it.
fn page(body: &'static str, tag: Option<&str>, date: Option<&str>) -> Response {
    let mut response = Response::text(body);
    if let Some(tag) = tag {
        let (tag, weak) = carafe::response::unquote_etag(tag);
        response.set_etag(tag, weak).expect("a tag");
    }
    if let Some(date) = date {
        response.set_last_modified(time(date));
    }
    response
}

/// Status, `Content-Range` or `-`, and body.
fn answer(page: Response, conditions: &Conditions) -> String {
    match page.make_conditional(conditions) {
        Ok(response) => {
            let range = response.headers().get("Content-Range");
            let range = range.unwrap_or("-").to_owned();
            let (status, _, body) = response.into_parts();
            let body = body.collect().expect("it is in memory");
            let body = String::from_utf8_lossy(&body).into_owned();
            format!("{status} {range} {body}")
        }
        Err(error) => {
            let range = error.headers().get("Content-Range").unwrap_or("-");
            format!("{} {range}", error.status())
        }
    }
}

fn status(page: Response, fields: &[(&str, &str)]) -> u16 {
    let all = answer(page, &asked("GET", fields));
    all.get(..3).and_then(|code| code.parse().ok()).unwrap_or_default()
}

pub(crate) fn conditions(facts: &mut Facts) {
    facts.by("werkzeug test_http.py::test_is_resource_modified");
    let tag = quote_etag(&generate_etag(b"awesome"), false);
    let same = [("If-None-Match", tag.as_str())];
    facts.same("its tag", status(page("", Some(&tag), None), &same), 304);
    let mut made = Response::text("awesome");
    made.add_etag();
    facts.same("the tag of its body", status(made, &same), 304);
    let post = asked("POST", &same);
    let answered = answer(page("", Some(&tag), None), &post);
    facts.same("POST", answered, "200 - ");
    let since = [("If-Modified-Since", HALF_PAST)];
    let old = page("", None, Some(NOON));
    facts.same("noon since half past", status(old, &since), 304);
    let new = page("", None, Some(ONE));
    facts.same("one since half past", status(new, &since), 200);

    facts.by("werkzeug test_wrappers.py::test_etag_response");
    let mut hello = Response::text("Hello World");
    hello.add_etag();
    let own = hello.headers().get("ETag").unwrap_or_default().to_owned();
    let bare = hello
        .make_conditional(&asked("GET", &[("If-None-Match", own.as_str())]));
    let bare = bare.expect("304");
    facts.same("its own tag", bare.status(), 304);
    let length = bare.headers().contains("Content-Length");
    facts.same("Content-Length of the 304", length, false);

    facts.by("werkzeug test_wrappers.py::test_etag_response_412");
    let other = [("If-Match", "\"xyz\"")];
    let mut hello = Response::text("Hello World");
    hello.add_etag();
    facts.same("another tag", status(hello, &other), 412);
    of_webob(facts);
}

fn of_webob(facts: &mut Facts) {
    let since = [("If-Modified-Since", HALF_PAST)];
    let test = |tag| page("foo\n", Some(tag), None);
    facts.by(
        "webob test_response.py::test_conditional_response_if_none_match_true",
    );
    for (tag, field, code) in
        [("bar", "foo", 200), ("foo", "foo", 304), ("foo", "\"foo\"", 304)]
    {
        let fields = [("If-None-Match", field)];
        facts.same(field, status(test(tag), &fields), code);
    }
    facts.by(
        "webob test_response.py::test_conditional_response_if_none_match_weak",
    );
    for field in ["\"bar\"", "W/\"bar\""] {
        let fields = [("If-None-Match", field)];
        for (tag, code) in [
            ("\"bar\"", 304),
            ("W/\"bar\"", 304),
            ("\"foo\"", 200),
            ("W/\"foo\"", 200),
        ] {
            facts.same(field, status(test(tag), &fields), code);
        }
    }
    facts.by("webob test_response.py::\
         test_conditional_response_if_modified_since_false");
    let second_before = "Tue, 01 Jan 2008 12:29:59 GMT";
    let before = page("foo\n", None, Some(second_before));
    facts.same(second_before, status(before, &since), 304);
    let second_after = "Tue, 01 Jan 2008 12:30:01 GMT";
    let after = page("foo\n", None, Some(second_after));
    facts.same(second_after, status(after, &since), 200);
}

pub(crate) fn parts(facts: &mut Facts) {
    let hello = || Response::text("Hello World");
    let of = |range: &str| answer(hello(), &asked("GET", &[("Range", range)]));
    facts.by("werkzeug test_wrappers.py::test_advertise_accept_ranges");
    let whole = hello().make_conditional(&asked("GET", &[])).expect("200");
    let told = whole.headers().get("Accept-Ranges");
    facts.same("no range", told, Some("bytes"));
    facts.same("no range", whole.headers().get("Content-Range"), None);
    facts.by("werkzeug test_wrappers.py::test_range_request_basic");
    facts.same("bytes=0-4", of("bytes=0-4"), "206 bytes 0-4/11 Hello");
    facts.by("werkzeug test_wrappers.py::test_range_request_out_of_bound");
    facts.same("bytes=6-666", of("bytes=6-666"), "206 bytes 6-10/11 World");
    facts.by("werkzeug test_wrappers.py::test_range_request_with_file");
    facts.same("bytes=0-0", of("bytes=0-0"), "206 bytes 0-0/11 H");
    facts
        .by("werkzeug test_wrappers.py::test_range_request_with_complete_file");
    let whole = "206 bytes 0-10/11 Hello World";
    facts.same("bytes=0-10", of("bytes=0-10"), whole);
    facts.by("werkzeug test_wrappers.py::\
         test_range_request_without_complete_length");
    let blocks = Response::stream(["Hello ", "World"]);
    let range = asked("GET", &[("Range", "bytes=0-10")]);
    let answered = answer(blocks, &range);
    facts.same("a stream", answered, "200 - Hello World");
    facts.by("werkzeug test_wrappers.py::test_invalid_range_request");
    facts.differs(
        "bytes=-",
        of("bytes=-"),
        "200 - Hello World",
        "RFC 9110, section 14.2: an invalid Range may be ignored, and one \
         that is no range at all asks for nothing that is missing",
    );
    facts.by("webob test_response.py::\
         test_conditional_response_range_not_satisfiable_response");
    let short = Response::text("foo\n");
    let range = asked("GET", &[("Range", "bytes=100-200")]);
    let answered = answer(short, &range);
    facts.same("bytes=100-200", answered, "416 bytes */4");
    facts.by("webob test_response.py::\
         test_HEAD_conditional_response_range_not_satisfiable_response");
    let range = asked("HEAD", &[("Range", "bytes=100-200")]);
    facts.differs(
        "HEAD with bytes=100-200",
        answer(Response::text("foo\n"), &range),
        "200 - foo\n",
        "RFC 9110, section 14.2: ranges are defined for GET alone",
    );
}

pub(crate) fn if_range(facts: &mut Facts) {
    let part = |page: Response, field: &str| {
        let fields = [("Range", "bytes=0-0"), ("If-Range", field)];
        status(page, &fields) == 206
    };
    let tagged = |tag| page("ab", Some(tag), None);
    facts.by("werkzeug test_http.py::TestRange::test_if_range_parsing");
    facts.same("\"Test\"", part(tagged("Test"), "\"Test\""), true);
    let unquoted = part(tagged("invalid_unquoted"), "invalid_unquoted");
    facts.same("invalid_unquoted", unquoted, true);
    facts.differs(
        "W/\"Test\"",
        part(tagged("Test"), "W/\"Test\""),
        false,
        "RFC 9110, section 13.1.5: If-Range compares strongly",
    );
    let epoch = "Thu, 01 Jan 1970 00:00:00 GMT";
    let dated = |date| page("ab", None, Some(date));
    facts.same(epoch, part(dated(epoch), epoch), true);
    facts.by(
        "werkzeug test_http.py::test_is_resource_modified_for_range_requests",
    );
    facts.same("13:30 of 14:00", part(dated(TWO), HALF_PAST_ONE), false);
    let same = part(dated(HALF_PAST_ONE), HALF_PAST_ONE);
    facts.same("13:30 of 13:30", same, true);
    facts.same("another tag", part(tagged("other"), "\"awesome\""), false);
    facts.same("the same tag", part(tagged("awesome"), "\"awesome\""), true);
    facts.by("webob test_etag_nose.py::test_if_range_match_date");
    let date = "Fri, 09 Nov 2001 01:08:47 GMT";
    let undated = page("ab", None, None);
    facts.same("a page without a date", part(undated, date), false);
    facts.same("a page with a tag", part(tagged("etag"), date), false);
    facts.same("a date as a tag", part(tagged(date), date), false);
    let later = "Sat, 10 Nov 2001 01:00:00 GMT";
    facts.same("a later page", part(dated(later), date), false);
    facts.differs(
        "an earlier page",
        part(dated("Fri, 09 Nov 2001 01:00:00 GMT"), date),
        false,
        "RFC 9110, section 13.1.5: the date must be exactly that of the page",
    );
    facts.by("webob test_etag_nose.py::test_if_range_match_etag");
    let bare = page("ab", None, None);
    facts.same("a page without a tag", part(bare, "ETAG"), false);
    facts.same("another tag", part(tagged("other"), "ETAG"), false);
    facts.same("its tag", part(tagged("ETAG"), "ETAG"), true);
    facts.same("its weak tag", part(tagged("W/\"ETAG\""), "ETAG"), false);
    facts.by("webob test_etag_nose.py::test_if_range_match_etag_weak");
    let strong = part(tagged("ETAG"), "W/\"ETAG\"");
    facts.same("strong, asked weakly", strong, false);
    let weak = part(tagged("W/\"ETAG\""), "W/\"ETAG\"");
    facts.same("weak, asked weakly", weak, false);
    facts.by("webob test_etag_nose.py::test_if_range_None");
    let range = [("Range", "bytes=0-0")];
    facts.same("no If-Range", status(tagged("foo"), &range), 206);
}
