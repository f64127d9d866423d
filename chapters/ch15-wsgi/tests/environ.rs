//! `environ`, key by key (PEP 3333, "environ Variables").
#![allow(clippy::unwrap_used)]

mod shared;

use shared::{POST, ask, request, send};
use wsgi::Value;

fn get(target: &str, fields: &str, key: &'static str) -> Option<String> {
    let shown = ask(&request(target, fields), |environ| {
        environ.get(key).map_or("-".into(), |text| format!("={text}"))
    });
    shown.strip_prefix('=').map(str::to_owned)
}

fn shown(value: &Value<'_>) -> String {
    match value {
        Value::Text(text) => text.to_string(),
        Value::Flag(flag) => flag.to_string(),
        Value::Version(major, minor) => format!("({major}, {minor})"),
        Value::Input(_) => "input".into(),
        Value::Errors(_) => "errors".into(),
        Value::FileWrapper => "file_wrapper".into(),
        Value::Object(_) => "object".into(),
    }
}

#[test]
fn every_key_is_there_once() {
    let all = ask(POST, |environ| {
        let line = |(key, value)| format!("{key}: {}\n", shown(&value));
        environ.iter().map(line).collect()
    });
    let software = wsgi::SOFTWARE;
    let want = format!(
        "REQUEST_METHOD: POST\nSCRIPT_NAME: \nPATH_INFO: /a b/c\n\
         QUERY_STRING: d=%20&e\nCONTENT_TYPE: text/x\nCONTENT_LENGTH: 2\n\
         SERVER_NAME: localhost\nSERVER_PORT: 80\nSERVER_PROTOCOL: HTTP/1.0\n\
         SERVER_SOFTWARE: {software}\nGATEWAY_INTERFACE: CGI/1.1\n\
         REQUEST_URI: /a%20b/c?d=%20&e\nwsgi.version: (1, 0)\n\
         wsgi.url_scheme: http\nwsgi.input: input\n\
         wsgi.input_terminated: true\nwsgi.errors: errors\n\
         wsgi.multithread: false\nwsgi.multiprocess: false\n\
         wsgi.run_once: false\nwsgi.file_wrapper: file_wrapper\n\
         HTTP_HOST: book\nHTTP_X_NOTE: 1\n"
    );
    assert_eq!(all, want);
}

#[test]
fn each_key_that_iter_tells_is_found_by_its_name() {
    ask(POST, |environ| {
        for (key, value) in environ.iter() {
            let found = environ.value(&key).map(|value| shown(&value));
            assert_eq!(found, Some(shown(&value)), "{key}");
        }
        String::new()
    });
}

#[test]
fn the_path_is_decoded_and_the_query_is_not() {
    for (target, path, query) in [
        ("/", "/", ""),
        ("/?", "/", ""),
        ("/a%2Fb%20c?x=%2F+y", "/a/b c", "x=%2F+y"),
        ("/a+b", "/a+b", ""),
        ("http://book?q", "/", "q"),
        ("http://book/x?q", "/x", "q"),
    ] {
        assert_eq!(get(target, "", "PATH_INFO").unwrap(), path, "{target}");
        let found = get(target, "", "QUERY_STRING");
        assert_eq!(found.unwrap(), query, "{target}");
    }
}

#[test]
fn texts_are_latin_1_and_bytes_are_there_as_well() {
    // A euro sign in UTF-8: three bytes, so three characters.
    let request = request("/%E2%82%AC", "X-Note: \u{e9}\r\n");
    let seen = ask(&request, |environ| {
        assert_eq!(environ.path_info(), "/\u{e2}\u{82}\u{ac}");
        assert_eq!(environ.path_info_bytes(), "/\u{20ac}".as_bytes());
        let note = environ.get("HTTP_X_NOTE").unwrap();
        assert_eq!(note, "\u{c3}\u{a9}", "two bytes, two characters");
        let bytes = environ.header("X-Note").unwrap();
        assert_eq!(&*bytes, "\u{e9}".as_bytes());
        "seen".into()
    });
    assert_eq!(seen, "seen");
}

