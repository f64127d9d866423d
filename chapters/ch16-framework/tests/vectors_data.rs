//! More facts from Werkzeug's tests: cookies, redirects, forms, names.

use std::time::Duration;

use carafe::response::{http_date, parse_date, redirect_with};
use carafe::{
    Limits, MultiDict, SameSite, SetCookie, parse_form, parse_query, redirect,
    secure_filename,
};

#[test]
fn cookies_are_written_as_werkzeug_writes_them() {
    // tests/test_http.py::TestHTTPUtility::test_dump_cookie: the order of
    // attributes means nothing, so they are compared as sets.
    let cookie = SetCookie::new("foo", "bar baz blub")
        .max_age(Duration::from_secs(360))
        .http_only(true);
    let field = cookie.dump().unwrap();
    let mut parts: Vec<_> = field.split("; ").collect();
    parts.sort_unstable();
    let all = ["HttpOnly", "Max-Age=360", "Path=/", "foo=\"bar baz blub\""];
    assert_eq!(parts, all);
    let plain = SetCookie::new("key", "xxx/").dump().unwrap();
    assert_eq!(plain, "key=xxx/; Path=/");
    let bare = SetCookie::new("key", "xxx=").path(None).dump().unwrap();
    assert_eq!(bare, "key=xxx=");
    // test_cookie_unicode_dumping
    let snow = SetCookie::new("foo", "\u{2603}").dump().unwrap();
    assert_eq!(snow, "foo=\"\\342\\230\\203\"; Path=/");
    // test_cookie_samesite_attribute
    for (site, expected) in [
        (SameSite::Strict, "foo=bar; SameSite=Strict"),
        (SameSite::Lax, "foo=bar; SameSite=Lax"),
    ] {
        let cookie = SetCookie::new("foo", "bar").path(None).same_site(site);
        assert_eq!(cookie.dump().unwrap(), expected);
    }
}

#[test]
fn dates_are_those_of_werkzeug() {
    // tests/test_http.py::test_parse_date and test_http_date
    for field in [
        "Sun, 06 Nov 1994 08:49:37 GMT    ",
        "Sunday, 06-Nov-94 08:49:37 GMT",
        " Sun Nov  6 08:49:37 1994",
    ] {
        let time = parse_date(field).expect(field);
        assert_eq!(http_date(time), "Sun, 06 Nov 1994 08:49:37 GMT");
    }
    assert_eq!(parse_date("foo"), None);
    assert_eq!(parse_date("Thu, 33 Jan 1970 00:00:00 GMT"), None);
}

#[test]
fn redirections_are_safe_as_in_werkzeug() {
    // tests/test_utils.py::test_redirect
    let there = redirect("http://example.com");
    assert_eq!(there.status(), 302);
    assert_eq!(there.headers().get("Location"), Some("http://example.com"));
    let there = redirect_with("/f\u{fc}\u{fc}b\u{e4}r", 305).unwrap();
    let place = "/f%C3%BC%C3%BCb%C3%A4r";
    assert_eq!(there.headers().get("Location"), Some(place));
    // tests/test_utils.py::test_redirect_xss
    let place = "http://example.com/?xss=\"><script>alert(1)</script>";
    let (_, _, body) = redirect(place).into_parts();
    let page = String::from_utf8(body.collect().unwrap().to_vec()).unwrap();
    assert!(!page.contains("<script>"), "{page}");
}

#[test]
fn forms_are_those_of_werkzeug() {
    // tests/test_formparser.py::TestFormParser::test_limiting
    let pairs = parse_query(b"foo=Hello+World&bar=baz");
    assert_eq!(pairs.get("foo").map(String::as_str), Some("Hello World"));
    // tests/test_formparser.py::TestMultiPart::test_empty_multipart
    let kind = "multipart/form-data; boundary=boundary";
    let limits = Limits::default();
    let body = &mut &b"--boundary--"[..];
    let data = parse_form(body, kind, None, &limits).unwrap();
    assert!(data.form.is_empty() && data.files.is_empty());
    // tests/test_formparser.py::TestMultiPart::test_failures
    let kind = "multipart/form-data; boundary=foo";
    let body = &mut &b"--foo\r\n\r\nHello World\r\n--foo--"[..];
    let error = parse_form(body, kind, None, &limits).unwrap_err();
    assert_eq!(error.status(), 400);
}

#[test]
fn several_values_stay_apart_as_in_werkzeug() {
    // tests/test_datastructures.py::TestMultiDict: the list functions
    let mut dict: MultiDict = [("a", "1"), ("b", "2"), ("a", "3")]
        .map(|(k, v)| (k, v.to_owned()))
        .into_iter()
        .collect();
    assert_eq!(dict.keys(), ["a", "b"]);
    assert_eq!(dict.get_all_as::<u8>("a"), [1, 3]);
    assert_eq!(dict.pop_all("a"), ["1", "3"]);
    assert_eq!(dict.get("a"), None);
}

#[test]
fn file_names_lose_what_is_not_safe_as_in_werkzeug() {
    // tests/test_utils.py::test_secure_filename
    let name = "i contain cool \u{fc}ml\u{e4}uts.txt";
    assert_eq!(secure_filename(name), "i_contain_cool_umlauts.txt");
}
