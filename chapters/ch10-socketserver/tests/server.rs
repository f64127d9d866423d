//! The server's own methods, and its hooks. Nothing forks here: this program
//! has threads.

mod common;

use std::io::{self, Write};
use std::os::fd::AsFd;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Mutex, OnceLock};
use std::thread;
use std::time::{Duration, Instant};

use common::{Diary, Running, ask, diary, line, next, tcp, udp};
use endpoint::{ConnectOptions, Datagram, Error, connect};
use http_basic::{Limits, readable};
use socketserver::{
    Connection, Failure, Handled, Hooks, POLL_INTERVAL, Packet, Request, Rfile,
    Sequential, Server, Shutdown, StreamHandler, StreamOptions, Tcp,
    ThreadPool, Threading, Transport, Udp, UnixStream, Upper, Wfile,
};
use testing::{LIMIT, assert_bytes, within};
use threading::WhenFull;

/// Hooks that note what they are called with.
struct Noted {
    diary: Diary,
    /// Clients that are let in.
    welcome: bool,
}

impl<R: Request> Hooks<R> for Noted {
    fn verify_request(&self, _: &R) -> bool {
        self.diary.note("verify_request");
        self.welcome
    }

    fn handle_error(&self, _: &R, failure: &Failure) {
        self.diary.note(format!("handle_error: {failure}"));
    }

    fn handle_timeout(&self) {
        self.diary.note("handle_timeout");
    }
}

/// Fails, or panics, as it is made to.
struct Wrong {
    panics: bool,
}

impl StreamHandler for Wrong {
    fn handle(
        &mut self,
        _: &mut Rfile<'_>,
        _: &mut Wfile<'_>,
    ) -> io::Result<()> {
        match self.panics {
            true => panic!("this is wrong"),
            false => Err(io::Error::other("this is wrong")),
        }
    }
}

#[test]
fn errors_and_panics_of_a_handler_reach_the_hook_in_every_concurrency() {
    for panics in [false, true] {
        let (notes, told) = diary();
        let hooks = || Noted { diary: notes.clone(), welcome: true };
        let handler = move || Wrong { panics };
        let pool = ThreadPool::new(1, 1, WhenFull::Wait).unwrap();
        for server in [
            Running::start(
                Server::builder(tcp(), Sequential, handler).hooks(hooks()),
            ),
            Running::start(
                Server::builder(tcp(), Threading::new(2), handler)
                    .hooks(hooks()),
            ),
            Running::start(
                Server::builder(tcp(), pool, handler).hooks(hooks()),
            ),
        ] {
            for _ in 0..3 {
                assert_bytes(b"", &ask(&mut server.connect(), b""), b"", "");
                assert_eq!(next(&told), "verify_request");
                let error = next(&told);
                assert!(error.starts_with("handle_error: "), "{error}");
                assert!(error.contains("this is wrong"), "{error}");
            }
            assert_eq!(server.stop(), 0);
        }
    }
}

#[test]
fn a_request_that_is_not_verified_is_closed_without_a_handler() {
    let (notes, told) = diary();
    let hooks = Noted { diary: notes, welcome: false };
    let server = Running::start(
        Server::builder(tcp(), Sequential, || Upper).hooks(hooks),
    );
    let rule = "nobody speaks, and nobody resets";
    let got = ask(&mut server.connect(), &[b'x'; 100_000]);
    assert_bytes(b"xxx...", &got, b"", rule);
    server.stop();
    assert_eq!(told.try_iter().collect::<Vec<_>>(), ["verify_request"]);
}

#[test]
fn handle_request_serves_one_and_no_more() {
    let mut server = Server::builder(tcp(), Sequential, || Upper)
        .timeout(LIMIT)
        .build()
        .unwrap();
    let address = server.server_address().to_string();
    let clients = [(); 2].map(|()| {
        let mut client = testing::load::connect(&address).unwrap();
        client.write_all(b"me\n").unwrap();
        client.shutdown(std::net::Shutdown::Write).unwrap();
        client
    });
    assert_eq!(server.handle_request().unwrap(), Handled::Request);
    let [mut first, mut second] = clients;
    assert_bytes(b"me\n", &testing::drain(&mut first), b"ME\n", "served");
    second.set_nonblocking(true).unwrap();
    let unread = io::Read::read(&mut second, &mut [0; 8]).unwrap_err();
    assert_eq!(unread.kind(), io::ErrorKind::WouldBlock, "served as well");
    second.set_nonblocking(false).unwrap();
    assert_eq!(server.handle_request().unwrap(), Handled::Request);
    assert_bytes(b"me\n", &testing::drain(&mut second), b"ME\n", "served");
}

#[test]
fn handle_request_gives_up_after_its_time_out_and_tells_the_hook() {
    let (notes, told) = diary();
    let time = Duration::from_millis(20);
    let mut server = Server::builder(udp(), Sequential, || Upper)
        .hooks(Noted { diary: notes, welcome: true })
        .timeout(time)
        .build()
        .unwrap();
    let start = Instant::now();
    assert_eq!(server.handle_request().unwrap(), Handled::TimedOut);
    assert!(start.elapsed() >= time, "it did not wait");
    assert_eq!(next(&told), "handle_timeout");
    server.shutdown_handle().shutdown();
    assert_eq!(server.handle_request().unwrap(), Handled::Stopped);
}

/// Counts its calls.
#[derive(Clone, Default)]
struct Rounds(Arc<AtomicUsize>);

