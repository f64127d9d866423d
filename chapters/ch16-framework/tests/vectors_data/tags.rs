//! Entity tags and dates.

use std::time::{Duration, SystemTime};

use carafe::response::{
    generate_etag, http_date, parse_date, parse_etags, quote_etag, unquote_etag,
};

use crate::facts::Facts;

pub(crate) fn tags(facts: &mut Facts) {
    facts.by("werkzeug test_http.py::TestHTTPUtility::test_etags");
    facts.same("foo", quote_etag("foo", false), "\"foo\"");
    facts.same("foo, weak", quote_etag("foo", true), "W/\"foo\"");
    facts.same("\"foo\"", unquote_etag("\"foo\""), ("foo", false));
    facts.same("W/\"foo\"", unquote_etag("W/\"foo\""), ("foo", true));
    let field = "\"foo\", \"bar\", W/\"baz\", blar";
    let tags = parse_etags(field);
    facts.same("foo in it", tags.contains("foo"), true);
    facts.same("baz in it", tags.contains("baz"), false);
    facts.same("baz, weakly", tags.contains_weak("baz"), true);
    facts.same("blar in it", tags.contains("blar"), true);
    facts.same("W/\"baz\" raw", tags.contains_raw("W/\"baz\""), true);
    facts.same("\"foo\" raw", tags.contains_raw("\"foo\""), true);
    let again = tags.to_header();
    let mut again: Vec<_> = again.split(", ").collect();
    again.sort_unstable();
    let all = ["\"bar\"", "\"blar\"", "\"foo\"", "W/\"baz\""];
    facts.same(field, again, all);
    facts.by("werkzeug test_http.py::TestHTTPUtility::test_etags_nonzero");
    let weak = parse_etags("W/\"foo\"");
    facts.same("W/\"foo\"", weak.is_empty(), false);
    facts.same("W/\"foo\" raw", weak.contains_raw("W/\"foo\""), true);
    facts.by("werkzeug test_wrappers.py::test_etag_request");
    let tags = parse_etags("W/\"foo\", bar, \"baz\"");
    facts.same("bar", tags.contains("bar"), true);
    facts.same("W/\"foo\" raw", tags.contains_raw("W/\"foo\""), true);
    facts.same("foo, weakly", tags.contains_weak("foo"), true);
    facts.same("foo", tags.contains("foo"), false);
    facts.by("werkzeug test_wrappers.py::test_etag_response_freezing");
    let (one, other) = (generate_etag(b"Hello"), generate_etag(b"World"));
    facts.same("twice", generate_etag(b"Hello"), one.clone());
    facts.same("another body", one == other, false);
    of_webob(facts);
}

fn of_webob(facts: &mut Facts) {
    facts.by("webob test_etag.py::Test_Parse::test_parse_anyetag");
    let any = parse_etags("*");
    facts.same("*", any.star, true);
    facts.by("webob test_etag.py::Test_AnyETag::test___contains__something");
    facts.same("anything in *", any.contains("anything"), true);
    facts.by("webob test_etag.py::Test_AnyETag::test___str__");
    facts.same("*", any.to_header(), "*");
    facts.by("webob test_etag.py::Test_NoETag::test___contains__something");
    let none = parse_etags("");
    facts.same("anything in nothing", none.contains("anything"), false);
    facts.by("webob test_etag.py::Test_NoETag::test___str__");
    facts.same("", none.to_header(), "");
    facts.by("webob test_etag.py::Test_Parse::test_parse_one");
    facts.same("\"ONE\"", parse_etags("\"ONE\"").to_header(), "\"ONE\"");
    facts.by("webob test_etag.py::Test_Parse::test_parse_invalid");
    facts.same("one", parse_etags("one").contains("one"), true);
    facts.by("webob test_etag.py::Test_Parse::test_parse_commasep");
    let two = parse_etags("\"ONE\", \"TWO\"");
    facts.same("ONE", two.contains("ONE"), true);
    facts.same("TWO", two.contains("TWO"), true);
    facts.by("webob test_etag.py::Test_Parse::test_parse_commasep_w_weak");
    let two = parse_etags("\"ONE\", W/\"TWO\"");
    facts.same("TWO, strongly", two.contains("TWO"), false);
    facts.same("TWO, weakly", two.contains_weak("TWO"), true);
    facts.by("webob test_etag_nose.py::test_matcher");
    facts.same("BEER", two.contains_weak("BEER"), false);
}

pub(crate) fn dates(facts: &mut Facts) {
    let again = |field: &str| parse_date(field).map(http_date);
    let one = "Sun, 06 Nov 1994 08:49:37 GMT";
    facts.by("werkzeug test_http.py::test_parse_date");
    for field in [
        "Sun, 06 Nov 1994 08:49:37 GMT    ",
        "Sunday, 06-Nov-94 08:49:37 GMT",
        " Sun Nov  6 08:49:37 1994",
    ] {
        facts.same(field, again(field), Some(one.to_owned()));
    }
    let epoch = "Thu, 01 Jan 1970 00:00:00 GMT";
    facts.same("foo", again("foo"), None);
    facts.same(epoch, again(epoch), Some(epoch.to_owned()));
    let field = "Thu, 33 Jan 1970 00:00:00 GMT";
    facts.same(field, again(field), None);
    let field = " Sun 02 Feb 1343 08:49:37 GMT";
    facts.differs(
        field,
        again(field),
        None,
        "RFC 9110, section 5.6.7, has a comma after the day's name, and no \
         file that a server has is older than 1970",
    );
    facts.by("werkzeug test_http.py::test_http_date");
    let at = |seconds| {
        http_date(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds))
    };
    facts.same("784111777", at(784_111_777), one);
    facts.same("0", at(0), epoch);
    let new_year = "Wed, 01 Jan 2020 00:00:00 GMT";
    facts.same("1577836800", at(1_577_836_800), new_year);
    facts.by("webob test_datetime_utils.py::test_parse_date");
    for field in ["", "Hi There", "\u{c3}", "1"] {
        facts.same(field, again(field), None);
    }
    for field in
        ["Mon, 20 Nov 1995 19:12:08 -0500", "Mon, 20 Nov 1995 19:12:08"]
    {
        facts.differs(
            field,
            again(field),
            None,
            "RFC 9110, section 5.6.7: a date of HTTP is in GMT and says so",
        );
    }
    facts.by("webob test_datetime_utils.py::test_serialize_date");
    let field = "Mon, 20 Nov 1995 19:12:08 GMT";
    facts.same(field, again(field), Some(field.to_owned()));
}
