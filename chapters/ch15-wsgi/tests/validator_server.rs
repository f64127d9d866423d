//! The rules of `wsgiref.validate` for servers: a test for each that can be
//! broken in Rust.
#![allow(clippy::unwrap_used)]

mod shared;

use std::rc::Rc;
use std::sync::Mutex;

use shared::{Heard, send};
use wsgi::{
    AppError, Application, Body, Environ, Rule, StartResponse, Validator,
    Violation, demo_app,
};

const TEXT: (&str, &[u8]) = ("Content-Type", b"text/plain");
const GET: &[u8] = b"GET /a HTTP/1.1\r\nHost: book\r\n\r\n";

/// A server that changes its environ before it calls.
struct Changed<C> {
    change: C,
    application: Validator<Box<dyn Application>>,
    found: Mutex<Option<Violation>>,
}

fn well<'r>(
    _: Environ<'r>,
    start_response: StartResponse<'r>,
) -> Result<Body<'r>, AppError> {
    start_response.with("200 OK", &[TEXT], None)?;
    Ok(Body::from("well"))
}

impl<C: Fn(&mut Environ<'_>) + Send + Sync> Application for Changed<C> {
    fn call<'r>(
        &'r self,
        mut environ: Environ<'r>,
        start_response: StartResponse<'r>,
    ) -> Result<Body<'r>, AppError> {
        (self.change)(&mut environ);
        self.application.call(environ, start_response).inspect_err(|error| {
            *self.found.lock().unwrap() = error.downcast_ref().cloned();
        })
    }
}

/// What the validator finds in an environ that was changed, and what the
/// client hears.
fn server(
    change: impl Fn(&mut Environ<'_>) + Send + Sync,
) -> (Option<Rule>, Heard) {
    let found = Mutex::default();
    let application = Validator::new(Box::new(well) as Box<dyn Application>);
    let app = std::sync::Arc::new(Changed { change, application, found });
    let heard = send(app.clone(), GET);
    let found = app.found.lock().unwrap().take();
    (found.map(|violation| violation.rule), heard)
}

#[track_caller]
fn server_breaks(rule: Rule, change: impl Fn(&mut Environ<'_>) + Send + Sync) {
    let (found, heard) = server(change);
    assert_eq!(found, Some(rule), "{heard:?}");
    assert!(heard.text.starts_with("HTTP/1.1 500 "), "{heard:?}");
}

fn set(key: &'static str, text: &'static str) -> impl Fn(&mut Environ<'_>) {
    move |environ| environ.set(key, text)
}

#[test]
fn our_server_breaks_no_rule() {
    let (found, heard) = server(|_| {});
    assert_eq!((found, heard.errors.as_str()), (None, ""));
    assert!(heard.text.ends_with("\r\n\r\nwell"), "{heard:?}");
    for request in [
        &b"GET /\xc3\xa9%E2%82%AC?%41 HTTP/1.1\r\nHost: a\r\nX: \xe9\r\n\r\n"[..],
        b"OPTIONS * HTTP/1.1\r\nHost: book\r\n\r\n",
        b"GET http://book HTTP/1.1\r\nHost: book\r\n\r\n",
        b"POST / HTTP/1.0\r\nContent-Length: 2\r\nContent-Type:\r\n\r\nhi",
        b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    ] {
        let heard = send(Validator::new(demo_app), request);
        let ok = heard.text.starts_with("HTTP/1.1 200 OK\r\n");
        let refused = heard.text.starts_with("HTTP/1.1 400 ");
        assert!(ok || refused, "{heard:?}");
    }
}

#[test]
fn required_key() {
    for key in [
        "REQUEST_METHOD",
        "SERVER_NAME",
        "SERVER_PORT",
        "wsgi.version",
        "wsgi.input",
        "wsgi.errors",
        "wsgi.multithread",
        "wsgi.multiprocess",
        "wsgi.run_once",
        "wsgi.url_scheme",
    ] {
        server_breaks(Rule::RequiredKey, |environ| environ.remove(key));
    }
}

#[test]
fn doubled_key() {
    server_breaks(Rule::DoubledKey, set("HTTP_CONTENT_TYPE", "text/plain"));
    server_breaks(Rule::DoubledKey, set("HTTP_CONTENT_LENGTH", "0"));
}

#[test]
fn key_is_text() {
    server_breaks(Rule::KeyIsText, |environ| {
        environ.set_object("REMOTE_USER", Rc::new(1_u8));
    });
    server_breaks(Rule::KeyIsText, set("REMOTE_USER", "5 \u{20ac}"));
    let (found, _) = server(|environ| {
        environ.set_object("book.user", Rc::new(1_u8)); // it has a dot
    });
    assert_eq!(found, None);
}

#[test]
fn key_is_own_kind() {
    for key in [
        "wsgi.version",
        "wsgi.input",
        "wsgi.errors",
        "wsgi.multithread",
        "wsgi.multiprocess",
        "wsgi.run_once",
    ] {
        server_breaks(Rule::KeyIsOwnKind, set(key, "1"));
    }
    let (found, _) = server(|environ| {
        environ.set_object("wsgi.multithread", Rc::new(true));
    });
    assert_eq!(found, None, "a flag is a flag");
}

#[test]
fn url_scheme() {
    server_breaks(Rule::UrlScheme, set("wsgi.url_scheme", "gopher"));
    assert_eq!(server(set("wsgi.url_scheme", "https")).0, None);
}

#[test]
fn script_name() {
    server_breaks(Rule::ScriptName, set("SCRIPT_NAME", "foo"));
    server_breaks(Rule::ScriptName, set("SCRIPT_NAME", "/"));
}

#[test]
fn path_info() {
    server_breaks(Rule::PathInfo, set("PATH_INFO", "foo"));
    server_breaks(Rule::PathInfo, |environ| environ.remove("PATH_INFO"));
    let (found, _) = server(|environ| {
        environ.set("SCRIPT_NAME", "/a");
        environ.remove("PATH_INFO"); // one of the two is enough
    });
    assert_eq!(found, None);
}

#[test]
fn content_length() {
    for bad in ["-1", "x", "1.5", " 1"] {
        server_breaks(Rule::ContentLength, set("CONTENT_LENGTH", bad));
    }
    for good in ["", "0", "12"] {
        assert_eq!(server(set("CONTENT_LENGTH", good)).0, None, "{good:?}");
    }
}

#[test]
fn what_is_only_unwise_is_a_line_for_the_log() {
    let (found, heard) = server(|environ| environ.remove("QUERY_STRING"));
    assert_eq!(found, None);
    assert_eq!(heard.errors, "validator: there is no QUERY_STRING\n");
    let (found, heard) = server(set("REQUEST_METHOD", "BREW\n"));
    assert_eq!(found, None);
    assert_eq!(heard.errors, "validator: the method \"BREW\\n\" is new\n");
}
