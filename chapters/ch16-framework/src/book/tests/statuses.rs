//! Every status of the notes, for its reason.

use super::{PNG, add, book, sign, sign_with};

#[test]
fn every_status_of_the_notes_has_its_reason_here() {
    let app = book();
    let mut client = app.client();
    let mut status =
        |method: &str, path: &str| client.send(method, path, &[], b"").status;
    assert_eq!(status("GET", "/"), 200);
    assert_eq!(status("GET", "/guestbook.cgi"), 301, "moved for ever");
    assert_eq!(status("POST", "/"), 400, "a form without a token");
    assert_eq!(status("DELETE", "/api/entries/1"), 401, "no password");
    assert_eq!(status("GET", "/api/entries/1"), 404, "no such entry");
    assert_eq!(status("DELETE", "/"), 405, "nobody deletes the page");
    assert_eq!(status("POST", "/api/entries"), 415, "no JSON");
    assert_eq!(sign(&mut client, "Ada", "Hello").status, 302, "to the page");
}

#[test]
fn the_old_address_leads_to_the_new_one_for_ever() {
    let answer = book().client().get("/guestbook.cgi");
    let place = answer.headers.get("Location");
    assert_eq!((answer.status, place), (301, Some("/")));
}

#[test]
fn a_request_beyond_the_limit_is_a_413_in_the_book_s_own_words() {
    let app = book();
    let mut client = app.client();
    let large = [PNG, &vec![0; 4 << 20]].concat();
    let answer = sign_with(&mut client, "cat.png", &large);
    assert_eq!(answer.status, 413);
    assert!(answer.text().contains("Guest book"), "{}", answer.text());
    let kind = [("Content-Type", "application/json")];
    let answer = client.send("POST", "/api/entries", &kind, &large);
    assert_eq!(answer.status, 413);
    assert!(answer.text().starts_with("{\""), "{}", answer.text());
}

#[test]
fn errors_keep_the_fields_that_they_need() {
    let app = book();
    let mut client = app.client();
    let answer = client.send("DELETE", "/", &[], b"");
    let allow = answer.headers.get("Allow");
    assert_eq!((answer.status, allow), (405, Some("GET, HEAD, OPTIONS, POST")));
    let page = answer.text();
    assert!(page.contains("<h1>Method Not Allowed</h1>"), "{page}");
}

#[test]
fn a_broken_file_is_a_500_that_does_not_say_which() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("entries.json");
    std::fs::write(&file, "{\"last\":").expect("a file");
    let mut app = book();
    let config = app.config_mut();
    config.set("BOOK_FOLDER", folder.path()).expect("a setting");
    let mut client = app.client();
    for path in ["/", "/api/entries"] {
        let answer = client.get(path);
        let text = answer.text();
        assert_eq!(answer.status, 500, "{text}");
        assert!(text.contains("The application failed."), "{text}");
        assert!(!text.contains("entries.json"), "for the log only: {text}");
    }
    app.config_mut().set("DEBUG", true).expect("a setting");
    let page = app.client().get("/");
    assert!(page.text().contains("entries.json"), "for its developer");
    let policy = page.headers.get("Content-Security-Policy");
    let policy = policy.unwrap_or_default();
    assert!(policy.contains("style-src 'unsafe-inline'"), "{policy}");
    std::fs::remove_file(&file).expect("it was there");
    let mut client = app.client();
    assert_eq!(add(&mut client, "Ada", "Hello").status, 201, "it lives");
}
