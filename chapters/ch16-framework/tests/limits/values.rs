//! Values that no one means: deep, broken, in no alphabet.

use std::time::Duration;

use carafe::{App, Context, Form, Json, Path, Query, Result};
use serde::Deserialize;
use serde_json::Value;

use crate::serving::{Serving, app, head};

#[derive(Deserialize)]
struct Entry {
    #[serde(default)]
    name: String,
}

#[test]
fn deep_json_is_a_400_and_no_overflow() {
    let server = Serving::start(app(), Duration::from_secs(30));
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let deep = open.repeat(100_000);
        for body in [deep.clone(), format!("{deep}1{}", close.repeat(100_000))]
        {
            let framing =
                format!("Connection: close\r\nContent-Length: {}", body.len());
            let head = head("/json", "application/json", &framing);
            let heard = server.answer(format!("{head}{body}").as_bytes());
            assert!(heard.starts_with("HTTP/1.1 400 "), "{open}: {heard}");
            assert!(heard.contains("more than 64 levels"), "{open}: {heard}");
        }
    }
}

/// A type for which serde keeps what it has read, level by level: of those
/// that are usual, none needs more of the stack.
#[derive(Deserialize)]
#[serde(tag = "kind")]
enum Tree {
    Leaf,
    Node { inner: Box<Tree> },
}

impl Tree {
    fn depth(&self) -> usize {
        match self {
            Tree::Leaf => 1,
            Tree::Node { inner } => 1 + inner.depth(),
        }
    }
}

#[test]
fn the_deepest_json_that_is_taken_fits_on_a_thread_of_the_server() {
    let mut app = app();
    app.post("/tree", |Json(tree): Json<Tree>| tree.depth().to_string());
    let server = Serving::start(app, Duration::from_secs(30));
    let node = "{\"kind\":\"Node\",\"inner\":".repeat(63);
    let body = format!("{node}{{\"kind\":\"Leaf\"}}{}", "}".repeat(63));
    for path in ["/tree", "/json"] {
        let framing =
            format!("Connection: close\r\nContent-Length: {}", body.len());
        let head = head(path, "application/json", &framing);
        let heard = server.answer(format!("{head}{body}").as_bytes());
        assert!(heard.starts_with("HTTP/1.1 200 "), "{path}: {heard}");
    }
}

#[test]
fn deep_json_that_a_view_does_not_ask_for_is_a_400_too() {
    let mut app = App::new();
    app.post("/", |Json(entry): Json<Entry>| entry.name);
    let deep = format!("{{\"other\": {}", "[".repeat(100_000));
    let kind = [("Content-Type", "application/json")];
    let answer = app.client().send("POST", "/", &kind, deep.as_bytes());
    assert_eq!(answer.status, 400, "{}", answer.text());
}

fn shown(context: &Context<'_>) -> Result<String> {
    let request = context.request();
    let session = context.session()?;
    Ok(format!(
        "{} {:?} {:?} {:?} {:?}",
        context.path(),
        request.args(),
        request.cookies(),
        request.headers().iter().count(),
        session.get::<Value>("name"),
    ))
}

/// An application that looks at all that a client can send.
fn looking() -> App {
    let mut app = App::new();
    app.config_mut().set("SECRET_KEY", "a".repeat(32)).unwrap();
    app.get("/seen/<path:p>", shown);
    app.get("/path/<p>", |Path(p): Path<String>| p);
    app.get("/query", |Query(entry): Query<Entry>| entry.name);
    app.post("/form", |Form(entry): Form<Entry>| entry.name);
    app.post("/json", |Json(entry): Json<Entry>| entry.name);
    app
}

/// What is no UTF-8, in several ways: a lone octet, an overlong NUL, a
/// surrogate, the first half of a letter, a NUL.
const BROKEN: [&[u8]; 5] =
    [b"\xff", b"\xc0\x80", b"\xed\xa0\x80", b"\xe2\x98", b"\0"];

fn escaped(octets: &[u8]) -> String {
    octets.iter().map(|octet| format!("%{octet:02x}")).collect()
}

#[test]
fn what_is_no_utf_8_fails_nothing() {
    let app = looking();
    let mut client = app.client();
    for broken in BROKEN {
        let text = escaped(broken);
        for target in [
            format!("/seen/{text}"),
            format!("/path/{text}"),
            format!("/{text}"),
            format!("/query?name={text}"),
            format!("/seen/x?{text}={text}"),
        ] {
            let answer = client.get(&target);
            assert!(answer.status < 500, "{target}: {}", answer.status);
        }
        for kind in [
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=b",
            "application/json",
            "text/plain; charset=\"\\xff\"",
        ] {
            for path in ["/form", "/json"] {
                let body = [b"name=", broken, b"&", broken, b"=1"].concat();
                let fields = [("Content-Type", kind)];
                let answer = client.send("POST", path, &fields, &body);
                assert!(answer.status < 500, "{path} {kind} {broken:?}");
            }
        }
    }
}

#[test]
fn fields_and_parts_that_are_no_utf_8_fail_nothing() {
    let app = looking();
    let mut client = app.client();
    for broken in BROKEN {
        for name in ["Cookie: session=", "Cookie: ", "X: ", "Referer: "] {
            let request = [
                b"GET /seen/x HTTP/1.0\r\n",
                name.as_bytes(),
                broken,
                b"\r\n\r\n",
            ];
            let answer = client.send_bytes(&request.concat());
            assert!(answer.status < 500, "{name}{broken:?}");
        }
        let part = [
            &b"--b\r\nContent-Disposition: form-data; name=\"name"[..],
            broken,
            b"\"; filename=\"",
            broken,
            b"\"\r\n\r\n",
            broken,
            b"\r\n--b--\r\n",
        ];
        let kind = [("Content-Type", "multipart/form-data; boundary=b")];
        let answer = client.send("POST", "/form", &kind, &part.concat());
        assert!(answer.status < 500, "a part with {broken:?}");
    }
}
