//! Judges the exercise `quote`.

use std::io::ErrorKind;
use std::net::{SocketAddr, TcpStream, UdpSocket};
use std::process::Command;
use std::sync::{Arc, Barrier};
use std::thread::{self, JoinHandle};

use endpoint::{Address, Endpoint};
use ex10::quote::{MAX_QUOTE, Quotes};
use socketserver::{
    Concurrency, DatagramHandler, POLL_INTERVAL, RequestHandler, Sequential,
    Server, Shutdown, Tcp, Threading, Transport, Udp,
};
use testing::{LIMIT, Server as Program, assert_bytes, drain, within};

/// A server on a thread; ends with the test.
struct Serving {
    address: SocketAddr,
    handle: Shutdown,
    thread: Option<JoinHandle<()>>,
}

impl Serving {
    fn start<T, C>(concurrency: C, quotes: &Quotes) -> Serving
    where
        T: Transport + Send + 'static,
        C: Concurrency<T> + Send + 'static,
        Quotes: RequestHandler<T::Request>,
    {
        let transport = T::bind("127.0.0.1:0", &T::Options::default());
        let transport = transport.expect("a free port");
        let address = match transport.server_address() {
            Endpoint::Stream(text) | Endpoint::Datagram(text) => text,
        };
        let quotes = quotes.clone();
        let server =
            Server::builder(transport, concurrency, move || quotes.clone());
        let mut server = server.build().expect("descriptors");
        let handle = server.shutdown_handle();
        let thread = thread::spawn(move || {
            server.serve_forever(POLL_INTERVAL).expect("a socket");
            server.server_close();
        });
        let address = address.parse().expect("an address and a port");
        Serving { address, handle, thread: Some(thread) }
    }

    /// What a TCP client hears that says nothing.
    fn tcp(&self) -> Vec<u8> {
        let mut client = TcpStream::connect(self.address).expect("a server");
        client.set_read_timeout(Some(LIMIT)).expect("a time-out");
        drain(&mut client)
    }

    /// The packet that answers `sent`.
    fn udp(&self, sent: &[u8]) -> Vec<u8> {
        let client = UdpSocket::bind("127.0.0.1:0").expect("a free port");
        client.set_read_timeout(Some(LIMIT)).expect("a time-out");
        client.send_to(sent, self.address).expect("a packet");
        let mut packet = [0; 2_000];
        let got = client.recv(&mut packet);
        let n = got.expect("each packet is answered with a packet");
        packet[..n].to_vec()
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        self.handle.shutdown();
        self.thread.take().map(JoinHandle::join);
    }
}

fn quotes(all: &'static [&'static str]) -> Quotes {
    within("new", move || Quotes::new(all))
}

#[test]
fn a_client_over_tcp_gets_a_quote_and_the_end() {
    let server = Serving::start::<Tcp, _>(Sequential, &quotes(&["Hi."]));
    let rule = "the server speaks first, ends the line with CR LF, and closes";
    assert_bytes(b"", &server.tcp(), b"Hi.\r\n", rule);
}

#[test]
fn a_packet_is_answered_with_a_packet() {
    let server = Serving::start::<Udp, _>(Sequential, &quotes(&["Hi."]));
    for sent in [&b"what?"[..], b""] {
        let rule = "each packet gets a quote, also an empty one";
        assert_bytes(sent, &server.udp(sent), b"Hi.\r\n", rule);
    }
}

#[test]
fn each_request_gets_the_next_quote() {
    let quotes = quotes(&["one", "two", "three"]);
    let tcp = Serving::start::<Tcp, _>(Threading::new(4), &quotes);
    let udp = Serving::start::<Udp, _>(Threading::new(4), &quotes);
    let rule = "a new handler is made for each request: what they count \
                together must be shared, also by both servers";
    assert_bytes(b"", &tcp.tcp(), b"one\r\n", rule);
    assert_bytes(b"", &tcp.tcp(), b"two\r\n", rule);
    assert_bytes(b"", &udp.udp(b""), b"three\r\n", rule);
    let rule = "after the last quote comes the first";
    assert_bytes(b"", &udp.udp(b""), b"one\r\n", rule);
    assert_bytes(b"", &tcp.tcp(), b"two\r\n", rule);
}

