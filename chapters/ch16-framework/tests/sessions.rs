//! Sessions, one setting after the other.

use std::time::{Duration, SystemTime};

use carafe::response::parse_date;
use carafe::{App, Client, Error, Session};
use serde_json::{Value, json};

const KEY: &str = "0123456789abcdef0123456789abcdef";

fn visit(session: Session) -> Result<String, Error> {
    let visits = session.get::<u32>("visits").unwrap_or(0) + 1;
    session.set("visits", visits)?;
    Ok(visits.to_string())
}

fn stay(session: Session) -> Result<String, Error> {
    session.set_permanent(true)?;
    visit(session)
}

fn read(session: Session) -> String {
    session.get::<u32>("visits").unwrap_or(0).to_string()
}

/// An application with these settings and a key.
fn app(settings: Value) -> App {
    let mut app = App::new();
    app.get("/visit", visit);
    app.get("/stay", stay);
    app.get("/read", read);
    app.get("/nothing", || "nothing");
    app.get("/clear", |session: Session| {
        session.clear();
        "cleared"
    });
    app.get("/fill", |session: Session| session.set("n", "x".repeat(4000)));
    app.config_mut().set("SECRET_KEY", KEY).expect("text");
    let Value::Object(settings) = settings else { panic!("settings") };
    app.config_mut().from_mapping(settings);
    app
}

/// The `Set-Cookie` field of an answer, cut into its parts.
fn cookie(client: &mut Client<'_>, path: &str) -> Option<Vec<String>> {
    let answer = client.get(path);
    assert!(answer.status < 300, "{path}: {} {}", answer.status, answer.text());
    let field = answer.headers.get("Set-Cookie")?;
    Some(field.split("; ").map(str::to_owned).collect())
}

/// Whether a cookie with these settings has exactly these attributes.
#[track_caller]
fn has(settings: Value, expected: &[&str]) {
    let app = app(settings.clone());
    let parts = cookie(&mut app.client(), "/visit").expect("a cookie");
    let mut parts = parts[1..].to_vec();
    parts.sort_unstable();
    assert_eq!(parts, expected, "attributes with {settings}");
}

/// What `check` says of these settings.
#[track_caller]
fn refused(settings: Value, says: &str) {
    let error = app(settings.clone()).check().expect_err("a mistake");
    let error = error.to_string();
    assert!(error.contains(says), "{settings}: {error}");
    assert!(!error.contains('\n'), "more than a line: {error}");
}

#[test]
fn the_cookie_has_the_attributes_of_its_settings() {
    has(json!({}), &["HttpOnly", "Path=/", "SameSite=Lax"]);
    let plain = json!({"SESSION_COOKIE_HTTPONLY": false,
        "SESSION_COOKIE_SAMESITE": null});
    has(plain, &["Path=/"]);
    let all = json!({
        "SESSION_COOKIE_DOMAIN": ".example.com",
        "SESSION_COOKIE_PATH": "/book",
        "SESSION_COOKIE_SECURE": true,
        "SESSION_COOKIE_SAMESITE": "None",
        "SESSION_COOKIE_PARTITIONED": true,
    });
    let parts = [
        "Domain=example.com",
        "HttpOnly",
        "Partitioned",
        "Path=/book",
        "SameSite=None",
        "Secure",
    ];
    has(all, &parts);
    let strict = json!({"APPLICATION_ROOT": "/below",
        "SESSION_COOKIE_SAMESITE": "strict"});
    has(strict, &["HttpOnly", "Path=/below", "SameSite=Strict"]);
    let app = app(json!({"SESSION_COOKIE_NAME": "guest"}));
    let parts = cookie(&mut app.client(), "/visit").expect("a cookie");
    assert!(parts[0].starts_with("guest="), "{parts:?}");
}

