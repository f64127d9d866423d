//! Handlers of packets: what is called when, and what becomes of an answer.

mod common;

use std::io::{self, ErrorKind, Read, Write};

use common::{Running, udp};
use endpoint::{Address, Datagram};
use socketserver::{
    DatagramHandler, DatagramOptions, Sequential, Server, Threading, Transport,
    Udp, Upper,
};
use testing::{LIMIT, assert_bytes};

fn sender(server: &Running) -> Datagram {
    let address = server.address.strip_prefix("udp:").expect("UDP");
    let socket = Datagram::connect(address).expect("its address");
    socket.set_timeouts(Some(LIMIT), Some(LIMIT)).expect("time-outs");
    socket
}

#[track_caller]
fn receive(socket: &Datagram) -> Vec<u8> {
    let mut buf = vec![0; 65_536];
    let got = socket.receive(&mut buf).expect("an answer in time");
    buf.truncate(got.len);
    buf
}

/// Writes an answer in two pieces, then fails or panics if told so.
struct Piecewise;

impl DatagramHandler for Piecewise {
    fn setup(&mut self, from: &Address) -> io::Result<()> {
        assert!(from.inet().is_some(), "UDP has addresses");
        Ok(())
    }

    fn handle(
        &mut self,
        rfile: &mut &[u8],
        wfile: &mut Vec<u8>,
    ) -> io::Result<()> {
        let mut order = String::new();
        rfile.read_to_string(&mut order)?;
        if order == "silence" {
            return Ok(());
        }
        wfile.write_all(b"one, ")?;
        wfile.write_all(b"two")?;
        match order.as_str() {
            "fail" => Err(ErrorKind::Other.into()),
            "panic" => panic!("as told"),
            _ => Ok(()),
        }
    }
}

#[test]
fn what_a_datagram_handler_wrote_is_one_packet_whatever_became_of_it() {
    let server =
        Running::start(Server::builder(udp(), Sequential, || Piecewise));
    let socket = sender(&server);
    // The first gets no answer: the next one to come is for the second.
    for order in ["silence", "go", "fail", "panic", "go"] {
        socket.send(order.as_bytes()).unwrap();
        if order != "silence" {
            let got = receive(&socket);
            let rule = "two writes are one packet";
            assert_bytes(order.as_bytes(), &got, b"one, two", rule);
        }
    }
}

#[test]
fn a_packet_over_the_limit_is_dropped_and_not_cut() {
    let options = DatagramOptions { max_packet_size: 5 };
    let udp = Udp::bind("127.0.0.1:0", &options).unwrap();
    let server = Running::start(Server::builder(udp, Sequential, || Upper));
    let socket = sender(&server);
    for packet in [b"six is".as_slice(), b"five!"] {
        socket.send(packet).unwrap();
    }
    let rule = "half a message is no message";
    assert_bytes(b"six is", &receive(&socket), b"FIVE!", rule);
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
