//! Errors: `tests/test_basic.py`, `tests/test_user_error_handler.py`,
//! `tests/test_request.py`.

use std::error::Error as _;

use carafe::{App, Blueprint, Context, Error, HttpError, Response, abort};

use crate::{Judge, status_and_text};

pub(crate) fn facts(judge: &mut Judge) {
    by_status(judge);
    wrapped(judge);
    generic(judge);
    blueprint(judge);
    of_hooks(judge);
    limits(judge);
}

#[derive(Debug, thiserror::Error)]
#[error("division by zero")]
struct ZeroDivision;

#[derive(Debug, thiserror::Error)]
#[error("mine")]
struct Custom;

type View = Result<&'static str, Error>;

fn divide() -> View {
    Err(ZeroDivision.into())
}

fn handler<const STATUS: u16>(
    words: &'static str,
) -> impl Fn(&Context<'_>, &HttpError) -> (&'static str, u16) {
    move |_, _| (words, STATUS)
}

fn by_status(judge: &mut Judge) {
    let name = "test_error_handling";
    let mut app = App::new();
    app.error_handler(404, handler::<404>("not found"));
    app.error_handler(500, handler::<500>("internal server error"));
    app.error_handler(403, handler::<403>("forbidden"));
    app.get("/", || Err::<&str, _>(abort(404)));
    app.get("/error", divide);
    app.get("/forbidden", || Err::<&str, _>(abort(403)));
    for (path, status, text) in [
        ("/", 404, "not found"),
        ("/error", 500, "internal server error"),
        ("/forbidden", 403, "forbidden"),
    ] {
        let answer = app.client().get(path);
        judge.is(name, status_and_text(&answer), (status, text.to_owned()));
    }
    let name = "test_error_handling_processing";
    app.after_request(|_, response: Response| {
        response.with_header("Content-Type", "text/x-special")
    });
    let answer = app.client().get("/error");
    judge.is(name, &*answer.text(), "internal server error");
    let kind = answer.headers.get("Content-Type");
    judge.is(name, kind, Some("text/x-special"));
    let name = "test_user_error_handling";
    let mut app = App::new();
    app.get("/", divide);
    judge.is("test_exception_propagation", app.client().get("/").status, 500);
    app.error_handler_for(|_: &Context<'_>, _: &ZeroDivision| "42");
    judge.says(name, &app, "/", "42");
}

/// An application that fails by itself and by `abort`, and what its handler
/// for 500 is told.
fn report(_: &Context<'_>, error: &HttpError) -> String {
    match error.source() {
        Some(original) => format!("wrapped {original}"),
        None => "direct".to_owned(),
    }
}

fn wrapped(judge: &mut Judge) {
    let mut app = App::new();
    app.get("/custom", || View::Err(Custom.into()));
    app.get("/error", divide);
    app.get("/abort", || View::Err(abort(500).into()));
    app.error_handler(500, report);
    let name = "test_handle_class_or_code";
    judge.says(name, &app, "/custom", "wrapped mine");
    judge.says(name, &app, "/error", "wrapped division by zero");
    judge.says(name, &app, "/abort", "direct");
    let name = "test_error_handler_no_match";
    app.error_handler_for(|_: &Context<'_>, _: &Custom| "custom");
    judge.says(name, &app, "/custom", "custom");
    judge.says(name, &app, "/error", "wrapped division by zero");
    judge.says(name, &app, "/abort", "direct");
}

fn generic(judge: &mut Judge) {
    let name = "test_handle_generic_http";
    let mut app = App::new();
    app.get("/abort", || View::Err(abort(500).into()));
    app.error_handler_for(|_: &Context<'_>, error: &HttpError| {
        error.status().to_string()
    });
    judge.says(name, &app, "/abort", "500");
    judge.says(name, &app, "/not-found", "404");

    let name = "test_default_error_handler";
    let mut part = Blueprint::new("bp").prefix("/bp");
    part.error_handler_for(|_: &Context<'_>, _: &HttpError| "bp-default");
    part.error_handler(403, handler::<403>("bp-forbidden"));
    part.get("/undefined", || View::Err(abort(404).into()));
    part.get("/forbidden", || View::Err(abort(403).into()));
    let mut app = App::new();
    app.error_handler_for(|_: &Context<'_>, _: &HttpError| "default");
    app.error_handler(403, handler::<403>("forbidden"));
    app.get("/forbidden", || View::Err(abort(403).into()));
    app.get("/slash/", || "slash");
    app.register(part);
    judge.says(name, &app, "/bp/undefined", "bp-default");
    judge.says(name, &app, "/bp/forbidden", "bp-forbidden");
    judge.says(name, &app, "/undefined", "default");
    judge.says(name, &app, "/forbidden", "forbidden");
    let mut client = app.client();
    let answer = client.open("GET", "/slash").follow_redirects().send();
    judge.is(name, &*answer.text(), "slash");
}

fn blueprint(judge: &mut Judge) {
    let name = "test_error_handler_blueprint";
    let mut part = Blueprint::new("bp").prefix("/bp");
    part.error_handler(500, handler::<500>("bp-error"));
    part.get("/error", || View::Err(abort(500).into()));
    let mut app = App::new();
    app.error_handler(500, handler::<500>("app-error"));
    app.get("/error", || View::Err(abort(500).into()));
    app.register(part);
    judge.says(name, &app, "/error", "app-error");
    judge.says(name, &app, "/bp/error", "bp-error");
}

fn of_hooks(judge: &mut Judge) {
    let name = "test_error_handler_after_processor_error";
    for when in ["before", "after"] {
        let mut app = App::new();
        app.before_request(move |_| match when {
            "before" => Err(ZeroDivision.into()),
            _ => Ok(None),
        });
        app.after_request(move |_, response: Response| match when {
            "after" => Err(Error::from(ZeroDivision)),
            _ => Ok(response),
        });
        app.get("/", || "Foo");
        app.error_handler(500, handler::<500>("Hello Server Error"));
        let answer = app.client().get("/");
        let expected = (500, "Hello Server Error".to_owned());
        judge.is(name, status_and_text(&answer), expected);
    }
}

fn limits(judge: &mut Judge) {
    let mut app = App::new();
    app.config_mut().set("MAX_CONTENT_LENGTH", 50).expect("a number");
    app.post("/", |request: &carafe::Request<'_>| -> Result<String, Error> {
        Ok(request.form()?.get("myfile").cloned().unwrap_or_default())
    });
    app.error_handler(413, |_: &Context<'_>, _: &HttpError| "42");
    let long = "foo".repeat(25);
    let answer = app.client().post_form("/", &[("myfile", &long)]);
    judge.is("test_max_content_length", &*answer.text(), "42");
    let name = "test_trusted_hosts_config";
    let mut app = App::new();
    app.get("/", || "");
    let hosts = ["example.test", ".other.test"];
    app.config_mut().set("TRUSTED_HOSTS", hosts).expect("names");
    for (url, status) in [
        ("http://example.test/", 200),
        ("http://a.other.test/", 200),
        ("http://bad.test/", 400),
    ] {
        judge.is(name, app.client().get(url).status, status);
    }
}
