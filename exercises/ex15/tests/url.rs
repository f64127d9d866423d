//! Judges the exercise `url`.

use ex15::url::{application_url, request_url};
use testing::within;
use wsgi::{Body, Environ, Facts, Gateway, Memory, application};

/// What both functions give for `request`, after `change`.
fn urls(
    request: &'static str,
    facts: Facts,
    change: fn(&mut Environ<'_>),
) -> (String, String) {
    within("the two functions", move || {
        let app = application(move |mut environ, start_response| {
            change(&mut environ);
            let (whole, own) =
                (request_url(&environ), application_url(&environ));
            start_response.call("200 OK", [("Content-Type", "text/plain")])?;
            Ok(Body::from(format!("{whole}\n{own}")))
        });
        let gateway = Gateway::new(app).with_facts(facts);
        let mut client = Memory::default();
        client.send(request.as_bytes(), |channel| gateway.run(channel));
        let answer = String::from_utf8(client.take()).expect("UTF-8");
        let (_, body) = answer.split_once("\r\n\r\n").expect("an answer");
        let (whole, own) = body.split_once('\n').unwrap_or_else(|| {
            panic!("the functions gave no two URLs; was there a panic?")
        });
        (whole.to_owned(), own.to_owned())
    })
}

#[track_caller]
fn check(
    request: &'static str,
    facts: Facts,
    change: fn(&mut Environ<'_>),
    want: (&str, &str),
    rule: &str,
) {
    let (whole, own) = urls(request, facts, change);
    assert_eq!(
        (&*whole, &*own),
        want,
        "{rule}\n  request {request:?}\n  (request's URL, application's), \
         got and want:"
    );
}

fn server(name: &str, port: u16, scheme: &'static str) -> Facts {
    Facts { name: name.to_owned(), port, scheme, ..Facts::default() }
}

fn nothing(_: &mut Environ<'_>) {}

#[test]
fn the_host_is_what_the_client_wrote() {
    let rule = "HTTP_HOST is what the client knows us by, port and all";
    check(
        "GET /a HTTP/1.1\r\nHost: shop.example:81\r\n\r\n",
        server("10.0.0.1", 9015, "http"),
        nothing,
        ("http://shop.example:81/a", "http://shop.example:81/"),
        rule,
    );
}

#[test]
fn without_a_host_it_is_the_servers_name() {
    let rule = "no HTTP_HOST: SERVER_NAME, and SERVER_PORT unless it is the \
                scheme's own";
    let request = "GET /a HTTP/1.0\r\n\r\n";
    for (port, scheme, want) in [
        (80, "http", ("http://web.lan/a", "http://web.lan/")),
        (443, "https", ("https://web.lan/a", "https://web.lan/")),
        (443, "http", ("http://web.lan:443/a", "http://web.lan:443/")),
        (80, "https", ("https://web.lan:80/a", "https://web.lan:80/")),
    ] {
        check(request, server("web.lan", port, scheme), nothing, want, rule);
    }
    let rule = "an IPv6 address stands in brackets, or its last part would \
                be the port";
    let want = ("http://[::1]:9015/a", "http://[::1]:9015/");
    check(request, server("::1", 9015, "http"), nothing, want, rule);
    let rule = "an empty HTTP_HOST is none";
    let empty = "GET /a HTTP/1.0\r\nHost:\r\n\r\n";
    let want = ("http://web.lan/a", "http://web.lan/");
    check(empty, server("web.lan", 80, "http"), nothing, want, rule);
}

#[test]
fn where_it_is_mounted_is_part_of_both() {
    let rule = "SCRIPT_NAME comes first: without it the link leads to \
                another application";
    check(
        "GET /shop/cart HTTP/1.1\r\nHost: a\r\n\r\n",
        Facts::default(),
        |environ| assert!(environ.mount("/shop")),
        ("http://a/shop/cart", "http://a/shop"),
        rule,
    );
    check(
        "GET /shop HTTP/1.1\r\nHost: a\r\n\r\n",
        Facts::default(),
        |environ| assert!(environ.mount("/shop")),
        ("http://a/shop", "http://a/shop"),
        "an empty PATH_INFO adds nothing, no slash either",
    );
    check(
        "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n",
        Facts::default(),
        nothing,
        ("http://a/", "http://a/"),
        "a URL has a path: when both are empty it is \"/\"",
    );
}

#[test]
fn paths_are_quoted_byte_by_byte_and_the_query_is_left_alone() {
    let rule = "a path was decoded: quote its bytes again, with capitals; \
                the query never was";
    check(
        "GET /caf%c3%a9%20%3f%25%41-._~?q=%2f&b=%c3+ HTTP/1.1\r\n\
         Host: a\r\n\r\n",
        Facts::default(),
        nothing,
        ("http://a/caf%C3%A9%20%3F%25A-._~?q=%2f&b=%c3+", "http://a/"),
        rule,
    );
    check(
        "GET /%e9/x HTTP/1.1\r\nHost: a\r\n\r\n",
        Facts::default(),
        |environ| assert!(environ.shift_path().is_some()),
        ("http://a/%E9/x", "http://a/%E9"),
        rule,
    );
    check(
        "GET /a? HTTP/1.1\r\nHost: a\r\n\r\n",
        Facts::default(),
        nothing,
        ("http://a/a", "http://a/"),
        "no query, no question mark",
    );
}
