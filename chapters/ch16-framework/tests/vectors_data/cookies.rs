//! Cookies, read and written.

use std::time::{Duration, SystemTime};

use carafe::cookies::{MAX_COOKIE, parse_cookie};
use carafe::{SameSite, SetCookie};

use crate::facts::Facts;

/// `name=value` of each cookie, with `|` between.
fn cookies(field: &str) -> String {
    let all = parse_cookie(field);
    let all: Vec<_> = all.iter().map(|(k, v)| format!("{k}={v}")).collect();
    all.join("|")
}

pub(crate) fn read(facts: &mut Facts) {
    facts.by("werkzeug test_http.py::TestHTTPUtility::test_parse_cookie");
    for (field, all) in [
        ("dismiss-top=6; CP=null*;", "dismiss-top=6|CP=null*"),
        ("a=42; b=\"\\\";\"; ; c=d", "a=42|b=\";|c=d"),
        ("fo234{=bar;blub=Blah;", "fo234{=bar|blub=Blah"),
        ("\"__Secure-c\"=d;a=b", "a=b"),
        ("==__Host-eq=bad;__Host-eq=good;", "__Host-eq=good"),
    ] {
        facts.same(field, cookies(field), all);
    }
    facts.by("werkzeug test_http.py::TestHTTPUtility::test_bad_cookies");
    let field = "first=IamTheFirst ; a=1; oops ; a=2 ;second = andMeTwo;";
    let all = "first=IamTheFirst|a=1|oops=|a=2|second=andMeTwo";
    facts.same(field, cookies(field), all);
    let twice = parse_cookie(field);
    let first = twice.get("a").map(String::as_str);
    facts.same("the first a", first, Some("1"));
    let both: Vec<_> = twice.get_all("a").map(String::as_str).collect();
    facts.same("all of a", both, ["1", "2"]);
    facts.by("werkzeug test_http.py::test_empty_keys_are_ignored");
    let field = "spam=ham; duck=mallard; ; ";
    facts.same(field, cookies(field), "spam=ham|duck=mallard");
    facts.by("werkzeug test_http.py::TestHTTPUtility::test_cookie_quoting");
    facts.same("octal", cookies("foo=\"foo\\054bar\""), "foo=foo,bar");
    facts.by("werkzeug test_http.py::test_parse_set_cookie_directive");
    let field = "foo=\"?foo\"; version=\"0.1\";";
    facts.same(field, cookies(field), "foo=?foo|version=0.1");
    facts.by("werkzeug test_http.py::test_cookie_unicode_parsing");
    facts.same(
        "f\u{f6}=f\u{f6}",
        cookies("f\u{f6}=f\u{f6}"),
        "f\u{f6}=f\u{f6}",
    );
    facts.by("werkzeug test_wrappers.py::test_storage_classes");
    facts.same("twice", cookies("foo=bar;foo=baz"), "foo=bar|foo=baz");
    of_webob(facts);
}

fn of_webob(facts: &mut Facts) {
    facts.by("webob test_cookies.py::test_cookie_one_value");
    facts.same("one", cookies("dismiss-top=6"), "dismiss-top=6");
    facts.by("webob test_cookies.py::test_cookie_one_value_with_trailing_semi");
    facts.same("a semicolon", cookies("dismiss-top=6;"), "dismiss-top=6");
    facts.by("webob test_cookies.py::test_ch_unquote");
    for (field, value) in [
        ("x=\"hello world\"", "x=hello world"),
        ("x=hello world", "x=hello world"),
        ("x=\"\\\"\"", "x=\""),
        ("x=\"\\042\"", "x=\""),
        ("x=\"\\\\\"", "x=\\"),
        ("x=\"\\134\"", "x=\\"),
    ] {
        facts.same(field, cookies(field), value);
    }
    facts.by("webob test_cookies.py::test_parse_qmark_in_val");
    let field = "x=\"\\\"\\073\\054\\\"\"; expires=Sun";
    facts.same(field, cookies(field), "x=\";,\"|expires=Sun");
    facts.by("webob test_cookies.py::TestRequestCookies");
    facts.same("a=1; b=2", cookies("a=1; b=2"), "a=1|b=2");
    facts.same("nothing", cookies(""), "");
    facts.by("webob test_request.py::test_bad_cookie");
    facts.same("=foo", cookies("=foo"), "");
    let why = "RFC 6265, section 5.4, leaves it to the server; Werkzeug reads \
               a name without a value, too";
    facts.differs("...", cookies("..."), "...=", why);
    facts.by("webob test_cookies.py::test_cookie_escaped_unquoted");
    let why = "RFC 6265, section 4.1.1: without quotes a backslash is no \
               escape, and Werkzeug keeps it as well";
    facts.differs("x=\\040", cookies("x=\\040"), "x=\\040", why);
}

/// The parts, in alphabetical order: attributes come in any.
fn parts(cookie: &SetCookie) -> String {
    let field = cookie.dump().expect("it can be sent");
    let mut parts: Vec<_> = field.split("; ").collect();
    parts[1..].sort_unstable();
    parts.join("; ")
}

