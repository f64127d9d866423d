//! Facts from Werkzeug's own tests: what goes in, and what comes out.

use carafe::request::parse_options_header;
use carafe::response::{
    parse_content_range_header, parse_etags, parse_range_header,
};
use carafe::{safe_join, secure_filename};

#[test]
fn ranges_are_read_as_werkzeug_reads_them() {
    // tests/test_http.py::TestRange::test_range_parsing
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
        let range = parse_range_header(field).map(|r| r.to_header());
        assert_eq!(range.as_deref(), again, "the field was {field:?}");
    }
}

#[test]
fn content_ranges_are_read_as_werkzeug_reads_them() {
    // tests/test_http.py::TestRange::test_content_range_parsing
    for (field, again) in [
        ("bytes 0-98/*", Some("bytes 0-98/*")),
        ("bytes 0-98/*asdfsa", None),
        ("bytes */-1", None),
        ("bytes 0-99/100", Some("bytes 0-99/100")),
        ("bytes */100", Some("bytes */100")),
    ] {
        let range = parse_content_range_header(field).map(|r| r.to_header());
        assert_eq!(range.as_deref(), again, "the field was {field:?}");
    }
}

#[test]
fn tags_are_compared_as_werkzeug_compares_them() {
    // tests/test_http.py::TestHTTPUtility::test_etags
    let tags = parse_etags("\"foo\", \"bar\", W/\"baz\", blar");
    assert!(tags.contains("foo"));
    assert!(!tags.contains("baz"));
    assert!(tags.contains_weak("baz"));
    assert!(tags.contains("blar"));
    assert!(tags.contains_raw("W/\"baz\""));
    assert!(tags.contains_raw("\"foo\""));
}

#[test]
fn cookies_are_read_as_werkzeug_reads_them() {
    // tests/test_http.py::TestHTTPUtility::test_bad_cookies
    let cookies = carafe::cookies::parse_cookie(
        "first=IamTheFirst ; a=1; oops ; a=2 ;second = andMeTwo;",
    );
    let all: Vec<_> = cookies.get_all("a").collect();
    assert_eq!(all, ["1", "2"]);
    assert_eq!(cookies.get("oops").map(String::as_str), Some(""));
    assert_eq!(cookies.get("second").map(String::as_str), Some("andMeTwo"));
    // tests/test_http.py::TestHTTPUtility::test_cookie_quoting
    let cookies = carafe::cookies::parse_cookie("foo=\"foo\\054bar\"");
    assert_eq!(cookies.get("foo").map(String::as_str), Some("foo,bar"));
}

#[test]
fn parameters_are_read_as_werkzeug_reads_them() {
    // tests/test_http.py::TestHTTPUtility::test_parse_options_header
    for (field, a) in [
        ("v;a=b;c=d;", Some("b")),
        ("v;  ; a=b ; ", Some("b")),
        ("v;a", None),
        ("v;a=", None),
        ("v;=b", None),
        ("v;a=\"b c\"", Some("b c")),
        ("v;a=\"b\\\"c\";d=e", Some("b\"c")),
        ("v;a=\"c:\\\\\"", Some("c:\\")),
        ("v;a=\"c:\\\"", None),
        ("v;a=\"b%22c\"", Some("b\"c")),
        ("v;a*=b", Some("b")),
        ("v;a*=UTF-8''%C2%B5", Some("\u{b5}")),
        ("v;a*=BAD''%62", Some("%62")),
        ("v;a*0=b;a*1=c;d=e", Some("bc")),
        ("v;a*0*=UTF-8''b;a*1=c;a*2*=%C2%B5", Some("bc\u{b5}")),
    ] {
        let options = parse_options_header(field);
        assert_eq!(options.get("a"), a, "the field was {field:?}");
    }
}

#[test]
fn names_and_paths_are_made_safe_as_werkzeug_makes_them() {
    // tests/test_utils.py::test_secure_filename
    assert_eq!(secure_filename("My cool movie.mov"), "My_cool_movie.mov");
    assert_eq!(secure_filename("../../../etc/passwd"), "etc_passwd");
    // tests/test_security.py::test_safe_join
    let joined = |name| {
        let path = safe_join("a", name)?;
        Some(path.to_string_lossy().into_owned())
    };
    assert_eq!(joined("b/c").as_deref(), Some("a/b/c"));
    assert_eq!(joined("../b/c"), None);
    assert_eq!(joined("b\\c").as_deref(), Some("a/b\\c"));
    assert_eq!(joined("//b/c"), None);
}
