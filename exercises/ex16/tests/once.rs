//! Judges the exercise `once`.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex};

use carafe::{App, Context, Error, HttpError, Response, abort};
use ex16::once::once;
use testing::{assert_bytes, within};
use wsgi::{Application, Gateway, Memory};

#[path = "once/known.rs"]
mod known;
#[path = "once/time.rs"]
mod time;

/// What a client hears who sends `head` and `body`.
fn send(app: &dyn Application, head: &str, body: &str) -> String {
    let gateway = Gateway::new(app);
    let mut client = Memory::default();
    let request = format!(
        "{} HTTP/1.0\r\nContent-Length: {}\r\n{}\r\n{body}",
        head.lines().next().unwrap_or_default(),
        body.len(),
        head.lines().skip(1).fold(String::new(), |all, l| all + l + "\r\n"),
    );
    client.send(request.as_bytes(), |channel| gateway.run(channel));
    String::from_utf8_lossy(&client.take()).into_owned()
}

/// An order with a key.
fn order(app: &dyn Application, key: &str, text: &str) -> String {
    let head = format!("POST /orders\nIdempotency-Key: {key}");
    send(app, &head, text)
}

/// A shop in which orders are counted.
fn shop(places: usize) -> App {
    let mut app = App::new();
    once(&mut app, places);
    let count = Arc::new(AtomicUsize::new(0));
    let next = move || count.fetch_add(1, Ordering::SeqCst) + 1;
    let orders = next.clone();
    let order = move |context: &Context<'_>| -> Result<_, Error> {
        let text = context.request().data()?;
        let (n, text) = (orders(), String::from_utf8_lossy(text));
        let fields = [("Location", format!("/orders/{n}"))];
        Ok((format!("order {n}: {text}"), 201, fields))
    };
    app.route("/orders", order).set_methods(["GET", "POST", "PUT", "PATCH"]);
    let fails = next.clone();
    app.post("/fails", move || -> Result<&str, Error> {
        Err(Error::message(format!("attempt {} has failed", fails())))
    });
    let panics = next.clone();
    app.post("/panics", move || -> String {
        panic!("attempt {} has failed", panics())
    });
    let refuses = next.clone();
    app.post("/refuses", move || -> HttpError {
        abort(403).describe(format!("refusal {}", refuses()))
    });
    let streams = next.clone();
    app.post("/streams", move || {
        Response::stream(["order ".to_owned(), streams().to_string()])
    });
    app.post("/long/<int:size>", move |context: &Context<'_>| {
        let size = context.values().next().and_then(|(_, n)| n.parse().ok());
        format!("order {}{}", next(), ".".repeat(size.unwrap_or(0)))
    });
    app
}

/// The status of an answer.
fn status(answer: &str) -> &str {
    answer.split(' ').nth(1).unwrap_or("none")
}

#[track_caller]
fn has_status(answer: &str, want: &str, rule: &str) {
    let got = status(answer);
    assert_eq!(got, want, "{rule}\n  the status, got and want, of {answer:?}");
}

/// `again` must be `first`, with the field that says so.
#[track_caller]
fn replayed(first: &str, again: &str, rule: &str) {
    let mark = "Idempotent-Replayed: true\r\n";
    let plain = again.replacen(mark, "", 1);
    assert_bytes(b"", plain.as_bytes(), first.as_bytes(), rule);
    let rule = "an answer that was kept says so: Idempotent-Replayed: true";
    assert_eq!(again.matches(mark).count(), 1, "{rule}\n  {again:?}");
    assert!(!first.contains(mark), "the first answer is none\n  {first:?}");
}

/// `again` must be an answer of the view, and not one that was kept.
#[track_caller]
fn answered(again: &str, body: &str, rule: &str) {
    assert!(again.ends_with(body), "{rule}: want {body:?}\n  {again:?}");
    let mark = "Idempotent-Replayed";
    assert!(!again.contains(mark), "{rule}\n  {again:?}");
}

/// `work` with a shop of that many places.
#[track_caller]
fn with(places: usize, work: impl FnOnce(&App) + Send + 'static) {
    within("requests in memory", move || work(&shop(places)));
}

#[test]
fn the_second_answer_is_the_first() {
    with(9, |shop| {
        let first = order(shop, "k-77", "a lamp");
        answered(&first, "order 1: a lamp", "the first is the view's");
        let rule = "the same key, the same order: status, fields and body are \
                    those of the first answer";
        replayed(&first, &order(shop, "k-77", "a lamp"), rule);
        replayed(&first, &order(shop, "k-77", "a lamp"), rule);
        let other = order(shop, "k-78", "a lamp");
        answered(&other, "order 2: a lamp", "another key is another order");
    });
}

#[test]
fn only_post_and_patch_have_keys() {
    with(9, |shop| {
        for (n, method) in [(1, "GET"), (3, "PUT")] {
            let head = format!("{method} /orders\nIdempotency-Key: a");
            let rule = format!("{method} goes through");
            answered(&send(shop, &head, ""), &format!("order {n}: "), &rule);
            let next = format!("order {}: ", n + 1);
            answered(&send(shop, &head, ""), &next, &rule);
        }
        let patch = "PATCH /orders\nIdempotency-Key: a";
        let first = send(shop, patch, "");
        answered(&first, "order 5: ", "the first is the view's");
        replayed(&first, &send(shop, patch, ""), "PATCH has keys");
    });
}

#[test]
fn without_a_key_nothing_changes() {
    with(9, |shop| {
        let rule = "no key: each request is one of its own";
        for n in 1..4 {
            let answer = send(shop, "POST /orders", "x");
            answered(&answer, &format!("order {n}: x"), rule);
        }
    });
}

#[test]
fn a_key_has_a_form() {
    with(9, |shop| {
        let rule = "a key is 1 to 100 visible characters of ASCII";
        let long = "k".repeat(101);
        for key in ["", "a b", "a\tb", "é", &long] {
            let answer = order(shop, key, "x");
            has_status(&answer, "400", &format!("{rule}: {key:?} is none"));
        }
        let answer = order(shop, &long[..100], "x");
        answered(&answer, "order 1: x", "100 are not too many");
        answered(&order(shop, "\"k,1\"", "x"), "order 2: x", rule);
    });
}

/// A shop whose view says when it has begun, and ends when it may.
fn slow(places: usize) -> Slow {
    let (begun, events) = sync_channel(9);
    let (go, may_go) = sync_channel::<()>(9);
    let (may_go, has_begun) = (Mutex::new(may_go), begun.clone());
    let mut shop = shop(places);
    shop.post("/slow", move || {
        let _ = has_begun.send(());
        let _ = may_go.lock().map(|go| go.recv());
        "slow"
    });
    Slow { shop, begun, events, go }
}

struct Slow {
    shop: App,
    begun: SyncSender<()>,
    /// The view has begun, or what a test tells itself by `begun`.
    events: Receiver<()>,
    /// Lets the view end, once.
    go: SyncSender<()>,
}
