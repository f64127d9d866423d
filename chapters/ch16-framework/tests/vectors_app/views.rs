//! Views, answers, static files and URLs: `tests/test_basic.py`,
//! `tests/test_helpers.py`, `tests/test_views.py`.

use carafe::routing::Values;
use carafe::{
    App, Context, Error, Headers, Json, Path, Request, Response, abort,
};
use serde_json::{Value, json};

use crate::{Judge, allow, status_and_text};

pub(crate) fn facts(judge: &mut Judge) {
    methods(judge);
    answers(judge);
    files(judge);
    urls(judge);
    rules(judge);
}

fn method(request: &Request<'_>) -> String {
    request.method().into_owned()
}

fn methods(judge: &mut Judge) {
    let mut app = App::new();
    app.route("/", method).set_methods(["GET", "POST"]);
    let mut ask = |name, all: &[&str]| {
        let answer = app.client().send("OPTIONS", "/", &[], b"");
        judge.is(name, allow(&answer), all.to_vec());
        judge.is(name, answer.body.len(), 0);
        app.route("/", || "Aha!").set_methods(["PUT"]);
    };
    ask("test_options_work", &["GET", "HEAD", "OPTIONS", "POST"]);
    let all = ["GET", "HEAD", "OPTIONS", "POST", "PUT"];
    ask("test_options_on_multiple_rules", &all);

    let mut app = App::new();
    app.get("/", || "Hello").set_name("get");
    app.post("/", || "Hello").set_name("post");
    app.put("/", || "Hello").set_name("put");
    app.delete("/", || "Hello").set_name("delete");
    app.patch("/", || "Hello").set_name("patch");
    for method in ["GET", "POST", "PUT", "DELETE", "PATCH"] {
        let text = app.client().send(method, "/", &[], b"").text();
        judge.is("test_method_route", &*text, "Hello");
    }

    let name = "test_request_dispatching";
    let mut app = App::new();
    app.get("/", method);
    app.route("/more", method).set_methods(["GET", "POST"]);
    let mut client = app.client();
    for (method, path, status, says) in [
        ("GET", "/", 200, "GET"),
        ("POST", "/", 405, "GET HEAD OPTIONS"),
        ("HEAD", "/", 200, ""),
        ("POST", "/more", 200, "POST"),
        ("GET", "/more", 200, "GET"),
        ("DELETE", "/more", 405, "GET HEAD OPTIONS POST"),
    ] {
        let answer = client.send(method, path, &[], b"");
        judge.is(name, answer.status, status);
        let said = match status {
            405 => allow(&answer).join(" "),
            _ => answer.text(),
        };
        judge.is(name, &*said, says);
    }
    let name = "test_methods_var_inheritance";
    let mut app = App::new();
    app.route("/", method).set_methods(["GET", "PROPFIND"]);
    let text = app.client().send("PROPFIND", "/", &[], b"").text();
    judge.is(name, &*text, "PROPFIND");
}

fn answers(judge: &mut Judge) {
    let name = "test_response_types";
    let mut app = App::new();
    const PLAIN: (&str, &str) = ("Content-Type", "text/plain; charset=utf-8");
    app.get("/text", || "H\u{e4}llo W\u{f6}rld");
    app.get("/bytes", || "H\u{e4}llo W\u{f6}rld".as_bytes());
    app.get("/full_tuple", || ("Meh", 400, [("X-Foo", "Testing"), PLAIN]));
    app.get("/text_headers", || -> Result<(&str, Headers), Error> {
        let mut headers = Headers::new();
        headers.add("X-Foo", "Test")?;
        headers.add(PLAIN.0, PLAIN.1)?;
        Ok(("Hello", headers))
    });
    app.get("/text_status", || ("Hi, status!", 400));
    app.get("/response_headers", || -> Result<_, Error> {
        let response = Response::html("Hello world").with_status(404);
        let response = response.with_header("X-Foo", "Baz")?;
        let mut headers = Headers::new();
        headers.add("Content-Type", "text/plain")?;
        headers.add("X-Foo", "Bar")?;
        headers.add("X-Bar", "Foo")?;
        Ok((response, headers))
    });
    app.get("/response_status", || {
        (Response::html("Hello world").with_status(400), 500)
    });
    app.get("/wsgi", || abort(404));
    app.get("/dict", || (json!({"foo": "bar"}), 201));
    app.get("/list", || (Json(["foo", "bar"]), 201));
    let mut client = app.client();
    for (path, status, text) in [
        ("/text", 200, "H\u{e4}llo W\u{f6}rld"),
        ("/bytes", 200, "H\u{e4}llo W\u{f6}rld"),
        ("/full_tuple", 400, "Meh"),
        ("/text_headers", 200, "Hello"),
        ("/text_status", 400, "Hi, status!"),
        ("/response_headers", 404, "Hello world"),
        ("/response_status", 500, "Hello world"),
    ] {
        let answer = client.get(path);
        judge.is(name, status_and_text(&answer), (status, text.to_owned()));
    }
    for (path, field, value) in [
        ("/full_tuple", "X-Foo", "Testing"),
        ("/full_tuple", "Content-Type", "text/plain; charset=utf-8"),
        ("/text_headers", "X-Foo", "Test"),
        ("/text_status", "Content-Type", "text/html; charset=utf-8"),
        ("/response_headers", "Content-Type", "text/plain"),
        ("/response_headers", "X-Foo", "Bar"),
        ("/response_headers", "X-Bar", "Foo"),
    ] {
        let answer = client.get(path);
        let all: Vec<_> = answer.headers.get_all(field).collect();
        judge.is(name, all, [value]);
    }
    let answer = client.get("/wsgi");
    judge.is(name, answer.status, 404);
    judge.is(name, answer.text().contains("Not Found"), true);
    for (path, value) in
        [("/dict", json!({"foo": "bar"})), ("/list", json!(["foo", "bar"]))]
    {
        let answer = client.get(path);
        judge.is(name, answer.status, 201);
        judge.is(name, answer.json::<Value>().ok(), Some(value));
    }
}

