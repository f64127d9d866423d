//! What a failure becomes: for the client, and for the log.

mod shared;

use carafe::{App, Context, Error, HttpError, abort};
use shared::ask;

#[derive(Debug, thiserror::Error)]
#[error("the cellar is empty")]
struct Empty;

fn app() -> App {
    let mut app = App::new();
    app.get("/", || "Hello, World!");
    app.get("/empty", || -> Result<String, Error> { Err(Empty.into()) });
    app.get("/panic", || -> String { panic!("on purpose") });
    app.get("/forbidden", || -> Result<String, HttpError> { Err(abort(403)) });
    app
}

#[test]
fn a_failing_view_is_a_500_without_its_cause_and_the_app_lives() {
    let app = app();
    let mut client = app.client();
    for path in ["/empty", "/panic"] {
        let answer = client.get(path);
        assert_eq!(answer.status, 500, "{path}");
        let text = answer.text();
        assert!(
            !text.contains("cellar") && !text.contains("purpose"),
            "{text}"
        );
    }
    assert_eq!(client.get("/").status, 200);
}

#[test]
fn error_handlers_go_by_type_and_by_status() {
    let mut app = app();
    // ANCHOR: handlers
    app.error_handler_for(|_: &Context<'_>, error: &Empty| {
        (error.to_string(), 503)
    });
    app.error_handler(404, |context: &Context<'_>, error: &HttpError| {
        (format!("no {}", context.path()), error.status())
    });
    // ANCHOR_END: handlers
    let mut client = app.client();
    let answer = client.get("/empty");
    let text = answer.text();
    assert_eq!((answer.status, &*text), (503, "the cellar is empty"));
    let answer = client.get("/nothing");
    assert_eq!((answer.status, &*answer.text()), (404, "no /nothing"));
}

#[test]
fn a_status_is_looked_up_before_the_type_of_what_has_one() {
    let mut app = app();
    app.error_handler_for(|_: &Context<'_>, error: &HttpError| {
        (format!("any: {}", error.name()), error.status())
    });
    app.error_handler(403, |_: &Context<'_>, _: &HttpError| ("mine", 403));
    app.error_handler(500, |_: &Context<'_>, _: &HttpError| ("oh", 500));
    let mut client = app.client();
    assert_eq!(client.get("/forbidden").text(), "mine");
    assert_eq!(client.get("/nothing").text(), "any: Not Found");
    assert_eq!(client.get("/empty").text(), "oh", "a type without handler");
    assert_eq!(client.get("/panic").text(), "oh");
}

#[test]
fn what_is_handled_by_its_type_is_not_in_the_log() {
    let mut app = app();
    app.error_handler_for(|_: &Context<'_>, _: &Empty| "but beer");
    app.error_handler(500, |_: &Context<'_>, _: &HttpError| ("sorry", 500));
    assert_eq!(ask(&app, "/empty"), (200, vec![]));
    let (status, log) = ask(&app, "/panic");
    assert_eq!((status, log.len()), (500, 1), "{log:?}");
}

#[test]
fn a_handler_that_fails_is_a_500_and_both_causes_are_in_the_log() {
    let mut app = app();
    app.error_handler_for(
        |_: &Context<'_>, _: &Empty| -> Result<&str, Error> {
            Err(Error::message("no cup either"))
        },
    );
    let (status, log) = ask(&app, "/empty");
    assert_eq!(status, 500);
    let lines =
        ["GET /empty: the cellar is empty", "GET /empty: no cup either"];
    assert_eq!(log, lines);
}

#[test]
fn the_log_line_of_a_500_has_method_path_and_all_causes_on_one_line() {
    #[derive(Debug, thiserror::Error)]
    #[error("no tea\nfor {0:?}")]
    struct NoTea(&'static str, #[source] Empty);
    let mut app = App::new();
    let fails = || -> Result<String, Error> { Err(NoTea("Ada", Empty).into()) };
    app.get("/<path:any>", fails);
    app.get("/502", || -> Result<String, HttpError> {
        Err(abort(502).because(Empty))
    });
    let (status, log) = ask(&app, "/a%0ab%1b%5b31m?q=%0a");
    assert_eq!(status, 500);
    let line = "GET /a%0Ab%1B%5B31m: no tea for \"Ada\": the cellar is empty";
    assert_eq!(log, [line]);
    let (status, log) = ask(&app, "/502");
    assert_eq!((status, log.len()), (502, 1), "{log:?}");
    assert!(log[0].ends_with(": the cellar is empty"), "{log:?}");
    let (status, log) = ask(&App::new(), "/nothing");
    assert_eq!((status, log.len()), (404, 0), "a client's mistake: {log:?}");
}
