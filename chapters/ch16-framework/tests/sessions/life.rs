//! When a session is sent, kept, and gone.

use std::time::{Duration, SystemTime};

use carafe::response::parse_date;
use carafe::{Error, Flash};
use proptest::prelude::*;
use serde_json::json;

use crate::{app, cookie};

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

proptest! {
    #[test]
    fn whatever_text_is_kept_comes_back(name in ".{0,20}", text in ".{0,100}") {
        let app = app(json!({}));
        let mut client = app.client();
        let kept = client.session_transaction(|session| {
            session.flash_with(&text, &name)?;
            session.set(&name, &text)
        });
        kept.expect("a key");
        let (found, flashed) = client
            .session_transaction(|session| {
                Ok((session.get::<String>(&name),
                    session.get_flashed_messages(&[])))
            })
            .expect("a key");
        prop_assert_eq!(found, Some(text.clone()));
        let flash = Flash { category: name, message: text };
        prop_assert_eq!(flashed, [flash]);
    }

    #[test]
    fn no_cookie_that_we_did_not_sign_opens_a_session(
        sent in "session=[!-~]{0,80}(\\.[0-9]{1,20}\\.[A-Za-z0-9_-]{43})?",
    ) {
        let app = app(json!({}));
        let fields = [("Cookie", &*sent)];
        let answer = app.client().send("GET", "/read", &fields, b"");
        prop_assert_eq!((answer.status, &*answer.text()), (200, "0"));
    }
}
