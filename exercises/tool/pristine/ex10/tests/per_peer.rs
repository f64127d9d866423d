//! Judges the exercise `per_peer`.

use std::io::{self, BufRead, ErrorKind, Read, Write};
use std::net::{IpAddr, Shutdown, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use endpoint::{Peer, Stream};
use ex10::per_peer::{Door, Limited};
use socketserver::{
    Connection, FileOptions, Hooks, POLL_INTERVAL, Rfile, Server,
    StreamHandler, Tcp, Threading, Transport, Wfile,
};
use testing::{LIMIT, drain, proc, within};

#[path = "per_peer/door.rs"]
mod door;

/// Tells what is called, and does what the first line says.
#[derive(Clone, Default)]
struct Inner {
    setups: Arc<AtomicUsize>,
    finishes: Arc<AtomicUsize>,
    fails: bool,
}

impl StreamHandler for Inner {
    fn files(&self) -> FileOptions {
        let timeout = Some(Duration::from_secs(123));
        FileOptions { timeout, ..FileOptions::default() }
    }

    fn setup(&mut self, _: &Peer) -> io::Result<()> {
        self.setups.fetch_add(1, Ordering::SeqCst);
        if self.fails { Err(ErrorKind::Other.into()) } else { Ok(()) }
    }

    fn handle(
        &mut self,
        rfile: &mut Rfile<'_>,
        wfile: &mut Wfile<'_>,
    ) -> io::Result<()> {
        let mut line = String::new();
        wfile.write_all(b"in\n")?;
        rfile.read_line(100)?.unwrap_or_default();
        rfile.take(100).read_line(&mut line)?;
        match line.as_str() {
            "panic\n" => panic!("as asked"),
            "fail\n" => Err(ErrorKind::Other.into()),
            _ => Ok(()),
        }
    }

    fn finish(&mut self) {
        self.finishes.fetch_add(1, Ordering::SeqCst);
    }

    fn overloaded(&mut self, output: &mut bytes::BytesMut) {
        output.extend_from_slice(b"busy\n");
    }
}

/// Nobody need see the errors that the tests ask for.
struct Quiet;

impl Hooks<Connection> for Quiet {
    fn handle_error(&self, _: &Connection, _: &socketserver::Failure) {}
}

/// A server with a door for `most`; ends with the test.
struct Serving {
    address: String,
    door: Arc<Door>,
    handle: socketserver::Shutdown,
    thread: Option<JoinHandle<()>>,
}

impl Serving {
    fn start(address: &str, most: usize, inner: &Inner) -> Serving {
        let door = Arc::new(Door::new(most));
        let (shared, inner) = (Arc::clone(&door), inner.clone());
        let transport = Tcp::bind(address, &Default::default());
        let transport = transport.expect("a free port");
        let address = transport.listener().address().to_string();
        let handler = move || Limited::new(inner.clone(), Arc::clone(&shared));
        let server = Server::builder(transport, Threading::new(16), handler);
        let server = server.hooks(Quiet).build();
        let mut server = server.expect("descriptors");
        let handle = server.shutdown_handle();
        let thread = thread::spawn(move || {
            server.serve_forever(POLL_INTERVAL).expect("a socket");
            server.server_close();
        });
        Serving { address, door, handle, thread: Some(thread) }
    }

    /// A client, and whether it was let in.
    fn enter(&self) -> (TcpStream, bool) {
        let mut client = TcpStream::connect(&self.address).expect("a server");
        client.set_read_timeout(Some(LIMIT)).expect("a time-out");
        let mut first = Vec::new();
        (&mut client).take(3).read_to_end(&mut first).expect("no reset");
        (client, first == b"in\n")
    }

    /// Waits until nobody is inside.
    fn empty(&self, rule: &str) {
        proc::until(rule, || self.door.remembered() == 0);
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        self.handle.shutdown();
        self.thread.take().map(JoinHandle::join);
    }
}

/// Says `words` and hears the end.
fn say(mut client: TcpStream, words: &str) {
    client.write_all(format!("\n{words}\n").as_bytes()).expect("room");
    client.shutdown(Shutdown::Write).expect("an open socket");
    drain(&mut client);
}

#[test]
fn one_conversation_too_many_is_refused() {
    let inner = Inner::default();
    let server = Serving::start("127.0.0.1:0", 2, &inner);
    let (first, second) = (server.enter(), server.enter());
    let rule = "two are let in, from any port, and the third is closed";
    let (third, is_in) = server.enter();
    assert_eq!((first.1, second.1, is_in), (true, true, false), "{rule}");
    let setups = inner.setups.load(Ordering::SeqCst);
    let rule = "for the one that is refused the inner handler is not called";
    assert_eq!(setups, 2, "{rule}");
    drop(third);
    say(first.0, "bye");
    proc::until("finish of the first conversation", || {
        inner.finishes.load(Ordering::SeqCst) == 1
    });
    let rule = "one has left: there is room for one, and not for two (who was \
                refused is not counted out)";
    let (again, more) = (server.enter(), server.enter());
    assert_eq!((again.1, more.1), (true, false), "{rule}");
    say(second.0, "bye");
    say(again.0, "bye");
    server.empty("all have left, and the door knows nobody any more");
}

#[test]
fn whoever_fails_or_panics_is_counted_out() {
    for words in ["fail", "panic"] {
        let inner = Inner::default();
        let server = Serving::start("127.0.0.1:0", 1, &inner);
        let (client, is_in) = server.enter();
        assert!(is_in, "nobody else is there");
        say(client, words);
        server
            .empty(&format!("a conversation that ended with {words} is over"));
        proc::until("the inner handler's finish is called", || {
            inner.finishes.load(Ordering::SeqCst) == 1
        });
    }
}

#[test]
fn a_setup_that_fails_is_counted_out() {
    let inner = Inner { fails: true, ..Inner::default() };
    let server = Serving::start("127.0.0.1:0", 1, &inner);
    for _ in 0..3 {
        let (_, is_in) = server.enter();
        assert!(!is_in, "the inner handler refuses all");
    }
    server.empty("after a setup that fails no finish is called: count it out");
    let setups = inner.setups.load(Ordering::SeqCst);
    let rule = "who was counted in and never out closes the door for ever";
    assert_eq!(setups, 3, "{rule}");
}

/// A peer as `accept` tells it.
fn peer(listen: &str, connect: &str) -> Peer {
    let tcp = endpoint::listen(listen, &Default::default());
    let tcp = tcp.expect("a free port");
    let port = tcp.address().inet().expect("a port").port();
    let _client = TcpStream::connect((connect, port)).expect("a listener");
    tcp.accept().expect("a client").1
}

#[test]
fn one_client_has_one_address() {
    let door = Arc::new(Door::new(1));
    let handler = || Limited::new(Inner::default(), Arc::clone(&door));
    let (mut four, mut mapped) = (handler(), handler());
    let plain = peer("127.0.0.1:0", "127.0.0.1");
    let six = peer(":0", "127.0.0.1");
    let got = within("setup", move || {
        let first = four.setup(&plain).is_ok();
        let second = mapped.setup(&six).map_err(|error| error.kind());
        mapped.finish(); // must not count anybody out
        four.finish();
        (first, second)
    });
    let rule = "::ffff:127.0.0.1 is 127.0.0.1: one client must not have two \
                counts; and one too many is PermissionDenied";
    let want = (true, Err(ErrorKind::PermissionDenied));
    assert_eq!(got, want, "{rule}");
    assert_eq!(door.remembered(), 0, "all have left");
}

#[test]
fn clients_of_unix_sockets_are_not_counted() {
    let peer = Stream::pair().expect("two ends").0.peer().expect("a peer");
    let door = Arc::new(Door::new(0));
    let mut limited = Limited::new(Inner::default(), Arc::clone(&door));
    let got = within("setup", move || {
        let got = limited.setup(&peer);
        limited.finish();
        got
    });
    assert!(got.is_ok(), "who has no address is let in: {got:?}");
    assert_eq!(door.remembered(), 0, "and is not remembered");
}
