//! What runs around a view.

mod shared;

use carafe::routing::Values;
use carafe::{App, Blueprint, Context, Error, G, HttpError, Response, abort};
use shared::{Log, ask};
use wsgi::ErrorStream;

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
fn hooks_run_around_the_view_in_flask_s_order() {
    let mut app = App::new();
    let mut blog = Blueprint::new("blog").prefix("/blog");
    fn push(context: &Context<'_>, word: &str) {
        let so_far = context.g().get::<String>().unwrap_or_default();
        context.g().set(so_far + word + " ");
    }
    // ANCHOR: hooks
    app.before_request(|context| {
        push(context, "app");
        Ok(None)
    });
    blog.before_request(|context| {
        push(context, "blog");
        let denied = context.request().args().contains_key("denied");
        Ok(denied.then(|| Response::text("stop").with_status(401)))
    });
    blog.after_request(|_, mut response| {
        let _ = response.headers_mut().add("X-Order", "blog");
        response
    });
    // ANCHOR_END: hooks
    app.after_request(|_, mut response| {
        let _ = response.headers_mut().add("X-Order", "app");
        response
    });
    fn show(context: &Context<'_>, g: G) -> Result<String, Error> {
        context.after_this_request(|response| response.with_status(202));
        let own = context.url_for(".show", Values::new())?;
        Ok(g.get::<String>().unwrap_or_default() + &own)
    }
    blog.get("/", show);
    app.register(blog);
    let mut client = app.client();
    let answer = client.get("/blog/");
    assert_eq!((answer.status, &*answer.text()), (202, "app blog /blog/"));
    let order: Vec<_> = answer.headers.get_all("X-Order").collect();
    assert_eq!(order, ["blog", "app"]);
    assert_eq!(client.get("/blog/?denied").status, 401);
}

#[test]
fn a_hook_behind_the_view_that_fails_is_answered_as_the_view_s_failure() {
    let mut app = app();
    let order = Log::default();
    let told = order.clone();
    app.after_request(move |_, response| {
        told.write("outer");
        response
    });
    app.after_request(|_, response: Response| match response.status() {
        200 => Err(Error::from(Empty)),
        _ => Ok(response),
    });
    app.get("/this", |context: &Context<'_>| {
        context.after_this_request(|_| -> Response { panic!("on purpose") });
        "never seen"
    });
    let (status, log) = ask(&app, "/");
    assert_eq!((status, log.len()), (500, 1), "{log:?}");
    assert!(log[0].contains("GET /: the cellar is empty"), "{log:?}");
    assert_eq!(order.lines(), ["outer"], "the other hooks run all the same");
    let (status, log) = ask(&app, "/this");
    assert_eq!((status, log.len()), (500, 1), "{log:?}");
    assert!(log[0].contains("on purpose"), "{log:?}");
    assert_eq!(order.lines(), ["outer"]);
}

#[test]
fn the_last_hooks_run_whatever_happened_and_end_nothing() {
    let mut app = app();
    let order = Log::default();
    let (told, last) = (order.clone(), order.clone());
    app.teardown_appcontext(move |_| last.write("appcontext"));
    app.teardown_request(move |context| {
        told.write(if context.failed() { "undo" } else { "keep" });
    });
    app.teardown_request(|_| -> Result<(), Error> { Err(Empty.into()) });
    app.teardown_request(|_| -> () { panic!("in the last hook") });
    app.before_request(|context| match context.path() {
        "/early" => Err(Empty.into()),
        _ => Ok(None),
    });
    for (path, status, what) in [
        ("/", 200, "keep"),
        ("/forbidden", 403, "keep"),
        ("/nothing", 404, "keep"),
        ("/empty", 500, "undo"),
        ("/panic", 500, "undo"),
        ("/early", 500, "undo"),
    ] {
        let (code, log) = ask(&app, path);
        assert_eq!(code, status, "{path}");
        assert_eq!(order.lines(), [what, "appcontext"], "{path}");
        let about = |text: &str| log.iter().any(|line| line.contains(text));
        assert!(about("in the last hook"), "{path}: {log:?}");
        assert!(about("the cellar is empty"), "{path}: {log:?}");
    }
}

#[test]
fn the_last_hooks_ran_when_a_body_is_closed_early() {
    let order = Log::default();
    let told = order.clone();
    let mut app = App::new();
    app.get("/", || Response::stream(std::iter::repeat_n("block", 3)));
    app.teardown_request(move |_| told.write("done"));
    let (status, _) = ask(&app, "/");
    assert_eq!((status, order.lines()), (200, vec!["done".to_owned()]));
    // HEAD: nobody asks for a block, the body is closed at once.
    let answer = app.client().send("HEAD", "/", &[], b"");
    assert_eq!((answer.status, answer.body.len()), (200, 0));
    assert_eq!(order.lines(), ["done"]);
}

#[test]
fn a_blueprint_can_have_hooks_and_handlers_for_the_whole_application() {
    let mut app = app();
    let order = Log::default();
    let (one, two, three) = (order.clone(), order.clone(), order.clone());
    let mut all = Blueprint::new("all");
    all.before_app_request(move |_| {
        one.write("before");
        Ok(None)
    });
    all.after_app_request(move |_, response| {
        two.write("after");
        response
    });
    all.teardown_app_request(move |_| three.write("teardown"));
    all.app_error_handler(404, |_: &Context<'_>, _: &HttpError| ("no", 404));
    all.app_error_handler_for(|_: &Context<'_>, _: &Empty| "but beer");
    let mut outer = Blueprint::new("outer");
    outer.register(all);
    app.register(outer);
    let mut client = app.client();
    for (path, body) in
        [("/", "Hello, World!"), ("/nothing", "no"), ("/empty", "but beer")]
    {
        assert_eq!(client.get(path).text(), body, "{path}");
        assert_eq!(order.lines(), ["before", "after", "teardown"], "{path}");
    }
}
