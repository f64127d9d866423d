//! What a program brings besides `handle` may panic, too: that ends one
//! request, and no server. Nothing forks here: this program has threads.

mod common;

use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use bytes::BytesMut;
use common::{Running, ask, line, tcp};
use socketserver::{
    Failure, Hooks, Request, Rfile, Sequential, Server, StreamHandler,
    ThreadPool, Threading, Upper, Wfile,
};
use testing::assert_bytes;
use threading::WhenFull;

#[track_caller]
fn still_serves(server: &Running) {
    let got = ask(&mut server.connect(), b"me\n");
    assert_bytes(b"me\n", &got, b"ME\n", "the next one is served");
}

/// Makes handlers, but not the first one.
fn make() -> impl Fn() -> Upper + Send + Sync {
    let made = AtomicBool::new(false);
    move || {
        assert!(made.swap(true, Ordering::SeqCst), "no database yet");
        Upper
    }
}

#[test]
fn a_handler_that_cannot_be_made_ends_one_request() {
    let pool = ThreadPool::new(1, 1, WhenFull::Wait).unwrap();
    for server in [
        Running::start(Server::builder(tcp(), Sequential, make())),
        Running::start(Server::builder(tcp(), Threading::new(8), make())),
        Running::start(Server::builder(tcp(), pool, make())),
    ] {
        // Who says something here may be reset: nobody waits for it.
        let got = testing::drain(&mut server.connect());
        assert_bytes(b"", &got, b"", "nobody was there to answer");
        still_serves(&server);
        assert_eq!(server.stop(), 0);
    }
}

/// As [`Upper`], but not even able to say that it has no time.
struct Speechless;

impl StreamHandler for Speechless {
    fn handle(
        &mut self,
        rfile: &mut Rfile<'_>,
        wfile: &mut Wfile<'_>,
    ) -> io::Result<()> {
        StreamHandler::handle(&mut Upper, rfile, wfile)
    }

    fn overloaded(&mut self, _: &mut BytesMut) {
        panic!("at a loss for words");
    }
}

#[test]
fn a_refusal_that_panics_ends_one_request() {
    let builder = Server::builder(tcp(), Threading::new(1), || Speechless);
    let server = Running::start(builder);
    let mut first = server.connect();
    first.write_all(b"me\n").unwrap();
    assert_bytes(b"me\n", &line(&mut first), b"ME\n", "it has a place");
    for _ in 0..2 {
        let got = ask(&mut server.connect(), b"and me\n");
        assert_bytes(b"and me\n", &got, b"", "a clean end without a word");
    }
    assert_bytes(b"", &ask(&mut first, b"still\n"), b"STILL\n", "it stays");
    assert_eq!(server.stop(), 0);
}

/// Panics over the first request, and over that panic.
#[derive(Clone, Default)]
struct Frightened(Arc<AtomicBool>);

impl<R: Request> Hooks<R> for Frightened {
    fn verify_request(&self, _: &R) -> bool {
        assert!(self.0.swap(true, Ordering::SeqCst), "who is that?");
        true
    }

    fn handle_error(&self, _: &R, _: &Failure) {
        panic!("and now that");
    }
}

#[test]
fn a_hook_that_panics_lets_one_request_not_in() {
    let builder = Server::builder(tcp(), Sequential, || Upper);
    let server = Running::start(builder.hooks(Frightened::default()));
    let got = ask(&mut server.connect(), b"me\n");
    assert_bytes(b"me\n", &got, b"", "it was not let in");
    still_serves(&server);
    assert_eq!(server.stop(), 0);
}
