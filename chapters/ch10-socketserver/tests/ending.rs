//! How a server ends: told by a thread, by its own handler, with requests that
//! have begun. Nothing forks here: this program has threads.

mod common;

use std::io::{self, Write};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex, OnceLock};
use std::thread;
use std::time::{Duration, Instant};

use common::{Noted, Running, ask, diary, line, next, tcp};
use http_basic::Limits;
use socketserver::{
    POLL_INTERVAL, Rfile, Sequential, Server, Shutdown, StreamHandler,
    ThreadPool, Threading, Upper, Wfile,
};
use testing::{LIMIT, assert_bytes, within};
use threading::WhenFull;

#[test]
fn shutdown_ends_a_server_that_waits_for_an_hour() {
    let builder = Server::builder(tcp(), Sequential, || Upper);
    let server = Running::polling(builder, Duration::from_secs(3600));
    let start = Instant::now();
    assert_eq!(server.stop(), 0);
    assert!(start.elapsed() < LIMIT, "it heard the word at once");
}

#[test]
fn a_server_that_was_told_to_end_before_it_serves_does_not_begin() {
    let mut server =
        Server::builder(tcp(), Sequential, || Upper).build().unwrap();
    let handle = server.shutdown_handle();
    within("nobody serves: nothing to wait for", move || handle.shutdown());
    within("it was told already", move || {
        server.serve_forever(POLL_INTERVAL).unwrap();
    });
}

/// Ends its own server, and then says so.
struct Suicidal(Arc<OnceLock<Shutdown>>);

impl StreamHandler for Suicidal {
    fn handle(
        &mut self,
        rfile: &mut Rfile<'_>,
        wfile: &mut Wfile<'_>,
    ) -> io::Result<()> {
        rfile.read_line(100)?;
        self.0.get().expect("set before").shutdown();
        wfile.write_all(b"ended\n")
    }
}

#[test]
fn shutdown_from_the_handler_itself_does_not_wait_for_itself() {
    let pool = || ThreadPool::new(1, 1, WhenFull::Wait).unwrap();
    for which in ["sequential", "threading", "pool"] {
        let handle = Arc::new(OnceLock::new());
        let shared = Arc::clone(&handle);
        let make = move || Suicidal(Arc::clone(&shared));
        let server = match which {
            "sequential" => {
                Running::start(Server::builder(tcp(), Sequential, make))
            }
            "threading" => {
                Running::start(Server::builder(tcp(), Threading::new(2), make))
            }
            _ => Running::start(Server::builder(tcp(), pool(), make)),
        };
        handle.set(server.handle.clone()).unwrap();
        let got = ask(&mut server.connect(), b"end\n");
        let rule = "Python's shutdown() would wait for its own thread here";
        assert_bytes(b"end\n", &got, b"ended\n", rule);
        assert_eq!(server.stop(), 0, "{which}");
    }
}

/// Says "begun", and waits until the test lets it go on.
struct Held {
    go_on: Arc<Mutex<Receiver<()>>>,
}

impl StreamHandler for Held {
    fn handle(
        &mut self,
        rfile: &mut Rfile<'_>,
        wfile: &mut Wfile<'_>,
    ) -> io::Result<()> {
        rfile.read_line(100)?;
        wfile.write_all(b"begun\n")?;
        wfile.flush()?;
        // No limit of the server's holds here: this computes, so to speak.
        let _ = self.go_on.lock().expect("one at a time").recv_timeout(LIMIT);
        wfile.write_all(b"done\n")
    }
}

#[test]
fn block_on_close_waits_for_what_has_begun_and_its_opposite_does_not() {
    for (block, pooled) in
        [(true, false), (false, false), (true, true), (false, true)]
    {
        let (let_go, go_on) = channel();
        let go_on = Arc::new(Mutex::new(go_on));
        let make = move || Held { go_on: Arc::clone(&go_on) };
        let server = if pooled {
            let pool = ThreadPool::new(4, 4, WhenFull::Wait).unwrap();
            let builder = Server::builder(tcp(), pool, make);
            Running::start(builder.block_on_close(block))
        } else {
            let builder = Server::builder(tcp(), Threading::new(4), make);
            Running::start(builder.block_on_close(block))
        };
        let mut client = server.connect();
        client.write_all(b"go\n").unwrap();
        assert_bytes(b"go\n", &line(&mut client), b"begun\n", "it began");
        let stopping = thread::spawn(move || server.stop());
        if !block {
            // It comes back although nobody has let the handler go on.
            assert_eq!(stopping.join().unwrap(), 1, "one was not over");
            let_go.send(()).unwrap();
        } else {
            let_go.send(()).unwrap();
            assert_eq!(stopping.join().unwrap(), 0, "it waited for that one");
        }
        let rule = "what has begun is served to its end";
        assert_bytes(b"go\n", &testing::drain(&mut client), b"done\n", rule);
    }
}

#[test]
fn idle_connections_end_at_once_when_the_server_ends() {
    let limits = Limits { grace: LIMIT * 6, ..Limits::default() };
    let (diary, told) = diary();
    let builder = Server::builder(tcp(), Threading::new(8), || Upper)
        .hooks(Noted { diary, welcome: true });
    let server = Running::start(builder.limits(limits));
    let mut answered = server.connect();
    answered.write_all(b"me\n").unwrap();
    assert_bytes(b"me\n", &line(&mut answered), b"ME\n", "it was answered");
    let mut silent = server.connect();
    // Both were taken off the queue: who is still in it when the listener is
    // closed is reset by the kernel.
    assert_eq!([next(&told), next(&told)], ["verify_request"; 2]);
    assert_eq!(server.stop(), 0, "it waited for somebody who is idle");
    for client in [&mut answered, &mut silent] {
        assert_bytes(b"", &testing::drain(client), b"", "a clean end");
    }
}

#[test]
fn a_request_that_has_begun_is_served_within_the_grace() {
    let builder = Server::builder(tcp(), Threading::new(8), || Upper);
    let server = Running::start(builder);
    let mut client = server.connect();
    client.write_all(b"one\nhalf of the sec").unwrap();
    assert_bytes(b"one\n", &line(&mut client), b"ONE\n", "it was answered");
    let stopping = thread::spawn(move || server.stop());
    client.write_all(b"ond\n").unwrap();
    let rule = "half a line had come: it is no idle connection";
    let rest = testing::drain(&mut client);
    assert_bytes(b"ond\n", &rest, b"HALF OF THE SECOND\n", rule);
    assert_eq!(stopping.join().unwrap(), 0);
}
