//! The limiter around an application.

use std::io::Write;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use carafe::App;
use ex16::limits::{Limiter, limit};
use testing::{drain, within};
use wsgi::{
    AppError, Application, Body, Environ, Gateway, Memory, StartResponse,
};

/// An application, asked from an address.
struct From(App, &'static str);

impl Application for From {
    fn call<'r>(
        &'r self,
        mut environ: Environ<'r>,
        start_response: StartResponse<'r>,
    ) -> Result<Body<'r>, AppError> {
        environ.set("REMOTE_ADDR", self.1);
        self.0.call(environ, start_response)
    }
}

/// What clients hear who ask, one after the other, at a time in seconds: the
/// status, `Retry-After`, `X-RateLimit-Remaining`.
fn heard(asks: &'static [(&str, u64, &str)]) -> Vec<[Option<String>; 3]> {
    within("the application", move || {
        let time = Arc::new(AtomicU64::new(0));
        let clock = Arc::clone(&time);
        let mut app = App::new();
        let now = move || clock.load(Ordering::SeqCst);
        limit(&mut app, Limiter::new(2, 2000, 9), now);
        app.get("/", || "here");
        app.get("/panic", || -> &str { panic!("on purpose") });
        let mut site = From(app, "");
        let one = |(from, seconds, request): &(&'static str, u64, &str)| {
            time.store(seconds * 1000, Ordering::SeqCst);
            site.1 = from;
            let mut client = Memory::default();
            let gateway = Gateway::new(&site as &dyn Application);
            let request = format!("GET {request}\r\n\r\n");
            client.send(request.as_bytes(), |channel| gateway.run(channel));
            let text = String::from_utf8_lossy(&client.take()).into_owned();
            let field = |name: &str| {
                let mut lines = text.lines();
                let line = lines.find_map(|line| line.strip_prefix(name))?;
                Some(line.get(..3).unwrap_or(line).trim().to_owned())
            };
            ["HTTP/1.1 ", "Retry-After: ", "X-RateLimit-Remaining: "].map(field)
        };
        asks.iter().map(one).collect()
    })
}

#[track_caller]
fn hear(
    asks: &'static [(&str, u64, &str)],
    want: &[(&str, Option<&str>, &str)],
    rule: &str,
) {
    let got = heard(asks);
    for ((got, want), ask) in got.iter().zip(want).zip(asks) {
        let [status, after, left] = got.each_ref().map(Option::as_deref);
        assert_eq!(
            (status, after, left),
            (Some(want.0), want.1, Some(want.2)),
            "{rule}\n  {ask:?}\n  status, Retry-After, \
             X-RateLimit-Remaining, got and want:"
        );
    }
}

const EMPTY: (&str, Option<&str>, &str) = ("429", Some("2"), "0");

#[test]
fn who_asks_too_often_hears_429_and_how_long() {
    hear(
        &[
            ("192.0.2.1", 0, "/ HTTP/1.0"),
            ("192.0.2.1", 0, "/ HTTP/1.0"),
            ("192.0.2.1", 0, "/ HTTP/1.0"),
            ("192.0.2.2", 0, "/ HTTP/1.0"),
            ("192.0.2.1", 1, "/ HTTP/1.0"),
            ("192.0.2.1", 2, "/ HTTP/1.0"),
        ],
        &[
            ("200", None, "1"),
            ("200", None, "0"),
            EMPTY,
            ("200", None, "1"),
            ("429", Some("1"), "0"),
            ("200", None, "0"),
        ],
        "two requests, then one every two seconds, for each client",
    );
}

#[test]
fn every_answer_costs_and_says_what_is_left() {
    hear(
        &[
            ("192.0.2.1", 0, "/nothing HTTP/1.0"),
            ("192.0.2.1", 0, "/panic HTTP/1.0"),
            ("192.0.2.1", 0, "/nothing HTTP/1.0"),
        ],
        &[("404", None, "1"), ("500", None, "0"), EMPTY],
        "also who asks for what is not there, or what fails, makes work",
    );
}

#[test]
fn nobody_is_asked_who_they_are() {
    hear(
        &[
            ("192.0.2.1", 0, "/ HTTP/1.0\r\nX-Forwarded-For: 198.51.100.1"),
            ("192.0.2.1", 0, "/ HTTP/1.0\r\nX-Forwarded-For: 198.51.100.2"),
            ("192.0.2.1", 0, "/ HTTP/1.0\r\nX-Forwarded-For: 198.51.100.3"),
            ("192.0.2.1", 0, "/ HTTP/1.0\r\nForwarded: for=198.51.100.4"),
        ],
        &[("200", None, "1"), ("200", None, "0"), EMPTY, EMPTY],
        "X-Forwarded-For is what the client wants it to be",
    );
}

#[test]
fn one_network_is_one_client() {
    hear(
        &[
            ("2001:db8:1:2::1", 0, "/ HTTP/1.0"),
            ("2001:db8:1:2::2", 0, "/ HTTP/1.0"),
            ("2001:db8:1:2::3", 0, "/ HTTP/1.0"),
            ("2001:db8:1:3::3", 0, "/ HTTP/1.0"),
        ],
        &[("200", None, "1"), ("200", None, "0"), EMPTY, ("200", None, "1")],
        "the name of a client is what name_of says",
    );
}

#[test]
fn the_program_limits_its_page() {
    let program = testing::program!("16", "limits");
    let server =
        testing::Server::start(Command::new(program).arg("127.0.0.1:0"));
    let rule = "five times the page, and then it is too often";
    for (n, want) in (1..).zip(["200", "200", "200", "200", "200", "429"]) {
        let mut client = server.connect();
        client.write_all(b"GET / HTTP/1.0\r\n\r\n").expect("room");
        let text = String::from_utf8_lossy(&drain(&mut client)).into_owned();
        let status = text.split(' ').nth(1);
        assert_eq!(status, Some(want), "{rule}\n  request {n}: {text:?}");
    }
}
