//! Judges the exercise `bearer`.

use std::collections::HashMap;

use carafe::{App, TestResponse};
use ex16::bearer::{Anyone, Tokens, User, Writer};
use testing::within;

fn me(user: User) -> String {
    format!("user {}", user.name)
}

fn sign(Writer(user): Writer) -> String {
    format!("writer {}", user.name)
}

fn show(Anyone(user): Anyone) -> String {
    user.map_or("a guest".to_owned(), |user| format!("user {}", user.name))
}

const ADA: &str = "czNjcjN0LmJvb2s=";
const BOB: &str = "-._~+/09AZaz==";

fn app(tokens: bool) -> App {
    let mut app = App::new();
    app.get("/me", me);
    app.post("/sign", sign);
    app.get("/show", show);
    if tokens {
        let user = |name: &str, writes| User { name: name.to_owned(), writes };
        app.manage(Tokens(HashMap::from([
            (ADA.to_owned(), user("Ada", true)),
            (BOB.to_owned(), user("Bob", false)),
        ])));
    }
    app
}

/// What a client hears who sends `fields`, each a whole line.
fn ask(target: &str, fields: &[&str], tokens: bool) -> TestResponse {
    let method = if target.starts_with("/sign") { "POST" } else { "GET" };
    let mut request = format!("{method} {target} HTTP/1.0\r\nHost: a\r\n");
    for field in fields {
        request += &format!("{field}\r\n");
    }
    request += "Content-Length: 0\r\n\r\n";
    within("a request", move || {
        app(tokens).client().send_bytes(request.as_bytes())
    })
}

#[track_caller]
fn answered(target: &str, fields: &[&str], text: &str, rule: &str) {
    let answer = ask(target, fields, true);
    let got = (answer.status, answer.text());
    let want = (200, text.to_owned());
    assert_eq!(got, want, "{rule}\n  {target} with {fields:?}");
}

/// The refusal with that status, and what stands behind the realm.
#[track_caller]
fn refused(
    target: &str,
    fields: &[&str],
    (status, more): (u16, &str),
    rule: &str,
) -> String {
    let answer = ask(target, fields, true);
    let place = format!("{rule}\n  {target} with {fields:?}");
    assert_eq!(answer.status, status, "{place}\n  the status, got and want:");
    let field = answer.headers.get("WWW-Authenticate");
    let want = format!("Bearer realm=\"book\"{more}");
    let what = "WWW-Authenticate, got and want:";
    assert_eq!(field, Some(&*want), "{place}\n  {what}");
    answer.text()
}

const NOBODY: (u16, &str) = (401, "");
const MALFORMED: (u16, &str) = (400, ", error=\"invalid_request\"");
const UNKNOWN: (u16, &str) = (401, ", error=\"invalid_token\"");
const READER: (u16, &str) = (403, ", error=\"insufficient_scope\"");

fn bearer(token: &str) -> String {
    format!("Authorization: Bearer {token}")
}

#[test]
fn whoever_bears_the_token_is_its_user() {
    let rule = "the token is Ada's";
    answered("/me", &[&bearer(ADA)], "user Ada", rule);
    answered("/sign", &[&bearer(ADA)], "writer Ada", rule);
    answered("/show", &[&bearer(ADA)], "user Ada", rule);
    let rule = "a token has letters, digits and -._~+/, then perhaps some =";
    answered("/me", &[&bearer(BOB)], "user Bob", rule);
    answered("/show", &[&bearer(BOB)], "user Bob", rule);
}

#[test]
fn the_scheme_is_written_in_any_case() {
    let rule = "schemes have no capitals or have them (RFC 9110, 11.1), and \
                one or more spaces follow";
    for scheme in ["bearer ", "BEARER ", "bEaReR ", "Bearer   "] {
        let field = format!("Authorization: {scheme}{ADA}");
        answered("/me", &[&field], "user Ada", rule);
    }
}

