//! What the settings of a session do.

use carafe::App;
use serde_json::{Value, json};

use crate::{KEY, app, cookie};

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