#[test]
fn headers_that_are_repeated_are_joined() {
    let fields = "X-A: 1\r\nCookie: a=1\r\nx-a: 2\r\nCookie: b=2\r\n";
    assert_eq!(get("/", fields, "HTTP_X_A").unwrap(), "1, 2");
    assert_eq!(get("/", fields, "HTTP_COOKIE").unwrap(), "a=1; b=2");
    let keys = ask(&request("/", fields), |environ| {
        let headers = environ.iter().map(|(key, _)| key.into_owned());
        let headers: Vec<_> =
            headers.filter(|key| key.starts_with("HTTP_")).collect();
        headers.join(" ")
    });
    assert_eq!(keys, "HTTP_HOST HTTP_X_A HTTP_COOKIE");
}

#[test]
fn a_length_that_is_repeated_is_one_number() {
    let fields = "Content-Length: 0\r\nContent-Length: 0\r\n";
    let heard = send(wsgi::demo_app, request("/", fields).as_bytes());
    let one = heard.text.contains("CONTENT_LENGTH = \"0\"\n");
    let refused = heard.text.starts_with("HTTP/1.1 400 ");
    assert!(one || refused, "no program can read \"0, 0\": {heard:?}");
}

#[test]
fn a_name_with_an_underscore_cannot_stand_for_another() {
    let fields = "X_User: root\r\nContent_Length: 9\r\nX-User: ada\r\n";
    assert_eq!(get("/", fields, "HTTP_X_USER").unwrap(), "ada");
    assert_eq!(get("/", "X_User: root\r\n", "HTTP_X_USER"), None);
    assert_eq!(get("/", fields, "CONTENT_LENGTH"), None);
    let found = ask(&request("/", fields), |environ| {
        format!("{:?}", environ.header("X_User"))
    });
    assert_eq!(found, "None");
}

#[test]
fn nobody_sets_a_program_s_proxy() {
    for name in ["Proxy", "PROXY", "proxy"] {
        let fields = format!("{name}: http://evil\r\n");
        assert_eq!(get("/", &fields, "HTTP_PROXY"), None, "{name}");
    }
    let mine = get("/", "Proxy-Authorization: x\r\n", "HTTP_PROXY");
    assert_eq!(mine, None);
}

#[test]
fn type_and_length_of_the_content_have_no_http_in_front() {
    let length = "Content-Type: a/b\r\nContent-Length: 0\r\n";
    assert_eq!(get("/", length, "CONTENT_TYPE").unwrap(), "a/b");
    assert_eq!(get("/", length, "CONTENT_LENGTH").unwrap(), "0");
    for key in ["HTTP_CONTENT_TYPE", "HTTP_CONTENT_LENGTH"] {
        assert_eq!(get("/", length, key), None, "{key}");
    }
    assert_eq!(get("/", "", "CONTENT_TYPE"), None);
    let chunked = "Transfer-Encoding: chunked\r\n\r\n0\r\n";
    assert_eq!(get("/", chunked, "CONTENT_LENGTH"), None);
}

#[test]
fn a_host_in_the_target_counts_in_place_of_the_field() {
    let host = |target| get(target, "", "HTTP_HOST").unwrap();
    assert_eq!(host("/x"), "book");
    assert_eq!(host("http://other:81/x"), "other:81");
    for fields in ["", "Host: book\r\n"] {
        let old = format!("GET http://other/x HTTP/1.0\r\n{fields}\r\n");
        let seen = ask(&old, |environ| {
            assert_eq!(&*environ.header("host").unwrap(), b"other");
            let keys = environ.iter().map(|(key, _)| key);
            let times = keys.filter(|key| key == "HTTP_HOST").count();
            format!("{:?}, {times} times", environ.get("HTTP_HOST"))
        });
        assert_eq!(seen, "Some(\"other\"), 1 times", "{old}");
    }
}

#[test]
fn a_key_is_no_header_in_another_spelling() {
    for key in ["HTTP_host", "HTTP_", "Host", "http_host", "HTTP_USER-AGENT"] {
        assert_eq!(get("/", "User-Agent: x\r\n", key), None, "{key}");
    }
}