#[test]
fn without_a_token_it_is_a_401_that_says_how() {
    let rule = "no bearer came, and nothing was wrong with what was sent: a \
                401 without error= in its field, which says how to come in";
    for target in ["/me", "/sign"] {
        refused(target, &[], NOBODY, rule);
        let other = ["Authorization: Basic QWRhOmxvdmU="];
        refused(target, &other, NOBODY, rule);
        refused(target, &["Authorization: Bearerly abc"], NOBODY, rule);
        refused(target, &["Authorization:"], NOBODY, rule);
    }
}

#[test]
fn guests_come_in_where_they_may() {
    let rule = "no bearer came: a guest";
    answered("/show", &[], "a guest", rule);
    let other = ["Authorization: Basic QWRhOmxvdmU="];
    answered("/show", &other, "a guest", rule);
    let rule = "a wrong token is no guest: its program must hear of it";
    refused("/show", &[&bearer("abc")], UNKNOWN, rule);
    refused("/show", &[&bearer("a b")], MALFORMED, rule);
}

#[test]
fn what_is_no_token_is_a_400() {
    let rule = "a token is one or more letters, digits or -._~+/, and \
                perhaps some = behind them";
    for token in ["", "=", "==", "a=b", "a b", "a,b", "a;b", "\"a\"", "é"] {
        let field = bearer(token);
        for target in ["/me", "/sign", "/show"] {
            refused(target, &[&field], MALFORMED, rule);
        }
    }
    let rule = "Bearer and nothing behind it is a bearer without a token";
    refused("/me", &["Authorization: Bearer"], MALFORMED, rule);
    let two = [bearer(ADA), bearer(ADA)];
    let two = [&*two[0], &*two[1]];
    let rule = "two fields are one with a comma: which of them is meant?";
    refused("/me", &two, MALFORMED, rule);
}

#[test]
fn a_token_that_nobody_has_is_a_401() {
    let rule = "it is a token, but nobody has it";
    let almost = &ADA[..ADA.len() - 1];
    for token in ["abc", almost, &ADA.to_lowercase(), "Ada"] {
        for target in ["/me", "/sign", "/show"] {
            refused(target, &[&bearer(token)], UNKNOWN, rule);
        }
    }
}

#[test]
fn who_may_not_write_is_a_403() {
    let rule = "Bob is known, so it is no 401: another token of his would \
                not help either";
    refused("/sign", &[&bearer(BOB)], READER, rule);
    answered("/me", &[&bearer(BOB)], "user Bob", "Bob may read");
}

#[test]
fn a_token_in_the_query_is_none() {
    let rule = "a URL is written into logs and histories: a token there is \
                not taken";
    for name in ["access_token", "token", "bearer"] {
        refused(&format!("/me?{name}={ADA}"), &[], NOBODY, rule);
    }
}

#[test]
fn the_answer_says_what_is_wrong_and_not_the_token() {
    let rule = "a page is copied into mails and tickets: no token in it";
    for (token, want) in [("s3cr3t", UNKNOWN), ("s3cr3t s3cr3t", MALFORMED)] {
        let text = refused("/me", &[&bearer(token)], want, rule);
        assert!(!text.contains("s3cr3t"), "{rule}\n  {text}");
    }
    let text = refused("/sign", &[&bearer(BOB)], READER, rule);
    assert!(!text.contains(BOB), "{rule}\n  {text}");
    let rule = "no token and a wrong one are both 401: the page says which";
    let none = refused("/me", &[], NOBODY, rule);
    let wrong = refused("/me", &[&bearer("abc")], UNKNOWN, rule);
    assert_ne!(none, wrong, "{rule}");
}

#[test]
fn tokens_that_were_forgotten_are_a_500() {
    let rule = "no Tokens were given to App::manage: that is the author's \
                mistake, and no client must look for it";
    answered("/me", &[&bearer(ADA)], "user Ada", "here they were given");
    for target in ["/me", "/sign"] {
        let answer = ask(target, &[&bearer(ADA)], false);
        assert_eq!(answer.status, 500, "{rule}: {target}");
    }
}
