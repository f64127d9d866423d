//! Forms that are made to cost more than they should.

use std::collections::HashMap;
use std::time::Duration;

use carafe::{App, Form, Limits, parse_form};
use testing::within;

use crate::serving::{Serving, app, head};

const PARTS: &str = "multipart/form-data; boundary=b";

/// `n` parts, and the end.
fn parts(n: usize) -> Vec<u8> {
    let one = "--b\r\nContent-Disposition: form-data; name=a\r\n\r\nx\r\n";
    format!("{}--b--\r\n", one.repeat(n)).into_bytes()
}

fn status(kind: &str, body: &[u8]) -> u16 {
    match parse_form(&mut { body }, kind, None, &Limits::default()) {
        Ok(_) => 200,
        Err(error) => error.status(),
    }
}

#[test]
fn a_thousand_parts_are_taken_and_one_more_is_a_413() {
    assert_eq!(status(PARTS, &parts(1000)), 200);
    assert_eq!(status(PARTS, &parts(1001)), 413);
}

#[test]
fn the_head_of_a_part_has_an_end() {
    let server = Serving::start(app(), Duration::from_secs(30));
    let head = head("/form", PARTS, "Content-Length: 10000000");
    for start in [
        "--b\r\nContent-Disposition: form-data; name=",
        "--b\r\nX: y\r\nX: ",
        // No part begins at all.
        "",
    ] {
        // The client stops in the middle; nobody waits for the rest.
        let body = format!("{head}{start}{}", "x".repeat(100_000));
        let heard = server.answer(body.as_bytes());
        assert!(heard.starts_with("HTTP/1.1 400 "), "{start:?}: {heard}");
        assert!(heard.contains("The form is broken"), "{start:?}: {heard}");
    }
}

#[test]
fn many_fields_in_the_head_of_a_part_are_a_400() {
    let fields = "X: y\r\n".repeat(1000);
    let body = format!("--b\r\n{fields}\r\nx\r\n--b--");
    assert_eq!(status(PARTS, body.as_bytes()), 400);
}

#[test]
fn a_form_without_its_last_line_is_a_400() {
    let server = Serving::start(app(), Duration::from_secs(30));
    let mut body = parts(2);
    body.truncate(body.len() - "--\r\n".len());
    let framing =
        format!("Connection: close\r\nContent-Length: {}", body.len());
    let head = head("/form", PARTS, &framing);
    let heard = server.answer(&[head.as_bytes(), &body].concat());
    assert!(heard.starts_with("HTTP/1.1 400 "), "{heard}");
}

#[test]
fn a_boundary_of_a_megabyte_is_refused() {
    let boundary = "b".repeat(1_000_000);
    let kind = format!("multipart/form-data; boundary={boundary}");
    assert_eq!(status(&kind, b"--b--"), 400);
    let server = Serving::start(app(), Duration::from_secs(30));
    let mut client = server.connect();
    let head = head("/form", &kind, "Content-Length: 0");
    // The server may hang up before it has all of that.
    let _ = std::io::Write::write_all(&mut client, head.as_bytes());
    let heard = crate::serving::answer(&mut client);
    assert!(heard.starts_with("HTTP/1.1 431 "), "{heard}");
}

/// Texts that differ, of four letters each.
fn keys() -> String {
    let letters = b"abcdefghijklmnopqrstuvwxyz0123456789";
    let key = |n: usize| {
        [n, n / 36, n / 1296, n / 46_656].map(|n| char::from(letters[n % 36]))
    };
    let keys = (0..100_000).map(|n| String::from_iter(key(n)));
    keys.collect::<Vec<_>>().join("&")
}

#[test]
fn a_hundred_thousand_names_cost_no_more_than_their_octets() {
    // Each compared with each would take minutes.
    within("a form with 100,000 names", || {
        let mut app = App::new();
        app.post("/", |Form(all): Form<HashMap<String, String>>| {
            all.len().to_string()
        });
        let kind = "application/x-www-form-urlencoded";
        let fields = [("Content-Type", kind)];
        let body = keys();
        let answer = app.client().send("POST", "/", &fields, body.as_bytes());
        assert_eq!(answer.text(), "100000");
    });
}
