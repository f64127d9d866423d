//! What programs see.

use serde_json::json;

use super::{add, book, entries};

#[test]
fn an_entry_is_added_and_found_where_the_answer_says() {
    let app = book();
    let mut client = app.client();
    let answer = add(&mut client, "Ada", "Hello <b>");
    let wanted = json!({"id": 1, "name": "Ada", "text": "Hello <b>"});
    assert_eq!(answer.status, 201);
    assert_eq!(answer.json::<serde_json::Value>().expect("JSON"), wanted);
    let place = answer.headers.get("Location").expect("a place").to_owned();
    assert_eq!(place, "/api/entries/1");
    let found = client.get(&place).json::<serde_json::Value>();
    assert_eq!(found.expect("JSON"), wanted);
    assert_eq!(entries(&mut client), [wanted]);
}

#[test]
fn a_list_that_has_not_changed_is_a_304() {
    let app = book();
    let mut client = app.client();
    add(&mut client, "Ada", "Hello");
    let first = client.get("/api/entries");
    let tag = first.headers.get("ETag").expect("a tag").to_owned();
    let fields = [("If-None-Match", tag.as_str())];
    let same = client.send("GET", "/api/entries", &fields, b"");
    assert_eq!((same.status, same.body.len()), (304, 0));
    add(&mut client, "Bob", "Hi");
    let other = client.send("GET", "/api/entries", &fields, b"");
    assert_eq!(other.status, 200);
}

#[test]
fn errors_are_json_here_and_pages_elsewhere() {
    let app = book();
    let mut client = app.client();
    let answer = client.get("/api/entries/7");
    let wanted = json!({
        "status": 404,
        "error": "There is nothing at this address.",
    });
    assert_eq!(answer.status, 404);
    assert_eq!(answer.json::<serde_json::Value>().expect("JSON"), wanted);
    let page = client.get("/nowhere").text();
    assert!(page.contains("<h1>Not Found</h1>"), "{page}");
    assert!(page.contains("Guest book"), "in the book's own layout: {page}");
}

#[test]
fn json_that_does_not_fit_is_a_400_that_says_where() {
    let app = book();
    let mut client = app.client();
    let kind = [("Content-Type", "application/json")];
    for (body, why) in [
        ("{\"name\":", "EOF while parsing a value at line 1 column 8"),
        ("{\"name\": \"Ada\"}", "missing field `text` at line 1 column 15"),
        ("[]", "invalid length 0"),
    ] {
        let body = body.as_bytes();
        let answer = client.send("POST", "/api/entries", &kind, body);
        let said = answer.text();
        assert_eq!(answer.status, 400, "{said}");
        assert!(said.contains(why), "{said}");
    }
    assert_eq!(add(&mut client, "", "Hello").status, 400);
    assert!(entries(&mut client).is_empty());
}

#[test]
fn a_browser_that_asks_for_another_site_hears_no_yes() {
    let app = book();
    let fields = [
        ("Origin", "https://evil.example"),
        ("Access-Control-Request-Method", "POST"),
        ("Access-Control-Request-Headers", "content-type"),
    ];
    let answer = app.client().send("OPTIONS", "/api/entries", &fields, b"");
    assert_eq!(answer.status, 200, "a question that has an answer");
    let mut names = answer.headers.iter().map(|(name, _)| name);
    assert!(!names.any(|name| name.starts_with("Access-Control")));
}

#[test]
fn guests_who_write_at_once_overwrite_nobody() {
    let app = book();
    let write = |name: &str| {
        let mut client = app.client();
        for _ in 0..5 {
            assert_eq!(add(&mut client, name, "Hello").status, 201);
        }
    };
    std::thread::scope(|scope| {
        for i in 0..8 {
            scope.spawn(move || write(&format!("guest {i}")));
        }
    });
    let mut ids: Vec<_> = entries(&mut app.client())
        .into_iter()
        .map(|entry| entry["id"].as_u64().unwrap_or_default())
        .collect();
    ids.sort_unstable();
    assert_eq!(ids, (1..=40).collect::<Vec<_>>(), "each has its number");
}
