//! `tests/test_basic.py`: the settings of a session's cookie, and its keys.

use carafe::{App, Session};
use serde_json::{Value, json};

use crate::sessions::header;
use crate::{Judge, app, long};

pub(crate) fn facts(judge: &mut Judge) {
    settings(judge);
    same_site(judge);
    missing(judge);
    fallbacks(judge);
}

pub(crate) fn with(settings: Value) -> App {
    let mut app = app("test key");
    let Value::Object(settings) = settings else { panic!("settings") };
    app.config_mut().from_mapping(settings);
    app.get("/", |session: Session| session.set("testing", 42));
    app.get("/clear", |session: Session| {
        session.remove("testing");
        "Goodbye World"
    });
    app
}

fn settings(judge: &mut Judge) {
    for upstream in ["test_session_path", "test_session_using_application_root"]
    {
        let app = with(json!({"APPLICATION_ROOT": "/foo"}));
        let answer = app.client().get("/");
        let found = header(&answer, "Set-Cookie").contains("Path=/foo");
        judge.is(upstream, found, true);
    }
    let app = with(json!({
        "APPLICATION_ROOT": "/test",
        "SESSION_COOKIE_DOMAIN": ".example.com",
        "SESSION_COOKIE_HTTPONLY": false,
        "SESSION_COOKIE_SECURE": true,
        "SESSION_COOKIE_PARTITIONED": true,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_PATH": "/",
    }));
    let set = app.client().get("/");
    let cookie = header(&set, "Set-Cookie").split(';').next();
    let fields = [("Cookie", cookie.unwrap_or_default())];
    let clear = app.client().send("GET", "/clear", &fields, b"");
    let upstream = "test_session_using_session_settings";
    for answer in [&set, &clear] {
        let cookie = header(answer, "Set-Cookie").to_lowercase();
        let parts: Vec<_> = cookie.split("; ").collect();
        for part in [
            "domain=example.com",
            "path=/",
            "secure",
            "samesite=lax",
            "partitioned",
        ] {
            judge.is(upstream, (part, parts.contains(&part)), (part, true));
        }
        judge.is(upstream, parts.contains(&"httponly"), false);
    }
    let gone = header(&clear, "Set-Cookie").starts_with("session=;");
    judge.is(upstream, gone, true);
}

fn same_site(judge: &mut Judge) {
    let upstream = "test_session_using_samesite_attribute";
    for (site, expected) in [
        (Value::Null, None),
        (json!("Strict"), Some("SameSite=Strict")),
        (json!("Lax"), Some("SameSite=Lax")),
    ] {
        let app = with(json!({"SESSION_COOKIE_SAMESITE": site}));
        let answer = app.client().get("/");
        let mut parts = header(&answer, "Set-Cookie").split("; ");
        let found = parts.find(|part| part.starts_with("SameSite"));
        judge.is(upstream, found, expected);
    }
    let app = with(json!({"SESSION_COOKIE_SAMESITE": "invalid"}));
    judge.is(upstream, app.check().is_err(), true);
}

fn missing(judge: &mut Judge) {
    let upstream = "test_missing_session";
    let mut app = App::new();
    app.get("/", |session: Session| {
        let missing = session.get::<u32>("missing_key");
        format!("{missing:?} {}", session.set("foo", 42).is_err())
    });
    judge.is(upstream, &*app.client().get("/").text(), "None true");
}

fn fallbacks(judge: &mut Judge) {
    let upstream = "test_session_secret_key_fallbacks";
    let with = |newest: &str, old: &[&str]| {
        let mut app = app(newest);
        let old: Vec<_> = old.iter().map(|key| long(key)).collect();
        app.config_mut().set("SECRET_KEY_FALLBACKS", old).expect("texts");
        app.post("/", |session: Session| session.set("a", 1));
        app.get("/", |session: Session| format!("{:?}", session.keys()));
        app
    };
    let first = with("0 key", &["-1 key", "-2 key"]);
    let cookie = first.client().post_form("/", &[]);
    let cookie = header(&cookie, "Set-Cookie");
    let cookie = cookie.split(';').next().unwrap_or_default();
    let seen = |app: &App| {
        let fields = [("Cookie", cookie)];
        app.client().send("GET", "/", &fields, b"").text()
    };
    judge.is(upstream, &*seen(&first), "[\"a\"]");
    let other = with("? key", &["-1 key", "-2 key"]);
    judge.is(upstream, &*seen(&other), "[]");
    let rotated = with("+1 key", &["0 key", "-1 key"]);
    judge.is(upstream, &*seen(&rotated), "[\"a\"]");
}
