//! A context for tests, and what a view writes to the log.

mod shared;

use std::sync::atomic::{AtomicUsize, Ordering};

use carafe::routing::Values;
use carafe::{App, Context, Error, Path};
use shared::ask;

fn app() -> App {
    let mut app = App::new();
    app.get("/", || "index").set_name("index");
    app.route("/login", || "login")
        .set_methods(["GET", "POST"])
        .set_name("login");
    app.get("/user/<username>", |Path(name): Path<String>| name)
        .set_name("profile");
    app
}

#[test]
fn urls_are_built_without_a_server_as_in_the_quick_start() {
    let urls = app().test_request_context("/", |context| {
        let url = |endpoint, values| context.url_for(endpoint, values);
        Ok::<_, Error>([
            url("index", Values::new())?,
            url("login", Values::new())?,
            url("login", Values::new().with("next", "/"))?,
            url("profile", Values::new().with("username", "John Doe"))?,
        ])
    });
    let urls = urls.expect("a request").expect("URLs");
    assert_eq!(urls, ["/", "/login", "/login?next=/", "/user/John%20Doe"]);
}

#[test]
fn a_context_knows_its_request_and_its_rule_but_calls_no_view() {
    static TORN: AtomicUsize = AtomicUsize::new(0);
    let mut app = app();
    app.before_request(|_| Err(Error::message("no hook runs before")));
    app.teardown_request(|_| {
        TORN.fetch_add(1, Ordering::SeqCst);
    });
    let mut client = app.client();
    let call = client.open("POST", "/login?a=1").form([("name", "Ada")]);
    let told = call.context(|context: &Context<'_>| {
        let request = context.request();
        let name = request.form().map(|form| form.get("name").cloned());
        let endpoint = context.endpoint().map(str::to_owned);
        (request.method().into_owned(), endpoint, name.ok().flatten())
    });
    let (method, endpoint, name) = told.expect("a request");
    assert_eq!((&*method, endpoint.as_deref()), ("POST", Some("login")));
    assert_eq!(name.as_deref(), Some("Ada"));
    assert_eq!(TORN.load(Ordering::SeqCst), 1, "the last hook runs");
    let none = app.test_request_context("/none", |c| c.endpoint().is_none());
    assert!(none.expect("a request"), "no rule fits");
    let error = app.test_request_context("no target", |_| ()).map(|()| "a job");
    let error = error.expect_err("no HTTP").to_string();
    assert!(error.starts_with("no request: "), "{error}");
}

#[test]
fn what_a_view_logs_is_one_line_with_method_and_path() {
    let mut app = App::new();
    app.get("/tea/<name>", |context: &Context<'_>| {
        context.log("the last\nbag");
        "tea"
    });
    let (status, log) = ask(&app, "/tea/a%20b");
    assert_eq!(
        (status, &*log.join("|")),
        (200, "GET /tea/a%20b: the last bag")
    );
}
