//! Which application of a dispatcher answers, and what it sees.
#![allow(clippy::unwrap_used)]

mod shared;

use shared::{request, send};
use wsgi::{AppError, Application, Body, Dispatcher, Environ, StartResponse};

/// Says its name, `SCRIPT_NAME` and `PATH_INFO`.
struct Named(&'static str);

impl Application for Named {
    fn call<'r>(
        &'r self,
        environ: Environ<'r>,
        start_response: StartResponse<'r>,
    ) -> Result<Body<'r>, AppError> {
        let (script, info) = (environ.script_name(), environ.path_info());
        let text = format!("{} {script:?} {info:?}", self.0);
        start_response.call("200 OK", [("Content-Type", "text/plain")])?;
        Ok(Body::from(text))
    }
}

fn site() -> Dispatcher {
    Dispatcher::new()
        .mount("/foo", Named("foo"))
        .mount("foo/bar/", Named("bar")) // longer, though it comes later
        .mount("/caf\u{e9}", Named("cafe"))
        .mount("/nest", Dispatcher::new().mount("/in", Named("in")))
        .mount("/foo", Named("never"))
}

#[track_caller]
fn assert_says(site: impl Application, target: &str, want: &str) {
    let heard = send(site, request(target, "").as_bytes());
    assert_eq!(heard.body(), want, "{target}: {heard:?}");
}

#[test]
fn the_longest_prefix_wins_and_moves_to_script_name() {
    for (target, want) in [
        ("/foo", r#"foo "/foo" """#),
        ("/foo/", r#"foo "/foo" "/""#),
        ("/foo/x?/foo/bar", r#"foo "/foo" "/x""#),
        ("/foo/bar", r#"bar "/foo/bar" """#),
        ("/foo/bar/x", r#"bar "/foo/bar" "/x""#),
        ("/foo/barx", r#"foo "/foo" "/barx""#),
        ("/foo%2Fbar", r#"bar "/foo/bar" """#), // PATH_INFO is decoded
        ("/nest/in/x", r#"in "/nest/in" "/x""#),
        ("/caf%C3%A9/x", "cafe \"/caf\u{c3}\u{a9}\" \"/x\""),
    ] {
        assert_says(site(), target, want);
    }
}

#[test]
fn what_no_prefix_fits_gives_404() {
    for target in ["/", "/foobar", "/Foo", "/x/foo", "//foo", "/nest/x"] {
        let heard = send(site(), request(target, "").as_bytes());
        assert!(heard.text.starts_with("HTTP/1.1 404 "), "{target}: {heard:?}");
        assert_eq!(heard.body(), "nothing is mounted here\n");
    }
}

#[test]
fn the_empty_prefix_takes_all_the_rest() {
    for root in ["", "/", "//"] {
        let site = || site().mount(root, Named("root"));
        assert_says(site(), "/", r#"root "" "/""#);
        assert_says(site(), "/foobar", r#"root "" "/foobar""#);
        assert_says(site(), "/foo", r#"foo "/foo" """#);
    }
}
