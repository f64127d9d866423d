//! What a request says of itself: path, host, fields.

use std::borrow::Cow;

use crate::asking::{get, post, seen};
use crate::facts::Facts;

pub(crate) fn requests(facts: &mut Facts) {
    facts.by("werkzeug test_wrappers.py::test_url_request_descriptors");
    let asked = get("/bar?foo=baz", &[]);
    let bar = b"GET /test/bar?foo=baz HTTP/1.1\r\nHost: example.com\r\n\r\n";
    facts.same("path", seen(&asked, |r| r.path().into_owned()), "/bar");
    facts.same("full", seen(&asked, |r| r.full_path()), "/bar?foo=baz");
    let host = seen(bar, |r| r.host());
    facts.same("host", host, "example.com");
    let url = seen(bar, |r| r.url());
    facts.same("url", url, "http://example.com/test/bar?foo=baz");
    let url = seen(bar, |r| r.base_url());
    facts.same("base url", url, "http://example.com/test/bar");
    let root = seen(bar, |r| r.url_root());
    facts.same("root", root, "http://example.com/");
    facts.same("scheme", seen(bar, |r| r.scheme().into_owned()), "http");
    facts.by("werkzeug test_wrappers.py::test_query_string_is_bytes");
    let query = seen(&get("/?foo=%2f", &[]), |r| r.query_string().into_owned());
    facts.same("foo=%2f", query, "foo=%2f");
    facts.by(
        "werkzeug test_wrappers.py::test_url_request_descriptors_query_quoting",
    );
    let next = "/bar?next=http%3A%2F%2Fwww.example.com%2F%3Fnext";
    facts.same(next, seen(&get(next, &[]), |r| r.full_path()), next);
    facts.by("werkzeug test_wrappers.py::test_common_request_descriptors");
    let asked = post("/", "text/html; charset=utf-8", &[b'x'; 23]);
    let kind = seen(&asked, |r| r.content_type().map(Cow::into_owned));
    facts.same("type", kind, Some("text/html; charset=utf-8".to_owned()));
    facts.same("mimetype", seen(&asked, |r| r.mimetype()), "text/html");
    facts.same("length", seen(&asked, |r| r.content_length()), Some(23));
    facts.by("werkzeug test_wrappers.py::test_user_agent");
    let agent = "Mozilla/5.0 (X11; Linux x86_64; rv:94.0) Firefox/94.0";
    let asked = get("/", &[&format!("User-Agent: {agent}")]);
    let told =
        seen(&asked, |r| r.headers().get("user-agent").map(Cow::into_owned));
    facts.same("User-Agent", told, Some(agent.to_owned()));
    facts.by("werkzeug sansio/test_request.py::test_cookies");
    let asked = get("/", &["Cookie: a=b", "Content-Type: text", "Cookie: a=c"]);
    let both = seen(&asked, |r| {
        let all: Vec<_> = r.cookies().get_all("a").cloned().collect();
        all.join(",")
    });
    facts.same("two fields Cookie", both, "b,c");
    facts.by("werkzeug sansio/test_request.py::test_content_length");
    let chunked = b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\
                    \r\n\r\n0\r\n\r\n";
    facts.same("chunked", seen(chunked, |r| r.content_length()), None);
    let asked = get("/", &[]);
    facts.same("none", seen(&asked, |r| r.content_length()), None);
    facts.by("flask test_basic.py::test_nonascii_pathinfo");
    let path = seen(&get("/%D0%BA%D0%B8", &[]), |r| r.path().into_owned());
    facts.same("%D0%BA%D0%B8", path, "/\u{43a}\u{438}");
    facts.by("webob test_request.py::test_path_quoting");
    let path = "/_.-~!$&'()*+,;=:@/bar";
    let url = seen(&get(path, &[]), |r| r.url());
    facts.same(path, url, format!("http://localhost{path}"));
    facts.by("webob test_request.py::test_path_quoting_pct_encodes");
    let url = seen(&get("/%5B%5D/bar", &[]), |r| r.url());
    facts.same("/[]/bar", url, "http://localhost/%5B%5D/bar");
    facts
        .by("webob test_request.py::test_environ_from_url_highorder_path_info");
    let path = seen(&get("/%E6%B5%81", &[]), |r| r.path().into_owned());
    facts.same("/%E6%B5%81", path, "/\u{6d41}");
    fields(facts);
}

fn fields(facts: &mut Facts) {
    facts.by("werkzeug test_datastructures.py::TestEnvironHeaders");
    let asked = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Type: text/html\r\n\
                  Content-Length: 0\r\nAccept: *\r\nX-Foo: 42\r\n\r\n";
    let all = seen(asked, |r| {
        let mut all: Vec<_> =
            r.headers().iter().map(|(k, v)| format!("{k}: {v}")).collect();
        all.sort_unstable();
        all.join("|")
    });
    let expected =
        "Accept: *|Content-Length: 0|Content-Type: text/html|Host: x|X-Foo: 42";
    facts.same("all fields", all, expected);
    let asked = get("/", &["Foo: \u{e2}\u{9c}\u{93}"]);
    let length = seen(&asked, |r| {
        r.headers().get("Foo").map(|text| text.chars().count())
    });
    facts.same("Latin-1", length, Some(6));
}

pub(crate) fn hosts(facts: &mut Facts) {
    let host = |field: &str| {
        let bytes = format!("GET / HTTP/1.1\r\nHost: {field}\r\n\r\n");
        seen(bytes.as_bytes(), |request| request.host())
    };
    facts.by("werkzeug sansio/test_utils.py::test_get_host");
    for (field, told) in [
        ("spam", "spam"),
        ("spam:80", "spam"),
        ("spam:8080", "spam:8080"),
        ("127.0.0.1:8080", "127.0.0.1:8080"),
        ("[::1]:8080", "[::1]:8080"),
    ] {
        facts.same(field, host(field), told);
    }
    facts.by("werkzeug test_wsgi.py::test_get_host");
    let asked =
        b"GET / HTTP/1.1\r\nHost: ham\r\nX-Forwarded-Host: eggs\r\n\r\n";
    facts.same("X-Forwarded-Host", seen(asked, |r| r.host()), "ham");
    let secure = |field: &str| {
        let bytes = format!("GET / HTTP/1.1\r\nHost: {field}\r\n\r\n");
        seen(bytes.as_bytes(), |request| request.url_root())
    };
    facts.by("webob test_request.py::test_host_url");
    for (field, url) in [
        ("www.example.com", "http://www.example.com/"),
        ("www.example.com:80", "http://www.example.com/"),
        ("localhost:5000", "http://localhost:5000/"),
    ] {
        facts.same(field, secure(field), url);
    }
    facts.by("webob test_request.py::test_domain_with_ipv6");
    facts.same("[::1]", host("[2001:db8::1]:6453"), "[2001:db8::1]:6453");
}
