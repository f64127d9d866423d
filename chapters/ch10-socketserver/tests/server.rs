//! The server's own methods, its hooks and options. Nothing forks here: this
//! program has threads.

mod common;

use std::io::{self, Write};
use std::os::fd::AsFd;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use common::{Noted, Running, ask, diary, line, next, tcp, udp};
use endpoint::{ConnectOptions, Error, connect};
use http_basic::{Limits, readable};
use socketserver::{
    Connection, Handled, Hooks, Packet, Request, Rfile, Sequential, Server,
    StreamHandler, StreamOptions, Tcp, ThreadPool, Threading, Transport, Udp,
    UnixStream, Upper, Wfile,
};
use testing::{LIMIT, assert_bytes};
use threading::WhenFull;

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
            // More places than requests: one that was told may still be taken.
            Running::start(
                Server::builder(tcp(), Threading::new(8), handler)
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
    let limits = Limits { linger: LIMIT, ..Limits::default() };
    let builder = Server::builder(tcp(), Sequential, || Upper);
    let server = Running::start(builder.hooks(hooks).limits(limits));
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
    let name = format!("unix:@ch10-queue-{}", std::process::id());
    let unix = UnixStream::bind(&name, &options).unwrap();
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

/// Both kinds of requests can be asked who sent them.
#[test]
fn every_request_knows_its_client() {
    fn is_request<R: Request>() {}
    is_request::<Connection>();
    is_request::<Packet>();
}
