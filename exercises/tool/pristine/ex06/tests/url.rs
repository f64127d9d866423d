//! Judges the exercise `url`.

use ex06::url::{Url, UrlError};
use testing::within;

/// `text` must lead to `host` and `port` and ask for `target`.
#[track_caller]
fn leads(text: &'static str, want: (&str, u16, &str), rule: &str) {
    let got = within("parse", move || Url::parse(text));
    let (host, port, target) = want;
    let want = Url { host: host.into(), port, target: target.into() };
    assert_eq!(got, Ok(want), "{rule}\n  URL {text:?}\n  got and want:");
}

/// `text` must be refused, with `error`.
#[track_caller]
fn refused(text: &'static str, error: UrlError, rule: &str) {
    let got = within("parse", move || Url::parse(text));
    assert_eq!(got, Err(error), "{rule}\n  URL {text:?}\n  got and want:");
}

#[test]
fn a_url_is_taken_apart() {
    let rule = "a URL is http://HOST:PORT, then what to ask for";
    let want = ("example.com", 8080, "/a/b.html?c=d&e");
    leads("http://example.com:8080/a/b.html?c=d&e", want, rule);
    leads("http://127.0.0.1/", ("127.0.0.1", 80, "/"), rule);
    leads("http://my_host-1/", ("my_host-1", 80, "/"), rule);
}

#[test]
fn what_is_left_out_has_a_default() {
    let rule = "no port is port 80 (also an empty one), and no path is \"/\": \
                the request line needs a target that begins with it";
    leads("http://example.com", ("example.com", 80, "/"), rule);
    leads("http://example.com:", ("example.com", 80, "/"), rule);
    leads("http://example.com:/a", ("example.com", 80, "/a"), rule);
    leads("http://example.com:81", ("example.com", 81, "/"), rule);
    leads("http://example.com?a=b", ("example.com", 80, "/?a=b"), rule);
    leads("http://example.com?a=/b", ("example.com", 80, "/?a=/b"), rule);
}

#[test]
fn the_fragment_stays_at_home() {
    let rule = "what stands behind # is for the browser and is never sent";
    leads("http://example.com/a#b", ("example.com", 80, "/a"), rule);
    leads("http://example.com#b/c", ("example.com", 80, "/"), rule);
    leads("http://example.com/?a#b?c#d", ("example.com", 80, "/?a"), rule);
}

#[test]
fn case_matters_in_the_target_only() {
    let rule = "scheme and host may be written in any case (RFC 3986 section \
                6.2.2.1), the target is sent as it is";
    leads("HTTP://Example.COM/A?B", ("example.com", 80, "/A?B"), rule);
    leads("hTTp://[FE80::A]/A", ("fe80::a", 80, "/A"), rule);
}

#[test]
fn an_ipv6_address_stands_in_brackets() {
    let rule = "the colons in brackets are the address's own";
    leads("http://[::1]", ("::1", 80, "/"), rule);
    leads("http://[::1]:9006/a", ("::1", 9006, "/a"), rule);
    for text in [
        "http://[::1/",
        "http://[localhost]/",
        "http://[]/",
        "http://::1/",
        "http://[::1:80/]",
    ] {
        refused(text, UrlError::Host, rule);
    }
    refused("http://[::1]80/", UrlError::Port, rule);
}

#[test]
fn a_port_is_digits_from_1_to_65535() {
    let rule = "a port is digits only, from 1 to 65535";
    for text in [
        "http://a:0/",
        "http://a:65536/",
        "http://a:+80/",
        "http://a:-1/",
        "http://a:8a/",
        "http://a:80:80/",
        "http://a:99999999999999999999/",
    ] {
        refused(text, UrlError::Port, rule);
    }
    leads("http://a:65535/", ("a", 65535, "/"), rule);
    leads("http://a:0080/", ("a", 80, "/"), rule);
}

#[test]
fn a_name_in_front_of_the_host_is_refused() {
    let rule = "the host is what stands behind the @: who overlooks it \
                believes to be at his bank";
    for text in [
        "http://bank.example@evil.example/",
        "http://bank.example:80@evil.example/",
        "http://user:secret@example.com",
        "http://@example.com/",
    ] {
        refused(text, UrlError::User, rule);
    }
    let rule = "an @ behind the host's end is a byte like any other";
    leads("http://a/@b?c@d", ("a", 80, "/@b?c@d"), rule);
    leads("http://a?@b", ("a", 80, "/?@b"), rule);
}

#[test]
fn what_is_no_visible_ascii_is_refused_wherever_it_stands() {
    let rule = "a space or a line break in a target would end the request \
                line, and what follows would be a head that the URL wrote";
    for (text, at) in [
        ("http://a/b c", 10),
        ("http://a/ HTTP/1.1\r\nHost: b", 9),
        ("http://a/b\n", 10),
        ("http://a\t/", 8),
        ("http://a/#\u{e9}", 10),
        ("http://b\u{fc}cher.example/", 8),
        ("http://a/\u{7f}", 9),
        (" http://a/", 0),
        ("h\u{e9}tp://a/", 1),
    ] {
        refused(text, UrlError::Character { at }, rule);
    }
}

#[test]
fn what_is_no_http_url_is_refused() {
    let rule = "a URL begins with http://, and a host follows";
    for text in ["", "http", "http:/a", "https://a/", "ftp://a/", "a.example"] {
        refused(text, UrlError::NotHttp, rule);
    }
    for text in ["http://", "http:///a", "http://?", "http://:80/"] {
        refused(text, UrlError::Host, rule);
    }
    for text in ["http://a,b/", "http://a%41/", "http://a\\b/"] {
        refused(text, UrlError::Host, rule);
    }
}

#[test]
fn the_host_field_says_where_the_url_led() {
    let rule = "Host has the port unless it is 80, and an IPv6 address in \
                brackets (RFC 9110 section 7.2)";
    for (text, want) in [
        ("http://Example.com/a", "example.com"),
        ("http://example.com:80/", "example.com"),
        ("http://example.com:8080/", "example.com:8080"),
        ("http://[::1]/", "[::1]"),
        ("http://[::1]:9006/", "[::1]:9006"),
    ] {
        let got = within("parse", move || {
            Url::parse(text).map(|url| url.host_field())
        });
        assert_eq!(got.as_deref(), Ok(want), "{rule}\n  URL {text:?}");
    }
}
