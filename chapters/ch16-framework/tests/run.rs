//! The lowest layer under the client calls an application as PEP 3333 says.

mod shared;

use std::cell::Cell;
use std::rc::Rc;

use carafe::{App, run_wsgi_app};
use shared::{head, with_environ};
use wsgi::{AppError, Application, Blocks, Body, application};

/// What comes of `GET /`: status, fields and content in one line, or the
/// error.
fn run(app: &dyn Application) -> String {
    let head = head("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    match with_environ(&head, |environ| run_wsgi_app(app, environ)) {
        Ok((status, headers, body)) => {
            let fields = headers.iter().map(|(n, v)| format!(" {n}={v}"));
            let fields = fields.collect::<String>();
            format!("{status}{fields} {}", String::from_utf8_lossy(&body))
        }
        Err(error) => format!("error: {error}"),
    }
}

#[test]
fn status_fields_and_all_blocks_come_back() {
    let mut app = App::new();
    app.get("/", || ("hello", 201, [("X-Name", "Ada")]));
    let expected =
        "201 Created Content-Type=text/html; charset=utf-8 X-Name=Ada hello";
    assert_eq!(run(&app), expected);
    let blocks = application(|_, start_response| {
        let start = start_response.call("200 OK", [("A", "\u{e9}"); 0])?;
        start.write(b"1")?;
        Ok(Body::iter(["2", "", "3"].map(Ok)))
    });
    assert_eq!(run(&blocks), "200 OK 123");
}

#[test]
fn an_application_that_breaks_the_contract_is_an_error() {
    let silent = application(|_, _| Ok(Body::from("hello")));
    assert_eq!(run(&silent), "error: it did not call start_response");
    let twice = application(|_, start_response| {
        start_response.call("200 OK", [("A", "b")])?;
        start_response.call("200 OK", [("A", "b")])?;
        Ok(Body::Empty)
    });
    let expected = "error: start_response was called twice, without exc_info";
    assert_eq!(run(&twice), expected);
    let again = application(|_, start_response| {
        let refused = start_response.call("200 OK", [("A", "b\r\nc: d")]);
        assert!(refused.is_err(), "a field in a field");
        start_response.call("200 OK", [("A", "b")])?;
        Ok(Body::Empty)
    });
    assert_eq!(run(&again), expected, "also where the first was refused");
    let broken = application(|_, start_response| {
        start_response.call("200 OK", [("A", "b\r\nc: d")])?;
        Ok(Body::Empty)
    });
    let answer = run(&broken);
    assert!(answer.contains("control character"), "{answer}");
}

/// A block, an error, and a note of the end.
struct Failing(Rc<Cell<u32>>, u8);

impl Blocks for Failing {
    fn next_block(
        &mut self,
    ) -> Option<Result<std::borrow::Cow<'_, [u8]>, AppError>> {
        self.1 += 1;
        match self.1 {
            1 => Some(Ok(b"one"[..].into())),
            _ => Some(Err("the disk is gone".into())),
        }
    }

    fn close(&mut self) -> Result<(), AppError> {
        self.0.set(self.0.get() + 1);
        Ok(())
    }
}

struct Site;

thread_local! {
    static CLOSED: Rc<Cell<u32>> = Rc::default();
}

impl Application for Site {
    fn call<'r>(
        &'r self,
        _: wsgi::Environ<'r>,
        start_response: wsgi::StartResponse<'r>,
    ) -> Result<Body<'r>, AppError> {
        start_response.call("200 OK", [("A", "b")])?;
        Ok(Body::blocks(Failing(CLOSED.with(Rc::clone), 0)))
    }
}

#[test]
fn a_body_that_fails_is_closed_once() {
    assert_eq!(run(&Site), "error: the disk is gone");
    assert_eq!(CLOSED.with(|closed| closed.get()), 1);
}
