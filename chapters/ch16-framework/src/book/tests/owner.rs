//! Who may delete.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use super::{PASSWORD, add, book, entries, log_in, token};

#[test]
fn the_owner_logs_in_deletes_and_logs_out() {
    let app = book();
    let mut client = app.client();
    add(&mut client, "Eve", "Buy!");
    assert!(!client.get("/").text().contains("Delete"), "for guests");
    let answer = log_in(&mut client, PASSWORD);
    assert_eq!(
        (answer.status, answer.headers.get("Location")),
        (302, Some("/"))
    );
    assert!(client.get("/").text().contains("Delete"), "for the owner");
    let own = token(&mut client, "/");
    let form = [("token", own.as_str())];
    let answer = client.post_form("/owner/entries/1/delete", &form);
    assert_eq!(answer.status, 302);
    assert!(entries(&mut client).is_empty());
    let again = client.post_form("/owner/entries/1/delete", &form);
    assert_eq!(again.status, 404, "an entry is deleted once");
    assert_eq!(client.post_form("/owner/logout", &form).status, 302);
    add(&mut client, "Ada", "Hello");
    assert!(!client.get("/").text().contains("Delete"), "a guest again");
}

#[test]
fn a_wrong_password_is_a_403_and_no_password_set_lets_nobody_in() {
    let app = book();
    let without = crate::book::app().expect("a book");
    let mut empty = crate::book::app().expect("a book");
    empty.config_mut().set("OWNER_PASSWORD", "").expect("a setting");
    for (app, sent) in [
        (&app, ""),
        (&app, "correct horse"),
        (&app, "Correct horse battery staple"),
        (&without, PASSWORD),
        (&without, ""),
        (&empty, ""),
    ] {
        let mut client = app.client();
        let answer = log_in(&mut client, sent);
        assert_eq!(answer.status, 403, "{sent:?}");
        add(&mut client, "Ada", "Hello");
        assert!(!client.get("/").text().contains("Delete"), "{sent:?}");
    }
}

#[test]
fn a_guest_who_deletes_is_led_to_the_login() {
    let app = book();
    let mut client = app.client();
    add(&mut client, "Ada", "Hello");
    let own = token(&mut client, "/");
    let form = [("token", own.as_str())];
    let answer = client.post_form("/owner/entries/1/delete", &form);
    let place = answer.headers.get("Location");
    assert_eq!((answer.status, place), (302, Some("/owner/login")));
    assert_eq!(entries(&mut client).len(), 1);
}

#[test]
fn the_owner_s_forms_need_their_token_too() {
    let app = book();
    let mut client = app.client();
    add(&mut client, "Ada", "Hello");
    let before = token(&mut client, "/");
    log_in(&mut client, PASSWORD);
    for form in [&[][..], &[("token", before.as_str())]] {
        let answer = client.post_form("/owner/entries/1/delete", form);
        assert_eq!(answer.status, 400, "{form:?}");
    }
    assert_eq!(entries(&mut client).len(), 1);
}

#[test]
fn a_program_deletes_with_the_password_in_its_request() {
    let app = book();
    let mut client = app.client();
    add(&mut client, "Ada", "Hello");
    let pair = |text: &str| BASE64_STANDARD.encode(text);
    let right = pair(&format!("owner:{PASSWORD}"));
    for field in [
        String::new(),
        "Basic".to_owned(),
        format!("Bearer {right}"),
        format!("Basic {}", pair("owner:wrong")),
        format!("Basic {}", pair(PASSWORD)),
        format!("Basic {right}!"),
    ] {
        let fields = [("Authorization", field.as_str())];
        let answer = client.send("DELETE", "/api/entries/1", &fields, b"");
        assert_eq!(answer.status, 401, "{field}");
        let how = answer.headers.get("WWW-Authenticate").unwrap_or_default();
        assert!(how.starts_with("Basic realm="), "{how}");
    }
    let field = format!("basic {right}");
    let fields = [("Authorization", field.as_str())];
    let answer = client.send("DELETE", "/api/entries/1", &fields, b"");
    assert_eq!((answer.status, answer.body.len()), (204, 0));
    assert!(entries(&mut client).is_empty());
    log_in(&mut client, PASSWORD);
    let answer = client.send("DELETE", "/api/entries/1", &[], b"");
    assert_eq!(answer.status, 401, "a cookie is no password here");
}
