//! An application through its test client: Flask's quick start in Rust.

use std::sync::atomic::{AtomicUsize, Ordering};

use carafe::routing::Values;
use carafe::{
    App, Context, Error, Form, HttpError, Json, Path, Query, Request, Response,
    State, abort,
};
use serde::Deserialize;
use serde_json::{Value, json};

fn hello() -> &'static str {
    "Hello, World!"
}

#[derive(Deserialize)]
struct Search {
    q: String,
    page: Option<u32>,
}

fn user(Path(id): Path<u32>) -> String {
    format!("user {id}")
}

fn both(Path((year, title)): Path<(u16, String)>) -> String {
    format!("{title} of {year}")
}

fn search(Query(search): Query<Search>) -> String {
    format!("{} on page {}", search.q, search.page.unwrap_or(1))
}

fn link(context: &Context<'_>, Path(id): Path<u32>) -> Result<String, Error> {
    let values = Values::new().with("id", id).with("tab", "a b");
    Ok(context.url_for("user", values)?)
}

fn echo(Json(value): Json<Value>) -> Json<Value> {
    Json(value)
}

fn sign(Form(form): Form<Search>) -> (String, u16) {
    (form.q, 201)
}

fn method(request: &Request<'_>) -> String {
    request.method().into_owned()
}

fn app() -> App {
    let mut app = App::new();
    app.get("/", hello);
    app.get("/user/<int:id>", user);
    app.get("/<int:year>/<title>", both);
    app.get("/search", search);
    app.get("/link/<int:id>", link);
    app.post("/echo", echo);
    app.post("/sign", sign);
    app.route("/method", method).set_methods(["GET", "PUT"]);
    app.get("/dir/", || "a directory").set_name("dir");
    app.get("/forbidden", || -> Result<String, HttpError> { Err(abort(403)) });
    app
}

#[test]
fn views_take_what_their_arguments_say() {
    let app = app();
    let mut client = app.client();
    for (path, body) in [
        ("/", "Hello, World!"),
        ("/user/7", "user 7"),
        ("/1984/Novel", "Novel of 1984"),
        ("/search?q=tea&page=2", "tea on page 2"),
        ("/search?q=tea", "tea on page 1"),
        ("/link/7", "/user/7?tab=a+b"),
    ] {
        let answer = client.get(path);
        assert_eq!(
            (answer.status, answer.text()),
            (200, body.into()),
            "{path}"
        );
    }
    let answer = client.post_form("/sign", &[("q", "Ada")]);
    assert_eq!((answer.status, answer.text()), (201, "Ada".to_owned()));
    let sent = json!({"name": "Ada"});
    let answer = client.post_json("/echo", &sent).expect("JSON");
    assert_eq!(answer.json::<Value>().expect("JSON"), sent);
}

#[test]
fn a_client_s_mistake_is_a_4xx_that_says_why() {
    let app = app();
    let mut client = app.client();
    for (path, status, says) in [
        ("/nothing", 404, "Not Found"),
        ("/user/99999999999", 404, "Not Found"),
        ("/search?page=2", 400, "missing field `q`"),
        ("/search?q=a&page=x", 400, "page=&#34;x&#34;"),
        ("/forbidden", 403, "Forbidden"),
    ] {
        let answer = client.get(path);
        assert_eq!(answer.status, status, "{path}");
        assert!(answer.text().contains(says), "{path}: {}", answer.text());
    }
    let kind = [("Content-Type", "application/json")];
    let answer = client.send("POST", "/echo", &kind, b"{\"a\":\n}");
    assert_eq!(answer.status, 400);
    assert!(answer.text().contains("line 2 column 1"), "{}", answer.text());
    assert_eq!(client.send("POST", "/echo", &[], b"{}").status, 415);
}

#[test]
fn methods_that_no_rule_takes_are_a_405_with_allow() {
    let app = app();
    let mut client = app.client();
    let answer = client.send("DELETE", "/method", &[], b"");
    assert_eq!(answer.status, 405);
    let allow = answer.headers.get("Allow");
    assert_eq!(allow, Some("GET, HEAD, OPTIONS, PUT"));
    let answer = client.send("OPTIONS", "/method", &[], b"");
    assert_eq!(answer.status, 200);
    assert_eq!(answer.headers.get("Allow"), Some("GET, HEAD, OPTIONS, PUT"));
    let answer = client.send("HEAD", "/method", &[], b"");
    assert_eq!((answer.status, answer.body.len()), (200, 0));
}

