//! `tests/test_basic.py`: what a session keeps, and which answers say so.

use std::time::{Duration, SystemTime};

use carafe::response::parse_date;
use carafe::{
    Client, Context, Error, Response, Session, SetCookie, TestResponse,
};
use serde_json::json;

use crate::settings::with;
use crate::{Judge, app};

pub(crate) fn facts(judge: &mut Judge) {
    accessed(judge);
    expiration(judge);
    stored_last(judge);
    cookie_setting(judge);
    vary(judge);
    refresh_vary(judge);
}

pub(crate) fn header<'a>(answer: &'a TestResponse, name: &str) -> &'a str {
    answer.headers.get(name).unwrap_or_default()
}

fn accessed(judge: &mut Judge) {
    let upstream = "test_session_accessed";
    let mut app = app("test key");
    app.get("/nothing", || "");
    app.get("/", |session: Session| {
        session.get::<String>("value").unwrap_or("None".to_owned())
    });
    app.post("/", |context: &Context<'_>| -> Result<String, Error> {
        let value = context.request().form()?.get("value").cloned();
        context.session()?.set("value", value)?;
        Ok("value set".to_owned())
    });
    let mut client = app.client();
    judge.is(upstream, header(&client.get("/nothing"), "Vary"), "");
    let answer = client.post_form("/", &[("value", "42")]);
    judge.is(upstream, &*answer.text(), "value set");
    judge.is(upstream, header(&answer, "Vary"), "Cookie");
    let answer = client.get("/");
    judge.is(upstream, &*answer.text(), "42");
    judge.is(upstream, header(&answer, "Vary"), "Cookie");
    judge.is(upstream, header(&client.get("/nothing"), "Vary"), "");
}

fn permanent(session: Session, yes: bool) -> Result<String, Error> {
    let count = session.get::<u32>("foo").unwrap_or(0) + 1;
    session.set("foo", count)?;
    session.set_permanent(yes)?;
    Ok(count.to_string())
}

fn expiration(judge: &mut Judge) {
    let upstream = "test_session_expiration";
    let mut app = app("test key");
    app.get("/stay", |session: Session| permanent(session, true));
    app.get("/go", |session: Session| permanent(session, false));
    app.get("/test", |session: Session| session.permanent().to_string());
    let mut client = app.client();
    let days = Duration::from_secs(31 * 24 * 60 * 60);
    let earliest = SystemTime::now() + days - Duration::from_secs(1);
    let answer = client.get("/stay");
    let latest = SystemTime::now() + days;
    let parts = header(&answer, "Set-Cookie").split("; ");
    let end = parts.filter_map(|part| part.strip_prefix("Expires="));
    let end = end.filter_map(parse_date).next().expect("an end");
    judge.is(upstream, earliest <= end && end <= latest, true);
    judge.is(upstream, &*client.get("/test").text(), "true");
    let answer = client.get("/go");
    let ends = header(&answer, "Set-Cookie").contains("Expires=");
    judge.is(upstream, ends, false);
}

fn stored_last(judge: &mut Judge) {
    let upstream = "test_session_stored_last";
    let mut app = app("test key");
    app.after_request(|context, response| {
        let session = context.session().expect("settings");
        session.set("foo", 42).expect("a key");
        response
    });
    app.get("/", |session: Session| format!("{:?}", session.get::<u32>("foo")));
    let mut client = app.client();
    judge.is(upstream, &*client.get("/").text(), "None");
    judge.is(upstream, &*client.get("/").text(), "Some(42)");
}

fn cookie_setting(judge: &mut Judge) {
    let upstream = "test_session_cookie_setting";
    for (yes, refresh, sent) in [
        (true, true, true),
        (true, false, false),
        (false, true, false),
        (false, false, false),
    ] {
        let mut app = with(json!({"SESSION_REFRESH_EACH_REQUEST": refresh}));
        app.get("/bump", move |session: Session| permanent(session, yes));
        app.get("/read", |session: Session| {
            session.get::<u32>("foo").unwrap_or(0).to_string()
        });
        let mut client = app.client();
        for expected in ["1", "2", "3"] {
            judge.is(upstream, &*client.get("/bump").text(), expected);
        }
        let answer = client.get("/read");
        let found = answer.headers.contains("Set-Cookie");
        judge.is(upstream, found, sent);
        judge.is(upstream, &*answer.text(), "3");
    }
}

fn vary(judge: &mut Judge) {
    let upstream = "test_session_vary_cookie";
    let mut app = app("test key");
    let setting = |vary: &'static str| {
        move |session: Session| -> Result<Response, Error> {
            session.set("test", "test")?;
            let response = Response::new("");
            let none = vary.is_empty();
            Ok(if none {
                response
            } else {
                response.with_header("Vary", vary)?
            })
        }
    };
    app.get("/set", setting(""));
    app.get("/get", |session: Session| session.get::<String>("test"));
    app.get("/clear", |session: Session| session.clear());
    app.get("/vary-cookie-header-set", setting("Cookie"));
    app.get("/vary-header-set", setting("Accept-Encoding, Accept-Language"));
    app.get("/no-vary-header", || "");
    let mut client = app.client();
    for (path, expected) in [
        ("/set", "Cookie"),
        ("/get", "Cookie"),
        ("/clear", "Cookie"),
        ("/vary-cookie-header-set", "Cookie"),
        ("/vary-header-set", "Accept-Encoding, Accept-Language, Cookie"),
        ("/no-vary-header", ""),
    ] {
        let answer = client.get(path);
        let all: Vec<_> = answer.headers.get_all("Vary").collect();
        judge.is(upstream, all.join(" AND "), expected);
    }
}

fn refresh_vary(judge: &mut Judge) {
    let upstream = "test_session_refresh_vary";
    let mut app = app("test key");
    app.get("/login", |session: Session| permanent(session, true));
    app.get("/ignored", || "");
    let mut client: Client<'_> = app.client();
    judge.is(upstream, header(&client.get("/login"), "Vary"), "Cookie");
    judge.is(upstream, header(&client.get("/ignored"), "Vary"), "Cookie");
    // test_max_cookie_size: the usual limit is Werkzeug's.
    let long = SetCookie::new("foo", "x".repeat(4093));
    judge.is("test_max_cookie_size", long.is_too_large(), true);
}
