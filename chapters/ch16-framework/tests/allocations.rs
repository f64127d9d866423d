//! What a request in memory takes from the heap.
#![allow(clippy::unwrap_used)]

mod shared;

use carafe::{App, Json, Path, run_wsgi_app};
use http1::Head;
use shared::{head, with_environ};
use testing::heap;

#[global_allocator]
static COUNTING: heap::Counting = heap::Counting;

fn app() -> App {
    let mut app = App::new();
    app.get("/list", || Json([1, 2, 3]));
    app.get("/items/<int:id>", |Path(id): Path<u64>| Json([id]));
    app
}

/// Allocations of one call, and the body.
fn count(app: &App, head: &Head) -> (u64, Vec<u8>) {
    with_environ(head, |environ| {
        let before = heap::here().allocations;
        let answer = run_wsgi_app(app, environ);
        let count = heap::here().allocations - before;
        (count, answer.unwrap().2)
    })
}

// ANCHOR: most
/// Of the caller: it keeps status and fields, that is a list, a name and a
/// value.
const CALLER: u64 = 4;

/// Of the framework: the path, the list of fields, the text of the JSON, and
/// its owner (it can be shared while it is sent).
const ANSWER: u64 = 4;

/// For a typed variable: a list of names and texts, and one of the texts of
/// its name.
const VARIABLE: u64 = 2;
// ANCHOR_END: most

#[test]
fn a_routed_request_for_json_takes_eight_pieces_of_the_heap() {
    let app = app();
    for (target, expected, most) in [
        ("/list", "[1,2,3]\n", CALLER + ANSWER),
        ("/items/42", "[42]\n", CALLER + ANSWER + VARIABLE),
    ] {
        let head = head(&format!("GET {target} HTTP/1.1\r\nHost: a\r\n\r\n"));
        count(&app, &head); // the first request makes the map of rules
        let (allocations, body) = count(&app, &head);
        assert_eq!(String::from_utf8_lossy(&body), expected, "{target}");
        assert!(
            allocations <= most,
            "{target} took {allocations} allocations, {most} are known: \
             what does the new one do for the answer?"
        );
    }
}

#[test]
fn the_number_of_rules_does_not_matter() {
    let mut app = app();
    for number in 0..1000 {
        app.get(&format!("/more{number}/<name>"), || "more");
    }
    let head = head("GET /list HTTP/1.1\r\nHost: a\r\n\r\n");
    count(&app, &head);
    let (allocations, _) = count(&app, &head);
    assert!(allocations <= CALLER + ANSWER, "{allocations} allocations");
}