#[test]
fn a_slash_too_few_leads_on_and_keeps_the_query() {
    let app = app();
    let answer = app.client().get("/dir?a=b");
    assert_eq!(answer.status, 308);
    assert_eq!(answer.headers.get("Location"), Some("/dir/?a=b"));
    let answer = app.client().get("//evil.example//dir");
    assert_ne!(answer.status, 308, "no redirect to another host");
}

#[test]
fn state_is_shared_and_missing_state_is_a_500() {
    fn count(hits: State<AtomicUsize>) -> String {
        hits.fetch_add(1, Ordering::SeqCst).to_string()
    }
    let mut app = App::new();
    app.get("/", count);
    assert_eq!(app.client().get("/").status, 500);
    app.manage(AtomicUsize::new(5));
    let mut client = app.client();
    assert_eq!(client.get("/").text(), "5");
    assert_eq!(client.get("/").text(), "6");
}

#[test]
fn two_rules_for_the_same_are_found_at_the_start() {
    let mut app = App::new();
    // ANCHOR: conflict
    app.get("/<a>", hello);
    app.get("/<b>", user);
    let error = app.check().expect_err("a conflict").to_string();
    assert_eq!(
        error,
        "\"/<b>\" answers what \"/<a>\" answers already (GET, HEAD)"
    );
    // ANCHOR_END: conflict
}

#[test]
fn a_body_beyond_the_limit_is_a_413() {
    let mut app = app();
    let config = app.config_mut();
    config.set("MAX_CONTENT_LENGTH", 10).expect("a number");
    let long = "x".repeat(20);
    let answer = app.client().post_form("/sign", &[("q", &long)]);
    assert_eq!(answer.status, 413);
}

#[test]
fn a_session_comes_back_and_a_changed_one_is_empty() {
    // ANCHOR: visits
    fn visits(session: carafe::Session) -> Result<String, Error> {
        let visits = session.get::<u32>("visits").unwrap_or(0) + 1;
        session.set("visits", visits)?;
        Ok(visits.to_string())
    }
    // ANCHOR_END: visits
    let mut app = App::new();
    app.get("/", visits);
    app.get("/read", |session: carafe::Session| {
        session.get::<u32>("visits").unwrap_or(0).to_string()
    });
    assert_eq!(app.client().get("/").status, 500, "no SECRET_KEY");
    let key = "0123456789abcdef0123456789abcdef";
    app.config_mut().set("SECRET_KEY", key).expect("text");
    let mut client = app.client();
    assert_eq!(client.get("/").text(), "1");
    let answer = client.get("/");
    assert_eq!(answer.text(), "2");
    assert_eq!(answer.headers.get("Vary"), Some("Cookie"));
    let cookie = answer.headers.get("Set-Cookie").expect("a cookie");
    assert!(cookie.contains("HttpOnly"), "{cookie}");
    let only_read = client.get("/read");
    assert_eq!(only_read.text(), "2");
    assert_eq!(only_read.headers.get("Set-Cookie"), None, "nothing changed");
    let forged = [("Cookie", "session=AAAA1.eyJ2aXNpdHMiOjl9")];
    let answer = app.client().send("GET", "/read", &forged, b"");
    assert_eq!(answer.text(), "0");
    app.config_mut().set("SECRET_KEY", "short").expect("text");
    let error = app.check().expect_err("too short").to_string();
    assert!(error.contains("32 or more"), "{error}");
}

#[test]
fn a_template_escapes_what_it_is_given() {
    fn greet(
        context: &Context<'_>,
        Path(name): Path<String>,
    ) -> Result<Response, Error> {
        context.render("hello.html", json!({ "name": name }))
    }
    let mut app = App::new();
    let source = "<p>Hello, {{ name }}, at {{ request.endpoint }}</p>";
    app.template("hello.html", source).expect("a template");
    app.get("/hello/<name>", greet);
    let answer = app.client().get("/hello/%3Cb%3E");
    assert_eq!(answer.text(), "<p>Hello, &lt;b&gt;, at greet</p>");
    let mistake = app.template("bad.html", "{{ name").err();
    assert!(mistake.is_some());
}
