//! The client for tests: `tests/test_testing.py`, `tests/test_basic.py`.

use carafe::{App, Error, Json, Path, Request, Response, Session, redirect};
use serde_json::{Value, json};

use crate::{Judge, status_and_text};

pub(crate) fn facts(judge: &mut Judge) {
    places(judge);
    bodies(judge);
    sessions(judge);
    reuse(judge);
}

fn places(judge: &mut Judge) {
    let mut app = App::new();
    app.get("/", |request: &Request<'_>| request.url());
    app.get("/index", |request: &Request<'_>| {
        let agent = request.headers().get("User-Agent").unwrap_or_default();
        let peer = request.remote_addr().unwrap_or_default().into_owned();
        format!("{peer} {agent}")
    });
    let mut client = app.client();
    let call = client.open("GET", "/").base_url("https://localhost");
    let text = call.send().text();
    judge.is("test_specify_url_scheme", &*text, "https://localhost/");
    let text = client.get("https://example.com/").text();
    judge.is("test_path_is_url", &*text, "https://example.com/");
    let call = client.open("GET", "/index").header("User-Agent", "Foo");
    let call = call.environ("REMOTE_ADDR", "192.168.0.22");
    let text = call.send().text();
    judge.is("test_environ_base_modified", &*text, "192.168.0.22 Foo");
    let call = client.open("GET", "/index");
    let text = call.environ("REMOTE_ADDR", "127.0.0.2").send().text();
    judge.is("test_client_open_environ", &*text, "127.0.0.2 ");
    let mut app = App::new();
    app.get("/<company_id>", |Path(id): Path<String>| id);
    let answer = app.client().get("http://example.com/xxx");
    let expected = (200, "xxx".to_owned());
    judge.is("test_nosubdomain", status_and_text(&answer), expected);
}

fn bodies(judge: &mut Judge) {
    let mut app = App::new();
    app.post("/action", |request: &Request<'_>| -> Result<String, Error> {
        let (form, args) = (request.form()?, request.args());
        let there = form.contains_key("gin") && args.contains_key("vodka");
        Ok(there.to_string())
    });
    app.post("/echo", |request: &Request<'_>, Json(value): Json<Value>| {
        (Json(value), if request.is_json() { 200 } else { 500 })
    });
    app.post("/hello", |Json(value): Json<Value>| {
        format!("Hello, {}!", value["name"].as_str().unwrap_or_default())
    });
    app.route("/user/", |request: &Request<'_>| -> Result<String, Error> {
        Ok(request.form()?.get("status").cloned().unwrap_or_default())
    })
    .set_methods(["GET", "POST"]);
    let mut client = app.client();
    let url = "http://domain.com/action?vodka=42";
    let answer = client.post_form(url, &[("gin", "43")]);
    let expected = (200, "true".to_owned());
    judge.is("test_full_url_request", status_and_text(&answer), expected);
    let name = "test_json_request_and_response";
    let sent = json!({"drink": {"gin": 1, "tonic": true}, "price": 10});
    let answer = client.post_json("/echo", &sent).expect("JSON");
    judge.is(name, answer.status, 200);
    let kind = answer.headers.get("Content-Type");
    judge.is(name, kind, Some("application/json"));
    judge.is(name, answer.json::<Value>().ok(), Some(sent));
    let sent = json!({"name": "Flask"});
    let answer = client.post_json("/hello", &sent).expect("JSON");
    let name = "test_client_json_no_app_context";
    judge.is(name, &*answer.text(), "Hello, Flask!");
    let call = client.open("POST", "/user").form([("status", "success")]);
    let answer = call.follow_redirects().send();
    let name = "test_routing_redirect_debugging";
    judge.is(name, &*answer.text(), "success");
}

fn sessions(judge: &mut Judge) {
    let mut app = App::new();
    app.config_mut().set("SECRET_KEY", "k".repeat(32)).expect("text");
    app.get("/redirect", |session: Session| -> Result<Response, Error> {
        session.set("redirect", true)?;
        Ok(redirect("/target"))
    });
    app.get("/target", |session: Session| session.set("target", true));
    app.get("/", |session: Session| {
        format!("{:?}", session.get::<Vec<u32>>("foo").unwrap_or_default())
    });
    let mut client = app.client();
    client.open("GET", "/redirect").follow_redirects().send();
    let flags = client.session_transaction(|session| {
        Ok(["redirect", "target"].map(|name| session.get::<bool>(name)))
    });
    judge.is("test_redirect_session", flags.ok(), Some([Some(true); 2]));
    let name = "test_session_transactions";
    let mut client = app.client();
    let set = client.session_transaction(|session| {
        let empty = session.get::<Value>("foo").is_none();
        session.set("foo", [42])?;
        Ok(empty)
    });
    judge.is(name, set.ok(), Some(true));
    judge.is(name, &*client.get("/").text(), "[42]");
    let kept = client.session_transaction(|session| Ok(session.get("foo")));
    judge.is(name, kept.ok(), Some(Some(vec![42])));
    let app = App::new();
    let mut client = app.client();
    let refused = client.session_transaction(|session| session.set("foo", 1));
    let name = "test_session_transactions_no_null_sessions";
    judge.is(name, refused.is_err(), true);
}

fn reuse(judge: &mut Judge) {
    let app = App::new();
    let mut client = app.client();
    for _ in 0..2 {
        judge.is("test_reuse_client", client.get("/").status, 404);
    }
}