#[test]
fn settings_that_no_cookie_can_have_are_found_at_the_start() {
    refused(json!({"SESSION_COOKIE_NAME": "a=b"}), "SESSION_COOKIE_NAME");
    refused(json!({"SESSION_COOKIE_PATH": "/;x"}), "_PATH");
    let site = json!({"SESSION_COOKIE_SAMESITE": "invalid"});
    refused(site, "SESSION_COOKIE_SAMESITE: it should be \"Lax\"");
    let open = json!({"SESSION_COOKIE_SAMESITE": "None"});
    refused(open, "browsers want SESSION_COOKIE_SECURE");
    let typo = json!({"SESSION_COOKIE_HTTP_ONLY": true});
    refused(typo, "is it SESSION_COOKIE_HTTPONLY?");
    let flag = json!({"SESSION_COOKIE_SECURE": "yes"});
    refused(flag, "SESSION_COOKIE_SECURE: it should be true or false");
}

#[test]
fn a_permanent_session_has_an_end_and_another_has_none() {
    let app = app(json!({"PERMANENT_SESSION_LIFETIME": 3600}));
    let mut client = app.client();
    let before = SystemTime::now();
    let parts = cookie(&mut client, "/stay").expect("a cookie");
    let after = SystemTime::now();
    let end = parts.iter().find_map(|part| part.strip_prefix("Expires="));
    let end = parse_date(end.expect("an end")).expect("a date");
    let hour = Duration::from_secs(3600);
    // The field has whole seconds.
    assert!(end + Duration::from_secs(1) >= before + hour, "{end:?}");
    assert!(end <= after + hour, "{end:?}");
    let parts = cookie(&mut app.client(), "/visit").expect("a cookie");
    assert!(!parts.iter().any(|part| part.starts_with("Expires=")));
}

#[test]
fn a_permanent_session_is_sent_with_each_answer_unless_told_otherwise() {
    for (refresh, path, sent) in [
        (true, "/stay", true),
        (true, "/visit", false),
        (false, "/stay", false),
        (false, "/visit", false),
    ] {
        let app = app(json!({"SESSION_REFRESH_EACH_REQUEST": refresh}));
        let mut client = app.client();
        client.get(path);
        for next in ["/nothing", "/read"] {
            let found = cookie(&mut client, next).is_some();
            assert_eq!(found, sent, "refresh {refresh}, {path}, then {next}");
        }
        assert_eq!(client.get("/read").text(), "1");
    }
}

#[test]
fn an_answer_varies_by_cookie_if_the_session_was_asked_for() {
    let app = app(json!({}));
    let mut client = app.client();
    for (path, vary) in [
        ("/nothing", None),
        ("/read", Some("Cookie")),
        ("/visit", Some("Cookie")),
        ("/nothing", None),
        ("/stay", Some("Cookie")),
        ("/nothing", Some("Cookie")), // it is refreshed
        ("/clear", Some("Cookie")),
    ] {
        let answer = client.get(path);
        assert_eq!(answer.headers.get("Vary"), vary, "{path}");
    }
}

#[test]
fn a_view_can_see_whether_the_session_was_used() {
    fn seen(context: &carafe::Context<'_>) -> Result<String, Error> {
        let session = context.session()?;
        let mut seen = vec![(session.accessed(), session.modified())];
        session.set("name", "Ada")?;
        seen.push((session.accessed(), session.modified()));
        session.set_modified(false);
        let names = (session.contains("name"), session.keys());
        Ok(format!("{seen:?} {names:?}"))
    }
    let mut app = app(json!({}));
    app.get("/seen", seen);
    let answer = app.client().get("/seen");
    let expected = "[(true, false), (true, true)] (true, [\"name\"])";
    assert_eq!(answer.text(), expected);
    let sent = answer.headers.get("Set-Cookie");
    assert_eq!(sent, None, "the view said: not modified");
}

#[test]
fn an_emptied_session_takes_its_cookie_away() {
    let settings = json!({"SESSION_COOKIE_DOMAIN": "example.com",
        "SESSION_COOKIE_PATH": "/book"});
    let app = app(settings);
    let mut client = app.client();
    assert_eq!(cookie(&mut client, "/clear"), None, "there was none");
    let sent = cookie(&mut client, "/visit").expect("a cookie");
    let fields = [("Cookie", &*sent[0])];
    let answer = app.client().send("GET", "/clear", &fields, b"");
    let gone = answer.headers.get("Set-Cookie").expect("a removal");
    let gone: Vec<_> = gone.split("; ").collect();
    assert_eq!(gone[0], "session=");
    for part in ["Max-Age=0", "Path=/book", "Domain=example.com"] {
        assert!(gone.contains(&part), "{part}: {gone:?}");
    }
}

