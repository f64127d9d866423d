//! The rules of `wsgiref.validate` for applications: a test for each that can
//! be broken in Rust.
#![allow(clippy::unwrap_used)]

mod shared;

use std::sync::Mutex;

use shared::get;
use wsgi::{
    Body, Rule, StartError, Validator, Violation, WriteError, application,
};

const TEXT: (&str, &[u8]) = ("Content-Type", b"text/plain");
const OTHER: &[(&str, &[u8])] = &[("X", b"y")];

/// What the validator says to a status and headers.
fn application_says(
    status: &'static str,
    headers: &'static [(&'static str, &'static [u8])],
) -> Option<Rule> {
    let found = std::sync::Arc::new(Mutex::new(None));
    let keep = found.clone();
    get(Validator::new(application(move |_, start_response| {
        let said = start_response.with(status, headers, None).err();
        if let Some(StartError::Other(error)) = &said {
            *keep.lock().unwrap() = error.downcast_ref().cloned();
        }
        said.map_or(Ok(Body::Empty), |error| Err(error.into()))
    })));
    let found: Option<Violation> = found.lock().unwrap().take();
    found.map(|violation| violation.rule)
}

#[test]
fn status() {
    for bad in ["", "200", "200OK", "20 OK", "2000 OK", "abc OK", "099 x"] {
        let found = application_says(bad, &[TEXT]);
        assert_eq!(found, Some(Rule::Status), "{bad:?}");
    }
    assert_eq!(application_says("200 OK", &[TEXT]), None);
}

#[test]
fn header_name() {
    for bad in [
        "", "Status", "status", "A:", "A\nB", "A B", "1A", "-A", "A-", "A_",
        "A.B", "\u{e9}",
    ] {
        let headers: &'static [_] = Box::leak(Box::new([TEXT, (bad, b"x")]));
        let found = application_says("200 OK", headers);
        assert_eq!(found, Some(Rule::HeaderName), "{bad:?}");
    }
    let good = &[TEXT, ("X-A_1", b"x")];
    assert_eq!(application_says("200 OK", good), None);
}

#[test]
fn header_value() {
    for bad in [&b"a\nb"[..], b"a\r\nb", b"a\tb", b"\0", b"\x1f"] {
        let headers: &'static [_] = Box::leak(Box::new([TEXT, ("X", bad)]));
        let found = application_says("200 OK", headers);
        assert_eq!(found, Some(Rule::HeaderValue), "{bad:?}");
    }
    let good = &[TEXT, ("X", b"caf\xe9 \"x\"")];
    assert_eq!(application_says("200 OK", good), None);
}

#[test]
fn content_type() {
    for (status, headers, holds) in [
        ("200 OK", &[][..], false),
        ("404 Not Found", OTHER, false),
        ("204 No Content", &[TEXT], false),
        ("304 Not Modified", &[TEXT], false),
        ("204 No Content", &[], true),
        ("304 Not Modified", &[], true),
        ("200 OK", &[("content-TYPE", b"a/b")], true),
    ] {
        let want = (!holds).then_some(Rule::ContentType);
        assert_eq!(application_says(status, headers), want, "{status}");
    }
}

#[test]
fn start_first() {
    for blocks in [&["a block"][..], &[""]] {
        let app = application(|_, _| {
            Ok(Body::iter(blocks.iter().map(|block| Ok(*block))))
        });
        let failure = get(Validator::new(app)).failure.unwrap();
        assert!(failure.contains("StartFirst: "), "{failure}");
    }
    let app = application(|_, start_response| {
        let Err(WriteError::Other(error)) =
            start_response.writer().write(b"a block")
        else {
            panic!("nobody called start_response")
        };
        Err(error)
    });
    let failure = get(Validator::new(app)).failure.unwrap();
    assert!(failure.contains("StartFirst: "), "{failure}");
}

#[test]
fn a_generator_may_start_with_its_first_block() {
    let app = application(|_, start_response| {
        let mut once = Some(start_response);
        Ok(Body::iter(std::iter::from_fn(move || {
            let started = once.take()?.with("200 OK", &[TEXT], None).err();
            Some(started.map_or(Ok("late"), |error| Err(error.into())))
        })))
    });
    let heard = get(Validator::new(app));
    assert_eq!(heard.failure, None);
    assert!(heard.text.contains("late"), "{heard:?}");
}

#[test]
fn a_call_that_it_refused_was_a_call() {
    let app = application(|_, start_response| {
        assert!(start_response.with("200OK", &[TEXT], None).is_err());
        let again = start_response.with("200 OK", &[TEXT], None).err();
        assert!(matches!(again, Some(StartError::Twice)), "{again:?}");
        let exc_info = Some(wsgi::ExcInfo("oh".into()));
        start_response.with("500 Oh", &[TEXT], exc_info)?;
        Ok(Body::Empty)
    });
    let heard = get(Validator::new(app));
    assert!(heard.text.starts_with("HTTP/1.1 500 Oh\r\n"), "{heard:?}");
}

#[test]
fn an_error_names_the_rule_and_the_section() {
    let app = application(|_, start_response| {
        start_response.with("200OK", &[TEXT], None)?;
        Ok(Body::Empty)
    });
    let failure = get(Validator::new(app)).failure.unwrap();
    let want = "Status: 200OK (PEP 3333, \"The start_response() Callable\")";
    assert!(failure.ends_with(want), "{failure}");
}
