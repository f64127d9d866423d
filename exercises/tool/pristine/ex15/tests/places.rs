//! Judges the exercise `places`.

use std::borrow::Cow;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock, Mutex, OnceLock};

use ex15::places::Places;
use testing::{assert_bytes, within};
use wsgi::{AppError, Application, Blocks, Body, Gateway, Memory, application};

#[path = "places/lengths.rs"]
mod lengths;

const REQUEST: &[u8] = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n";
const DATE: &str = "Date: Thu, 01 Jan 1970 00:00:00 GMT\r\n";
const BUSY: &str = "HTTP/1.1 503 Service Unavailable\r\nContent-Type: \
    text/plain\r\nRetry-After: 1\r\nContent-Length: 5\r\n\r\nbusy\n";

/// What a client of `app` hears.
fn heard(app: &dyn Application) -> String {
    let gateway = Gateway::new(app);
    let mut client = Memory::default();
    client.send(REQUEST, |channel| gateway.run(channel));
    String::from_utf8_lossy(&client.take()).replace(DATE, "")
}

/// How a body ends.
#[derive(Clone, Copy, PartialEq)]
enum End {
    Well,
    NextFails,
    CloseFails,
    ClosePanics,
}

/// A body of one block that counts how often it is closed.
struct Row {
    seen: Arc<AtomicUsize>,
    closed: Arc<AtomicUsize>,
    end: End,
}

impl Blocks for Row {
    fn next_block(&mut self) -> Option<Result<Cow<'_, [u8]>, AppError>> {
        if self.end == End::NextFails {
            return Some(Err("no more rows".into()));
        }
        if self.seen.fetch_add(1, Ordering::SeqCst) > 0 {
            return None;
        }
        Some(Ok(Cow::Borrowed(b"row\n")))
    }

    fn close(&mut self) -> Result<(), AppError> {
        self.closed.fetch_add(1, Ordering::SeqCst);
        match self.end {
            End::CloseFails => Err("close failed".into()),
            End::ClosePanics => panic!("close panicked"),
            _ => Ok(()),
        }
    }
}

/// Three requests, one after another, to an application with one place whose
/// body ends so: how often it was called and how often a body was closed.
fn three_times(end: End) -> (usize, usize) {
    within("three requests", move || {
        let closed = Arc::new(AtomicUsize::new(0));
        let calls = Arc::new(AtomicUsize::new(0));
        let (count, told) = (Arc::clone(&calls), Arc::clone(&closed));
        let app = Places::new(
            application(move |_, start_response| {
                count.fetch_add(1, Ordering::SeqCst);
                let headers = [("Content-Type", "text/plain")];
                start_response.call("200 OK", headers)?;
                Ok(Body::blocks(Row {
                    seen: Arc::default(),
                    closed: Arc::clone(&told),
                    end,
                }))
            }),
            1,
        );
        for _ in 0..3 {
            heard(&app);
        }
        (calls.load(Ordering::SeqCst), closed.load(Ordering::SeqCst))
    })
}

/// An application that its own bodies can ask.
type Itself = Arc<OnceLock<Box<dyn Application>>>;

/// An application with one place: its first and second requests are answered
/// with what `body` makes of the application itself; any other fails.
fn with_one_place(body: fn(Itself) -> Body<'static>) -> Itself {
    let shared = Itself::default();
    let own = Arc::clone(&shared);
    let calls = AtomicUsize::new(0);
    let app = Places::new(
        application(move |_, start_response| {
            if calls.fetch_add(1, Ordering::SeqCst) > 1 {
                return Err("let in without a place".into());
            }
            let headers = [("Content-Type", "text/plain")];
            start_response.call("200 OK", headers)?;
            Ok(body(Arc::clone(&own)))
        }),
        1,
    );
    shared.set(Box::new(app)).ok().expect("set once");
    shared
}

#[test]
fn a_body_that_is_made_while_it_is_sent_keeps_its_place() {
    let (first, second) = within("requests inside of others", || {
        // The body asks the same middleware, while it is being read.
        let app = with_one_place(|own| {
            let mut left = 1;
            Body::iter(std::iter::from_fn(move || {
                left -= 1;
                let app = own.get().filter(|_| left == 0)?;
                Some(Ok(heard(&**app)))
            }))
        });
        let app = app.get().expect("set");
        (heard(&**app), heard(&**app))
    });
    let rule = "the place is taken until the body is closed, not until call \
                returns: one who comes meanwhile hears 503";
    let busy = first.contains(BUSY);
    assert!(busy, "{rule}\n  the first client heard {first:?}");
    let rule = "a place that is given back twice is two places";
    let busy = second.contains(BUSY);
    assert!(busy, "{rule}\n  the second client heard {second:?}");
}

/// A body that asks in its close.
struct Closes(Itself, Arc<Mutex<String>>);

impl Blocks for Closes {
    fn next_block(&mut self) -> Option<Result<Cow<'_, [u8]>, AppError>> {
        None
    }

    fn close(&mut self) -> Result<(), AppError> {
        let text = self.0.get().map(|app| heard(&**app));
        *self.1.lock().expect("no panic") = text.unwrap_or_default();
        Ok(())
    }
}

#[test]
fn the_inner_close_has_the_place_still() {
    static TOLD: LazyLock<Arc<Mutex<String>>> = LazyLock::new(Arc::default);
    within("a request inside of another one", || {
        let app =
            with_one_place(|own| Body::blocks(Closes(own, Arc::clone(&TOLD))));
        heard(&**app.get().expect("set"));
    });
    let told = TOLD.lock().expect("no panic");
    let rule = "the inner close may need what the place stands for: give it \
                back behind that";
    assert!(told.contains(BUSY), "{rule}\n  one heard in it: {told:?}");
}

#[test]
fn the_place_is_given_back_when_the_body_is_closed_however_it_ended() {
    let rule = "one place, three requests one after another: each finds it \
                free, and each body is closed once\n  (calls, closes), got \
                and want:";
    for end in [End::Well, End::NextFails, End::CloseFails, End::ClosePanics] {
        assert_eq!(three_times(end), (3, 3), "{rule}");
    }
}

#[test]
fn an_application_that_fails_gives_its_place_back() {
    for fails in ["with an error", "with a panic"] {
        let (text, calls) = within("three requests", move || {
            let calls = Arc::new(AtomicUsize::new(0));
            let count = Arc::clone(&calls);
            let app = Places::new(
                application(move |_, _| {
                    count.fetch_add(1, Ordering::SeqCst);
                    assert!(fails == "with an error", "a panic");
                    Err("no database".into())
                }),
                1,
            );
            let _ = (heard(&app), heard(&app));
            (heard(&app), calls.load(Ordering::SeqCst))
        });
        let rule = "a place that is lost with each failure: after some of \
                    them all clients hear 503";
        assert!(text.starts_with("HTTP/1.1 500 "), "{rule}\n  {text:?}");
        assert_eq!(calls, 3, "each of three requests finds a place");
    }
}

#[test]
fn without_a_place_the_application_is_not_called() {
    let got = within("a request", || {
        heard(&Places::new(
            application(|_, _| panic!("it was called without a place")),
            0,
        ))
    });
    let rule = "no place: 503 at once, and the application hears nothing";
    assert_bytes(REQUEST, got.as_bytes(), BUSY.as_bytes(), rule);
}
