//! What people see: forms, sessions, tokens.

use super::{book, entries, sign, token};

#[test]
fn a_signed_form_leads_back_to_a_page_that_shows_it() {
    let app = book();
    let mut client = app.client();
    let answer = sign(&mut client, "Ada", "1 < 2\nand so on");
    assert_eq!(
        (answer.status, answer.headers.get("Location")),
        (302, Some("/"))
    );
    let page = client.get("/").text();
    assert!(page.contains("<h2>Ada</h2>"), "{page}");
    assert!(page.contains("1 &lt; 2\nand so on"), "escaped: {page}");
    let thanks = "<p class=\"flash\" role=\"status\">Thank you, Ada.</p>";
    assert!(page.contains(thanks), "{page}");
    assert!(!client.get("/").text().contains(thanks), "said once");
}

#[test]
fn the_session_keeps_the_name_and_counts_the_visits() {
    let app = book();
    let mut client = app.client();
    let first = client.get("/").text();
    assert!(first.contains("Welcome.\nYou have been here once."), "{first}");
    sign(&mut client, "Ada", "Hello");
    let third = client.get("/").text();
    let wanted = "Welcome back, Ada.\nYou have been here 3 times.";
    assert!(third.contains(wanted), "{third}");
    assert!(third.contains("<input name=\"name\" value=\"Ada\""), "{third}");
    let other = app.client().get("/").text();
    assert!(!other.contains("Welcome back"), "another browser: {other}");
}

#[test]
fn a_form_without_the_session_s_token_signs_nothing() {
    let app = book();
    let mut client = app.client();
    let own = token(&mut client, "/");
    let foreign = token(&mut app.client(), "/");
    assert_ne!(own, foreign, "each session has a token of its own");
    for token in ["", "0", foreign.as_str(), &own[1..]] {
        let form = [("name", "Eve"), ("text", "Buy!"), ("token", token)];
        let answer = client.post_form("/", &form);
        assert_eq!(answer.status, 400, "the token {token:?}");
        assert!(answer.text().contains("not from this site"), "and says why");
    }
    let form = [("name", "Eve"), ("text", "Buy!"), ("token", own.as_str())];
    let answer = app.client().post_form("/", &form);
    assert_eq!(answer.status, 400, "a token without the session's cookie");
    assert!(entries(&mut client).is_empty(), "and nothing stands in the book");
    assert_eq!(client.post_form("/", &form).status, 302, "the right one");
}

#[test]
fn words_that_are_empty_or_too_long_are_a_400_that_says_the_limit() {
    let app = book();
    let mut client = app.client();
    let long = "x".repeat(1001);
    for (name, text, why) in [
        (" ", "Hello", "The name has 0 characters; it needs 1 to 80."),
        (&long[..81], "Hi", "The name has 81 characters; it needs 1 to 80."),
        ("Ada", "", "The text has 0 characters; it needs 1 to 1000."),
        ("Ada", &long, "The text has 1001 characters; it needs 1 to 1000."),
    ] {
        let answer = sign(&mut client, name, text);
        assert_eq!(answer.status, 400, "{name:?}, {} letters", text.len());
        assert!(answer.text().contains(why), "{}", answer.text());
    }
    assert!(entries(&mut client).is_empty(), "nothing of it is in the book");
}

#[test]
fn only_the_last_hundred_entries_stay() {
    let app = book();
    let mut client = app.client();
    for i in 1..=102 {
        super::add(&mut client, "Ada", &format!("text {i}"));
    }
    let all = entries(&mut client);
    assert_eq!((all.len(), &all[0]["text"]), (100, &"text 3".into()));
    assert_eq!(all[99]["id"], 102, "and numbers are never given again");
}

#[test]
fn the_browser_is_told_what_our_pages_do_not_need() {
    let app = book();
    let mut client = app.client();
    for (path, is_page) in
        [("/", true), ("/owner/login", true), ("/api/entries", false)]
    {
        let answer = client.get(path);
        let sniff = answer.headers.get("X-Content-Type-Options");
        assert_eq!(sniff, Some("nosniff"), "{path}");
        let policy = answer.headers.get("Content-Security-Policy");
        let strict = policy.is_some_and(|p| p.contains("default-src 'self'"));
        assert_eq!(strict, is_page, "{path}");
    }
}