#[test]
fn no_quote_is_said_twice_before_all_were_said() {
    const EACH: usize = 25_000;
    let all: Vec<String> = (0..4 * EACH).map(|n| n.to_string()).collect();
    let quotes = within("new", move || {
        let all: Vec<&str> = all.iter().map(String::as_str).collect();
        Quotes::new(&all)
    });
    let start = Arc::new(Barrier::new(4));
    let talk = |_| {
        let (mut handler, start) = (quotes.clone(), Arc::clone(&start));
        thread::spawn(move || {
            let mut said = Vec::new();
            start.wait();
            for _ in 0..EACH {
                DatagramHandler::handle(&mut handler, &mut &b""[..], &mut said)
                    .expect("memory");
            }
            String::from_utf8(said).expect("numbers")
        })
    };
    let threads: Vec<_> = (0..4).map(talk).collect();
    let mut heard = vec![0; 4 * EACH];
    for thread in threads {
        let said = within("handle", move || thread.join()).expect("no panic");
        for number in said.lines() {
            heard[number.parse::<usize>().expect("a number")] += 1;
        }
    }
    let wrong = heard.iter().position(|&times| times != 1);
    let rule = "look and count in one step: two threads that look at the same \
                time must not get the same quote";
    if let Some(number) = wrong {
        panic!("{rule}: quote {number} was said {} times", heard[number]);
    }
}

/// What a packet is answered with.
fn said(quotes: &Quotes) -> Vec<u8> {
    let mut quotes = quotes.clone();
    within("handle", move || {
        let mut said = Vec::new();
        DatagramHandler::handle(&mut quotes, &mut &b"x"[..], &mut said)
            .expect("memory");
        said
    })
}

#[test]
fn what_is_too_long_or_empty_is_left_out() {
    let longest = "x".repeat(MAX_QUOTE - 2);
    let longer = format!("{longest}x");
    let all: [&'static str; 4] =
        [&*longer.leak(), "", &*longest.clone().leak(), "end"];
    let quotes = within("new", move || Quotes::new(&all));
    let rule = "512 bytes with CR LF are in order, one more is not; an empty \
                quote is none";
    let want = format!("{longest}\r\n");
    assert_bytes(b"x", &said(&quotes), want.as_bytes(), rule);
    assert_bytes(b"x", &said(&quotes), b"end\r\n", rule);
    assert_bytes(b"x", &said(&quotes), want.as_bytes(), rule);
}

#[test]
fn without_any_quote_nothing_is_said() {
    let rule = "no quote, no answer; and no division by zero";
    assert_bytes(b"x", &said(&quotes(&[""])), b"", rule);
    let server = Serving::start::<Tcp, _>(Sequential, &quotes(&[]));
    assert_bytes(b"", &server.tcp(), b"", rule);
}

#[test]
fn other_services_are_not_answered() {
    let setup = |address: Address| {
        let mut quotes = quotes(&["Hi."]);
        within("setup", move || DatagramHandler::setup(&mut quotes, &address))
    };
    for port in [0, 7, 17, 1023] {
        for ip in ["127.0.0.1", "::1"] {
            let from = SocketAddr::new(ip.parse().expect("an address"), port);
            let got = setup(Address::Inet(from)).map_err(|e| e.kind());
            let rule = "two services that answer each other never stop: those \
                        below port 1024 get no answer";
            let want = Err(ErrorKind::PermissionDenied);
            assert_eq!(got, want, "{rule}: {from}");
        }
    }
    let ours = "127.0.0.1:1024".parse().expect("an address");
    for from in [Address::Inet(ours), Address::Path("/tmp/a".into())] {
        let got = setup(from.clone());
        assert!(got.is_ok(), "a client may ask: {from}, {got:?}");
    }
}

#[test]
fn the_program_speaks_both() {
    let program = testing::program!("10", "quote");
    let program = Program::start(Command::new(program).arg("127.0.0.1:0"));
    let address: SocketAddr = program.address().parse().expect("an address");
    let first = drain(&mut program.connect());
    let rule = "the first quote goes to the first client";
    assert_bytes(b"", &first, b"The network is reliable.\r\n", rule);
    let client = UdpSocket::bind("127.0.0.1:0").expect("a free port");
    client.set_read_timeout(Some(LIMIT)).expect("a time-out");
    client.send_to(b"", address).expect("a packet");
    let mut packet = [0; 600];
    let n = client.recv(&mut packet).expect("an answer");
    let rule = "UDP goes on where TCP was";
    let want = b"A message is what one read returns.\r\n";
    assert_bytes(b"", &packet[..n], want, rule);
}
