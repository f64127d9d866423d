//! Messages over UDP and Unix datagrams.

use std::io;
use std::os::unix::net::UnixDatagram;
use std::time::Duration;

use endpoint::{Address, Datagram, Error};
use testing::{LIMIT, assert_bytes};

/// A server and a client connected to it; nothing waits for ever.
fn pair(address: &str) -> (Datagram, Datagram) {
    let server = Datagram::bind(address).expect("a free address");
    let to = server.address().expect("it is bound").to_string();
    let client = Datagram::connect(&to).expect("its address");
    for end in [&server, &client] {
        end.set_timeouts(Some(LIMIT), Some(LIMIT)).expect("time-outs");
    }
    (server, client)
}

fn echo_once(server: &Datagram, client: &Datagram) {
    let mut buf = [0; 64];
    client.send(b"ping").expect("room for it");
    let got = server.receive(&mut buf).expect("a ping");
    server.send_to(&buf[..got.len], &got.from).expect("room for it");
    let back = client.receive(&mut buf).expect("its echo");
    let rule = "an answer goes to the address that the datagram came from";
    assert_bytes(b"ping", &buf[..back.len], b"ping", rule);
}

#[test]
fn an_answer_finds_its_way_over_udp_and_over_unix() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("socket");
    let unix = format!("unix:{}", path.display());
    for address in ["127.0.0.1:0", "localhost:0", &unix] {
        let (server, client) = pair(address);
        echo_once(&server, &client);
    }
    assert!(!path.exists(), "the file outlived its socket");
}

#[test]
fn two_datagrams_stay_two_and_an_empty_one_is_one() {
    let (server, client) = pair("127.0.0.1:0");
    client.send(b"one").unwrap();
    client.send(b"").unwrap();
    client.send(b"three").unwrap();
    let mut buf = [0; 64];
    let lens = [(); 3].map(|()| server.receive(&mut buf).unwrap().len);
    assert_eq!(lens, [3, 0, 5], "boundaries are kept, zero is no end");
}

#[test]
fn a_small_buffer_gets_a_part_and_is_told_the_whole() {
    let (server, client) = pair("127.0.0.1:0");
    client.send(b"twelve bytes").unwrap();
    client.send(b"next").unwrap();
    let mut buf = [0; 6];
    let got = server.receive(&mut buf).unwrap();
    assert!(got.is_truncated());
    assert_eq!((got.len, got.whole), (6, 12));
    let next = server.receive(&mut buf).unwrap();
    let rule = "the rest of a truncated datagram is gone";
    assert_bytes(b"next", &buf[..next.len], b"next", rule);
}

#[test]
fn a_datagram_that_is_too_long_is_an_error_and_nothing_is_sent() {
    let (server, client) = pair("127.0.0.1:0");
    let error = client.send(&[0; 65_508]).unwrap_err();
    assert_eq!(error.raw_os_error(), Some(libc::EMSGSIZE));
    client.send(&[0; 65_507]).unwrap();
    let got = server.receive(&mut [0; 65_536]).unwrap();
    assert_eq!(got.whole, 65_507);
}

#[test]
fn a_missing_server_is_heard_of_at_the_second_call() {
    let (server, client) = pair("127.0.0.1:0");
    drop(server);
    client.send(b"anyone?").unwrap();
    let error = client.receive(&mut [0; 8]).unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::ConnectionRefused);
}

#[test]
fn a_receive_that_waits_too_long_is_would_block() {
    let (server, _client) = pair("127.0.0.1:0");
    server.set_timeouts(Some(Duration::from_millis(20)), None).unwrap();
    let error = server.receive(&mut [0; 8]).unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::WouldBlock);
}

#[test]
fn a_unix_client_that_is_not_bound_cannot_be_answered() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("socket");
    let (server, bound) = pair(&format!("unix:{}", path.display()));
    let unbound = UnixDatagram::unbound().unwrap();
    unbound.send_to(b"?", &path).unwrap();
    let got = server.receive(&mut [0; 8]).unwrap();
    assert_eq!(got.from, Address::Unnamed);
    assert!(server.send_to(b"!", &got.from).is_err());
    echo_once(&server, &bound);
}

#[test]
fn a_taken_udp_port_is_told_with_its_address() {
    let first = Datagram::bind("127.0.0.1:0").unwrap();
    let address = first.address().unwrap().to_string();
    let error = Datagram::bind(&address).unwrap_err();
    assert!(matches!(error, Error::Listen { .. }), "{error}");
    assert!(error.to_string().contains(&address), "{error}");
}