impl<R: Request> Hooks<R> for Rounds {
    fn service_actions(&self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

#[test]
fn service_actions_come_after_each_request_and_each_poll_interval() {
    let count = |rounds: &Rounds| rounds.0.load(Ordering::SeqCst);
    let rounds = Rounds::default();
    let builder =
        Server::builder(tcp(), Sequential, || Upper).hooks(rounds.clone());
    let server = Running::polling(builder, Duration::from_secs(3600));
    for asked in 1..=5 {
        ask(&mut server.connect(), b"x\n");
        testing::proc::until("the round ends", || count(&rounds) == asked);
    }
    server.stop();
    assert_eq!(count(&rounds), 5, "an hour has not passed");

    let rounds = Rounds::default();
    let builder =
        Server::builder(tcp(), Sequential, || Upper).hooks(rounds.clone());
    let _server = Running::polling(builder, Duration::from_millis(1));
    testing::proc::until("rounds without requests", || count(&rounds) > 5);
}

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
fn a_client_for_whom_nobody_has_time_is_told_so() {
    let pool = ThreadPool::new(1, 0, WhenFull::Refuse).unwrap();
    for server in [
        Running::start(Server::builder(tcp(), Threading::new(1), || Upper)),
        Running::start(Server::builder(tcp(), pool, || Upper)),
    ] {
        let mut first = server.connect();
        first.write_all(b"me\n").unwrap();
        assert_bytes(b"me\n", &line(&mut first), b"ME\n", "it has a place");
        let got = ask(&mut server.connect(), b"and me\n");
        let rule = "beyond the cap, a polite refusal and a clean end";
        assert_bytes(b"and me\n", &got, b"BUSY, TRY LATER\n", rule);
        assert_bytes(b"", &ask(&mut first, b"still\n"), b"STILL\n", "it stays");
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

#[test]
fn an_address_of_another_family_is_refused_with_what_is_wanted() {
    let options = StreamOptions::default();
    let wrong = [
        Tcp::bind("unix:/tmp/x", &options).unwrap_err(),
        UnixStream::bind("127.0.0.1:0", &options).unwrap_err(),
        Udp::bind("unix:/tmp/x", &Default::default()).unwrap_err(),
    ];
    for (error, wants) in
        wrong.iter().zip(["HOST:PORT", "unix:/path", "HOST:PORT"])
    {
        assert!(matches!(error, Error::Address { .. }), "{error}");
        assert!(error.to_string().ends_with(wants), "{error}");
    }
}

#[test]
fn allow_reuse_address_and_allow_reuse_port_reach_the_socket() {
    let options = StreamOptions {
        allow_reuse_address: false,
        allow_reuse_port: true,
        ..StreamOptions::default()
    };
    let tcp = Tcp::bind("127.0.0.1:0", &options).unwrap();
    let socket = tcp.listener().socket();
    assert!(!socket.reuse_address().unwrap());
    assert!(socket.reuse_port().unwrap());
    assert!(common::tcp().listener().socket().reuse_address().unwrap());
}

#[test]
fn request_queue_size_is_how_many_connections_may_wait() {
    let options =
        StreamOptions { request_queue_size: 3, ..StreamOptions::default() };
    let unix = UnixStream::bind("unix:@ch10-queue", &options).unwrap();
    let address = unix.server_address().to_string();
    let timeout = Duration::from_millis(20);
    let options = ConnectOptions { timeout, ..ConnectOptions::default() };
    let taken: Vec<_> =
        (0..10).map_while(|_| connect(&address, &options).ok()).collect();
    // Linux takes one more than it was asked for (listen(2), unix(7)).
    assert_eq!(taken.len(), 4, "nobody took one off the queue");
}

#[test]
fn a_server_is_readable_when_somebody_waits() {
    let server = Server::builder(tcp(), Sequential, || Upper).build().unwrap();
    let now = Some(Instant::now());
    assert_eq!(readable([server.as_fd()], now).unwrap(), [false]);
    let address = server.server_address().to_string();
    let _client = testing::load::connect(&address).unwrap();
    let soon = Some(Instant::now() + LIMIT);
    assert_eq!(readable([server.as_fd()], soon).unwrap(), [true]);
}

#[test]
fn packets_are_served_by_threads_and_answered_to_the_right_sender() {
    let builder = Server::builder(udp(), Threading::new(64), || Upper);
    let server = Running::start(builder);
    let address = server.address.strip_prefix("udp:").expect("UDP");
    let senders = ["a", "b", "c", "d"].map(|name| {
        let socket = Datagram::connect(address).unwrap();
        socket.set_timeouts(Some(LIMIT), Some(LIMIT)).unwrap();
        (name, socket)
    });
    for (name, socket) in &senders {
        socket.send(name.as_bytes()).unwrap();
    }
    for (name, socket) in &senders {
        let mut buf = [0; 8];
        let got = socket.receive(&mut buf).unwrap();
        let want = name.to_uppercase();
        let rule = "an answer goes to the address that the packet came from";
        assert_bytes(name.as_bytes(), &buf[..got.len], want.as_bytes(), rule);
    }
    assert_eq!(server.stop(), 0);
}

/// Both kinds of requests can be asked who sent them.
#[test]
fn every_request_knows_its_client() {
    fn is_request<R: Request>() {}
    is_request::<Connection>();
    is_request::<Packet>();
}