pub(crate) fn written(facts: &mut Facts) {
    let bar = || SetCookie::new("foo", "bar");
    facts.by("werkzeug test_http.py::TestHTTPUtility::test_dump_cookie");
    let cookie = SetCookie::new("foo", "bar baz blub").http_only(true);
    let cookie = cookie.max_age(Duration::from_secs(360));
    let field = "foo=\"bar baz blub\"; HttpOnly; Max-Age=360; Path=/";
    facts.same("bar baz blub", parts(&cookie), field);
    let cookie = SetCookie::new("key", "xxx/");
    facts.same("xxx/", parts(&cookie), "key=xxx/; Path=/");
    let cookie = SetCookie::new("key", "xxx=").path(None);
    facts.same("xxx=", parts(&cookie), "key=xxx=");
    facts.by("werkzeug test_http.py::TestHTTPUtility::test_cookie_quoting");
    let cookie = SetCookie::new("foo", "?foo");
    facts.same("?foo", parts(&cookie), "foo=?foo; Path=/");
    facts.by("werkzeug test_http.py::test_cookie_unicode_dumping");
    let cookie = SetCookie::new("foo", "\u{2603}");
    let field = "foo=\"\\342\\230\\203\"; Path=/";
    facts.same("a snowman", parts(&cookie), field);
    facts.same("a snowman, back", cookies(field), "foo=\u{2603}|Path=/");
    facts.by("werkzeug test_http.py::test_cookie_domain_encoding");
    let cookie = bar().domain("foo.com");
    facts.same("foo.com", parts(&cookie), "foo=bar; Domain=foo.com; Path=/");
    facts.by("werkzeug test_http.py::test_cookie_maxsize");
    let cookie = SetCookie::new("foo", "bar".repeat(1360) + "b");
    facts.same("4,093 octets", cookie.is_too_large(), false);
    facts.same("4,093 octets", parts(&cookie).len(), MAX_COOKIE);
    let cookie = SetCookie::new("foo", "bar".repeat(1360) + "ba");
    facts.same("4,094 octets", cookie.is_too_large(), true);
    facts.by("werkzeug test_http.py::test_cookie_samesite_attribute");
    for (site, field) in [
        (SameSite::Strict, "foo=bar; SameSite=Strict"),
        (SameSite::Lax, "foo=bar; SameSite=Lax"),
    ] {
        let cookie = bar().path(None).same_site(site);
        facts.same(field, parts(&cookie), field);
    }
    let cookie = bar().path(None).same_site(SameSite::None);
    let why = "browsers refuse SameSite=None without Secure, so it is added";
    facts.differs(
        "None",
        parts(&cookie),
        "foo=bar; SameSite=None; Secure",
        why,
    );
    facts.same("no SameSite", parts(&bar().path(None)), "foo=bar");
    facts.by("werkzeug test_http.py::test_cookie_partitioned_sets_secure");
    let cookie = bar().partitioned(true);
    let field = "foo=bar; Partitioned; Path=/; Secure";
    facts.same("partitioned", parts(&cookie), field);
    attributes(facts);
}

fn attributes(facts: &mut Facts) {
    let base = || {
        let cookie = SetCookie::new("foo", "bar").path(Some("/blub"));
        let cookie = cookie.max_age(Duration::from_secs(60));
        cookie.expires(SystemTime::UNIX_EPOCH).domain("example.org")
    };
    let all = |more: &str| {
        format!(
            "foo=bar; Domain=example.org; Expires=Thu, 01 Jan 1970 00:00:00 \
             GMT; {more}"
        )
    };
    facts.by("werkzeug test_wrappers.py::TestSetCookie::test_secure");
    let field = all("Max-Age=60; Path=/blub; Secure");
    facts.same("secure", parts(&base().secure(true)), field);
    facts.by("werkzeug test_wrappers.py::TestSetCookie::test_httponly");
    let field = all("HttpOnly; Max-Age=60; Path=/blub");
    facts.same("httponly", parts(&base().http_only(true)), field);
    facts.by("werkzeug test_wrappers.py::TestSetCookie::test_samesite");
    let cookie = base().same_site(SameSite::Strict);
    let field = all("Max-Age=60; Path=/blub; SameSite=Strict");
    facts.same("samesite", parts(&cookie), field);
    facts.by("werkzeug test_wrappers.py::test_base_response");
    let gone = "foo=; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; Path=/";
    facts.same("delete", parts(&SetCookie::removal("foo")), gone);
    facts.by("webob test_response.py::test_delete_cookie_with_domain");
    let cookie = SetCookie::removal("a").path(Some("/abc"));
    let field = "a=; Domain=example.com; Expires=Thu, 01 Jan 1970 00:00:00 \
                 GMT; Max-Age=0; Path=/abc";
    facts.same("delete", parts(&cookie.domain("example.com")), field);
    facts.by("webob test_cookies.py::test_cookie_invalid_name");
    let sendable = SetCookie::new("La Pe\u{f1}a", "1").dump().is_ok();
    facts.same("La Pe\u{f1}a", sendable, false);
}