fn files(judge: &mut Judge) {
    let all = tempfile::tempdir().expect("a folder");
    let folder = all.path().join("static");
    std::fs::create_dir(&folder).expect("a folder");
    let page = "<h1>Hello World!</h1>";
    std::fs::write(folder.join("index.html"), page).expect("a file");
    for (name, path, url) in [
        ("test_static_files", "/static", "/static/index.html"),
        ("test_static_url_path", "/foo", "/foo/index.html"),
        ("test_static_url_path_with_ending_slash", "/foo/", "/foo/index.html"),
        ("test_static_url_empty_path", "", "/index.html"),
    ] {
        let mut app = App::new();
        app.static_folder_at(path, &folder);
        app.get("/the/url", |context: &Context<'_>| {
            let file = Values::new().with("filename", "index.html");
            context.url_for("static", file).map_err(Error::from)
        });
        judge.says(name, &app, url, page);
        judge.says(name, &app, "/the/url", url);
    }
    let name = "test_static_folder_with_ending_slash";
    let mut app = App::new();
    let slash = format!("{}/", folder.display());
    app.static_folder(&slash);
    app.get("/<path:path>", |Path(path): Path<String>| path);
    judge.says(name, &app, "/catch/all", "catch/all");
    judge.says(name, &app, "/static/index.html", page);
    let name = "test_templates_and_static";
    app.config_mut().set("SEND_FILE_MAX_AGE_DEFAULT", 3600).expect("a number");
    let answer = app.client().get("/static/index.html");
    let age = answer.headers.get("Cache-Control").unwrap_or_default();
    judge.is(name, age.contains("max-age=3600"), true);
}

fn urls(judge: &mut Judge) {
    let url = |endpoint: &'static str, values: Values| {
        let mut app = App::new();
        app.get("/", || "").set_name("index");
        app.get("/<self>", || "").set_name("self");
        app.get("/myview/", || "").set_name("myview");
        app.get("/myview/<int:id>", || "").set_name("myview");
        app.post("/myview/create", || "").set_name("myview");
        app.get("/the/url", move |context: &Context<'_>| {
            context.url_for(endpoint, values.clone()).map_err(Error::from)
        });
        app.client().get("/the/url").text()
    };
    let with = |name: &str, value: &str| Values::new().with(name, value);
    for (name, endpoint, values, expected) in [
        (
            "test_url_for_with_anchor",
            "index",
            with("_anchor", "x y"),
            "/#x%20y",
        ),
        (
            "test_url_for_with_scheme",
            "index",
            with("_external", "true").with("_scheme", "https"),
            "https://localhost/",
        ),
        (
            "test_url_for_with_scheme_not_external",
            "index",
            with("_scheme", "https"),
            "https://localhost/",
        ),
        (
            "test_url_for_with_alternating_schemes",
            "index",
            with("_external", "true"),
            "http://localhost/",
        ),
        ("test_url_with_method", "myview", with("_method", "GET"), "/myview/"),
        (
            "test_url_with_method",
            "myview",
            with("_method", "GET").with("id", 42),
            "/myview/42",
        ),
        (
            "test_url_with_method",
            "myview",
            with("_method", "POST"),
            "/myview/create",
        ),
        ("test_url_for_with_self", "self", with("self", "2"), "/2"),
    ] {
        judge.is(name, &*url(endpoint, values), expected);
    }
}

fn rules(judge: &mut Judge) {
    let name = "test_multi_route_rules";
    let mut app = App::new();
    let index = |Path(test): Path<String>| test;
    app.get("/", index).set_default("test", "a").set_name("index");
    app.get("/<test>/", index).set_name("index");
    judge.says(name, &app, "/", "a");
    judge.says(name, &app, "/b/", "b");
    let mut app = App::new();
    let path = "/\u{43a}\u{438}\u{440}\u{442}\u{435}\u{441}\u{442}";
    app.get(path, || "Hello World!");
    let asked = "/%D0%BA%D0%B8%D1%80%D1%82%D0%B5%D1%81%D1%82";
    judge.says("test_nonascii_pathinfo", &app, asked, "Hello World!");
}
