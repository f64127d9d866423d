//! A body is closed once, whatever becomes of it.
#![allow(clippy::unwrap_used)]

mod shared;

use std::borrow::Cow;
use std::io::{Read, Write};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::thread;

use shared::{get, send};
use testing::load::connect;
use testing::within;
use wsgi::{
    AppError, Application, Blocks, Body, Gateway, Input, Memory, StartResponse,
    application, make_server,
};

const TEXT: [(&str, &str); 1] = [("Content-Type", "text/plain")];
const OLD: &[u8] = b"GET / HTTP/1.0\r\n\r\n";
const HEAD_REQUEST: &[u8] = b"HEAD / HTTP/1.1\r\nHost: a\r\n\r\n";

/// What a body of two blocks does.
#[derive(Clone, Copy)]
enum Does {
    Well,
    Fail,
    Panic,
    FailToClose,
    PanicInClose,
}

struct Counted(Does, usize, Arc<AtomicUsize>);

impl Blocks for Counted {
    fn next_block(&mut self) -> Option<Result<Cow<'_, [u8]>, AppError>> {
        self.1 += 1;
        match (self.1, self.0) {
            (1, _) => Some(Ok(b"one".into())),
            (2, Does::Fail) => Some(Err("no such table".into())),
            (2, Does::Panic) => panic!("an invented bug"),
            (2, _) => Some(Ok(b"two".into())),
            _ => None,
        }
    }

    fn close(&mut self) -> Result<(), AppError> {
        self.2.fetch_add(1, Ordering::Relaxed);
        match self.0 {
            Does::FailToClose => Err("the file is gone".into()),
            Does::PanicInClose => panic!("another bug"),
            _ => Ok(()),
        }
    }
}

fn counted(does: Does) -> (impl Application, Arc<AtomicUsize>) {
    let closed = Arc::new(AtomicUsize::new(0));
    let count = closed.clone();
    let app = application(move |environ, start_response| {
        if environ.path_info() == "/early" {
            drop(Body::blocks(Counted(does, 0, count.clone())));
            return Err("a middleware gave up".into());
        }
        start_response.call("200 OK", TEXT)?;
        Ok(Body::blocks(Counted(does, 0, count.clone())))
    });
    (app, closed)
}

#[test]
fn a_body_is_closed_once_whatever_happens() {
    use Does::{Fail, FailToClose, Panic, PanicInClose, Well};
    for does in [Well, Fail, Panic, FailToClose, PanicInClose] {
        for request in [
            &b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"[..],
            HEAD_REQUEST,
            OLD,
            b"GET /early HTTP/1.0\r\n\r\n",
        ] {
            let (app, closed) = counted(does);
            let heard = send(app, request);
            let count = closed.load(Ordering::Relaxed);
            assert_eq!(count, 1, "closed so often, and not once: {heard:?}");
        }
    }
}

#[test]
fn a_body_that_fails_after_its_first_byte_is_cut() {
    for does in [Does::Fail, Does::Panic] {
        let heard = get(counted(does).0);
        assert!(heard.cut, "a part must not look like the whole: {heard:?}");
        assert!(heard.text.ends_with("\r\n\r\n3\r\none\r\n"), "{heard:?}");
    }
}

#[test]
fn what_fails_when_the_client_has_all_is_for_the_log() {
    for does in [Does::FailToClose, Does::PanicInClose] {
        let heard = get(counted(does).0);
        assert!(heard.text.ends_with("3\r\ntwo\r\n0\r\n\r\n"), "{heard:?}");
        assert!(!heard.cut && heard.failure.is_none(), "{heard:?}");
        assert_eq!(heard.errors.lines().count(), 1, "{heard:?}");
    }
}

#[test]
fn a_client_that_leaves_closes_the_body_too() {
    let (app, closed) = counted(Does::Well);
    let gateway = Gateway::new(app);
    let mut client = Memory::default();
    let request = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    let failure = client.send(request, |channel| {
        gateway.run(&mut shared::Leaves { channel, writes: 1 })
    });
    assert!(failure.is_some() && client.is_cut(), "{failure:?}");
    assert_eq!(closed.load(Ordering::Relaxed), 1);
}

/// A body of one block that calls `.0` when it is closed.
struct Closes<F>(F, bool);

impl<F: FnMut() -> Result<(), AppError>> Blocks for Closes<F> {
    fn next_block(&mut self) -> Option<Result<Cow<'_, [u8]>, AppError>> {
        let first = !std::mem::replace(&mut self.1, true);
        first.then(|| Ok(b"one".into()))
    }

    fn close(&mut self) -> Result<(), AppError> {
        (self.0)()
    }
}

#[test]
fn no_client_waits_for_close() {
    within("an answer whose close waits for its client", || {
        let (heard, told) = mpsc::channel();
        let told = Arc::new(Mutex::new(told));
        let app = application(move |_, start_response| {
            start_response.call("200 OK", TEXT)?;
            let told = told.clone();
            let close = move || Ok(told.lock().unwrap().recv()?);
            Ok(Body::blocks(Closes(close, false)))
        });
        let mut server = make_server("127.0.0.1:0", app).unwrap();
        let mut client = connect(&server.server_address().to_string()).unwrap();
        let asked = thread::spawn(move || {
            client.write_all(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n").unwrap();
            let (mut all, mut byte) = (Vec::new(), [0]);
            while !all.ends_with(b"3\r\none\r\n0\r\n\r\n") {
                client.read_exact(&mut byte).unwrap();
                all.push(byte[0]);
            }
            heard.send(()).unwrap(); // only now may it be closed
        });
        server.handle_request().unwrap();
        asked.join().unwrap();
    });
}

#[test]
fn who_reads_or_writes_in_close_harms_no_other_request() {
    let seen = Arc::new(Mutex::new(String::new()));
    let note = seen.clone();
    let app = application(move |environ, start_response| {
        start_response.call("200 OK", TEXT)?;
        let (input, start) = (environ.input(), start_response.clone());
        let note = note.clone();
        let late = move |input: &Input<'_>, start: &StartResponse<'_>| {
            let read = input.read_all()?.len() + input.readline()?.len();
            let wrote = start.writer().write(b"late").is_ok();
            note.lock().unwrap().push_str(&format!("{read} {wrote}\n"));
            Ok(())
        };
        Ok(Body::blocks(Closes(move || late(&input, &start), false)))
    });
    let post = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc";
    let heard = send(app, &post.repeat(2));
    assert_eq!(heard.text.matches("3\r\none\r\n0\r\n\r\n").count(), 2);
    assert!(!heard.cut && heard.failure.is_none(), "{heard:?}");
    assert_eq!(*seen.lock().unwrap(), "0 false\n0 false\n");
}