#[test]
fn keys_can_be_replaced_without_losing_a_session() {
    let (old, new) = (KEY, KEY.replace('0', "1"));
    let mut app = app(json!({}));
    let answer = app.client().get("/visit");
    let field = answer.headers.get("Set-Cookie").expect("a cookie");
    let sent = field.split(';').next().expect("a pair").to_owned();
    let read = |app: &App, path: &str| {
        let fields = [("Cookie", &*sent)];
        app.client().send("GET", path, &fields, b"").text()
    };
    let config = app.config_mut();
    config.set("SECRET_KEY", &new).expect("text");
    assert_eq!(read(&app, "/read"), "0", "the old key is not known");
    let config = app.config_mut();
    config.set("SECRET_KEY_FALLBACKS", [old]).expect("texts");
    assert_eq!(read(&app, "/read"), "1", "the old key opens");
    // What is sent now, the new key alone can open.
    let fields = [("Cookie", &*sent)];
    let answer = app.client().send("GET", "/visit", &fields, b"");
    let field = answer.headers.get("Set-Cookie").expect("a cookie");
    let sent = field.split(';').next().expect("a pair").to_owned();
    let none: [&str; 0] = [];
    app.config_mut().set("SECRET_KEY_FALLBACKS", none).expect("texts");
    let fields = [("Cookie", &*sent)];
    let answer = app.client().send("GET", "/read", &fields, b"");
    assert_eq!(answer.text(), "2", "the new key signs");
}

#[test]
fn keys_that_are_none_are_found_at_the_start() {
    refused(json!({"SECRET_KEY": "short"}), "5 bytes, it needs 32 or more");
    refused(json!({"SECRET_KEY": 5}), "SECRET_KEY: it should be text");
    let old = json!({"SECRET_KEY_FALLBACKS": ["short"]});
    refused(old, "SECRET_KEY_FALLBACKS: a key has 5 bytes");
    let alone = json!({"SECRET_KEY": null, "SECRET_KEY_FALLBACKS": [KEY]});
    refused(alone, "SECRET_KEY_FALLBACKS: they need a SECRET_KEY");
    let typo = json!({"SECRET_KEY_FALLBACK": [KEY]});
    refused(typo, "is it SECRET_KEY_FALLBACKS?");
    let number = app(json!({"SECRET_KEY": 1234567})).check();
    let error = number.expect_err("no text").to_string();
    assert!(!error.contains("1234567"), "a key in the log: {error}");
}

#[test]
fn a_session_too_large_for_a_browser_is_not_sent() {
    let app = app(json!({}));
    let mut client = app.client();
    client.get("/visit");
    assert_eq!(cookie(&mut client, "/fill"), None);
    assert_eq!(client.get("/read").text(), "1", "the old one stays");
    let mut app = app;
    app.config_mut().set("MAX_COOKIE_SIZE", 0).expect("a number");
    let parts = cookie(&mut app.client(), "/fill").expect("a cookie");
    assert!(parts[0].len() > 4093);
}

#[test]
fn what_others_send_as_a_session_is_an_empty_one() {
    let app = app(json!({}));
    let long = "A".repeat(5000);
    for sent in [
        "session=",
        "session=.",
        "session=..",
        "session=AAAA",
        "session=AAAA.1.AAAA",
        "session=eyJ2aXNpdHMiOjl9.9999999999.",
        "session=\u{e9}\"\\",
        &format!("session={long}"),
    ] {
        let fields = [("Cookie", sent)];
        let answer = app.client().send("GET", "/read", &fields, b"");
        assert_eq!((answer.status, &*answer.text()), (200, "0"), "{sent}");
    }
}
