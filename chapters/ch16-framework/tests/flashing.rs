//! Messages for the next page.

use carafe::routing::Values;
use carafe::{App, Context, Error, Flash, Response, redirect};

fn app() -> App {
    let mut app = App::new();
    let key = "0123456789abcdef0123456789abcdef";
    app.config_mut().set("SECRET_KEY", key).expect("text");
    app.get("/sign", sign);
    app.get("/", all).set_name("all");
    app.get("/errors", |context: &Context<'_>| {
        shown(context, &["error", "warning"])
    });
    app.get("/at-once", |context: &Context<'_>| {
        context.flash("now")?;
        all(context)
    });
    app.get("/twice", |context: &Context<'_>| -> Result<String, Error> {
        let first = all(context)?;
        context.flash("later")?;
        Ok(format!("{first} / {}", all(context)?))
    });
    app
}

// ANCHOR: flash
fn sign(context: &Context<'_>) -> Result<Response, Error> {
    context.flash("Thank you")?;
    context.flash_with("The picture is too large", "error")?;
    Ok(redirect(&context.url_for("all", Values::new())?))
}
// ANCHOR_END: flash

fn all(context: &Context<'_>) -> Result<String, Error> {
    shown(context, &[])
}

fn shown(context: &Context<'_>, only: &[&str]) -> Result<String, Error> {
    let messages = context.get_flashed_messages(only)?;
    let line = |Flash { category, message }| format!("{category}: {message}");
    let lines: Vec<_> = messages.into_iter().map(line).collect();
    Ok(lines.join("; "))
}

#[test]
fn a_message_is_shown_on_the_next_page_and_then_gone() {
    let app = app();
    let mut client = app.client();
    let sent = client.get("/sign");
    assert_eq!(sent.status, 302);
    let both = "message: Thank you; error: The picture is too large";
    assert_eq!(client.get("/").text(), both);
    let again = client.get("/");
    assert_eq!(again.text(), "", "shown a second time");
    assert_eq!(again.headers.get("Set-Cookie"), None, "nothing was changed");
}

#[test]
fn messages_wait_until_a_page_asks() {
    let app = app();
    let mut client = app.client();
    client.get("/sign");
    client.get("/sign");
    let text = client.get("/").text();
    assert_eq!(text.matches("Thank you").count(), 2, "{text}");
}

#[test]
fn who_asks_for_some_categories_takes_all_out() {
    let app = app();
    let mut client = app.client();
    client.get("/sign");
    let text = client.get("/errors").text();
    assert_eq!(text, "error: The picture is too large");
    assert_eq!(client.get("/").text(), "", "as in Flask: all are gone");
}

#[test]
fn a_message_can_be_shown_by_the_request_that_left_it() {
    let app = app();
    let mut client = app.client();
    assert_eq!(client.get("/at-once").text(), "message: now");
    assert_eq!(client.get("/").text(), "");
}

#[test]
fn one_request_sees_the_same_messages_however_often_it_asks() {
    let app = app();
    let mut client = app.client();
    client.get("/sign");
    let both = "message: Thank you; error: The picture is too large";
    assert_eq!(client.get("/twice").text(), format!("{both} / {both}"));
    assert_eq!(client.get("/").text(), "message: later");
}

#[test]
fn flashing_without_a_key_is_a_500_and_reading_is_not() {
    let mut app = app();
    let none: Option<&str> = None;
    app.config_mut().set("SECRET_KEY", none).expect("null");
    assert_eq!(app.client().get("/sign").status, 500);
    assert_eq!(app.client().get("/").status, 200);
}
