//! Listening and connecting over every family that carries streams.

use std::io::{self, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener};
use std::path::Path;
use std::time::Duration;

use endpoint::{
    ConnectOptions, Error, ListenOptions, Listener, connect, listen,
};
use socket2::{Domain, Socket, Type};
use testing::{assert_bytes, within};

#[path = "streams/files.rs"]
mod files;

fn listening(address: &str) -> Listener {
    listen(address, &ListenOptions::default())
        .unwrap_or_else(|error| panic!("{error}"))
}

fn port(listener: &Listener) -> u16 {
    listener.address().inet().expect("an Internet address").port()
}

/// Holds one conversation with whoever listens at `address`.
fn talk(listener: Listener, address: String) {
    within("both ends of one conversation", move || {
        let mut client = connect(&address, &ConnectOptions::default())
            .unwrap_or_else(|error| panic!("{error}"));
        let (mut server, _peer) = listener.accept().expect("the client waits");
        client.write_all(b"ping").expect("room for it");
        client.shutdown(Shutdown::Write).expect("an open socket");
        let mut got = Vec::new();
        server.read_to_end(&mut got).expect("a clean end");
        assert_bytes(b"ping", &got, b"ping", "a stream carries bytes");
    });
}

fn unix(path: &Path) -> String {
    format!("unix:{}", path.display())
}

/// A machine (a container, mostly) may have no IPv6.
fn has_ipv6() -> bool {
    TcpListener::bind("[::1]:0").is_ok()
}

#[test]
fn a_name_a_number_and_no_host_reach_this_machine() {
    for host in ["localhost", "127.0.0.1", ""] {
        let listener = listening(&format!("{host}:0"));
        let address = format!("{host}:{}", port(&listener));
        talk(listener, address);
    }
}

#[test]
fn an_ipv6_address_is_written_in_brackets() {
    if !has_ipv6() {
        return;
    }
    let listener = listening("[::1]:0");
    let address = listener.address().to_string();
    assert!(address.starts_with("[::1]:"), "{address}");
    talk(listener, address);
}

#[test]
fn an_address_without_a_host_takes_both_families() {
    let listener = listening(":0");
    let port = port(&listener);
    talk(listener, format!("127.0.0.1:{port}"));
    if has_ipv6() {
        let listener = listening(":0");
        let address = format!("[::1]:{}", self::port(&listener));
        talk(listener, address);
    }
}

#[test]
fn an_ipv6_listener_takes_no_ipv4_clients_unless_told_to() {
    if !has_ipv6() {
        return;
    }
    let listener = listening("[::]:0");
    let here = format!("127.0.0.1:{}", port(&listener));
    let refused = connect(&here, &ConnectOptions::default()).unwrap_err();
    assert!(refused.to_string().contains("refused"), "{refused}");
    let both = ListenOptions { dual_stack: true, ..ListenOptions::default() };
    let listener = listen("[::]:0", &both).unwrap();
    let here = format!("127.0.0.1:{}", port(&listener));
    let _client = connect(&here, &ConnectOptions::default()).unwrap();
    let (_server, peer) = listener.accept().unwrap();
    assert!(peer.address().to_string().starts_with("[::ffff:127.0.0.1]"));
    assert!(peer.to_string().starts_with("127.0.0.1:"), "{peer}");
}

#[test]
fn a_refusal_names_every_address_that_was_tried_in_one_line() {
    // It has the port, so that nobody else gets it, and does not listen.
    let silent = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
    let any = SocketAddr::from(([127, 0, 0, 1], 0));
    silent.bind(&any.into()).unwrap();
    let address = silent.local_addr().unwrap().as_socket().unwrap();
    let port = address.port();
    let name = format!("localhost:{port}");
    let error = connect(&name, &ConnectOptions::default()).unwrap_err();
    let Error::Connect { tries, .. } = &error else { panic!("{error}") };
    let line = error.to_string();
    assert_eq!(line.lines().count(), 1, "{line}");
    assert!(line.contains(&name), "{line}");
    for one in tries {
        assert!(line.contains(&format!("{}: ", one.address)), "{line}");
    }
    assert!(line.contains("Connection refused"), "{line}");
}

#[test]
fn a_full_queue_is_given_up_after_the_time_out() {
    within("connecting to a full queue, with a time-out", || {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("socket");
        for address in ["127.0.0.1:0".to_owned(), unix(&path)] {
            let short =
                ListenOptions { backlog: 0, ..ListenOptions::default() };
            let listener = listen(&address, &short).unwrap();
            let to = listener.address().to_string();
            let hasty = ConnectOptions {
                timeout: Duration::from_millis(50),
                ..ConnectOptions::default()
            };
            // A queue of zero holds one (chapter 1).
            let _first = connect(&to, &ConnectOptions::default()).unwrap();
            let error = connect(&to, &hasty).unwrap_err();
            assert!(error.to_string().contains("timed out"), "{error}");
        }
    });
}

#[test]
fn the_source_address_is_what_the_server_sees() {
    let listener = listening("127.0.0.1:0");
    let to = listener.address().to_string();
    let source = Some("127.0.0.2:0".parse().unwrap());
    let options = ConnectOptions { source, ..ConnectOptions::default() };
    let _client = connect(&to, &options).unwrap();
    let (_server, peer) = listener.accept().unwrap();
    assert!(peer.to_string().starts_with("127.0.0.2:"), "{peer}");
}

#[test]
fn a_source_of_the_other_family_leaves_nothing_to_try() {
    let source = Some("[::1]:0".parse().unwrap());
    let options = ConnectOptions { source, ..ConnectOptions::default() };
    let error = connect("127.0.0.1:9", &options).unwrap_err().to_string();
    assert!(error.contains("no address that can be tried"), "{error}");
}

#[test]
fn a_taken_port_is_told_with_its_address() {
    let listener = listening("127.0.0.1:0");
    let address = listener.address().to_string();
    let error = listen(&address, &ListenOptions::default()).unwrap_err();
    let line = error.to_string();
    assert!(line.contains(&address), "{line}");
    assert!(line.contains("Address already in use"), "{line}");
}

#[test]
fn two_listeners_share_a_port_when_both_ask_for_it() {
    let share = ListenOptions { reuse_port: true, ..ListenOptions::default() };
    let first = listen("127.0.0.1:0", &share).unwrap();
    let address = first.address().to_string();
    let _second = listen(&address, &share).unwrap();
    assert!(listen(&address, &ListenOptions::default()).is_err());
}

#[test]
fn what_is_no_address_is_refused_before_anything_is_opened() {
    for text in ["", "9002", "localhost", "::1:9002", "unix:"] {
        let error = listen(text, &ListenOptions::default()).unwrap_err();
        assert!(matches!(error, Error::Address { .. }), "{text}: {error}");
        let error = connect(text, &ConnectOptions::default()).unwrap_err();
        assert!(matches!(error, Error::Address { .. }), "{text}: {error}");
    }
}

#[test]
fn a_listener_that_does_not_block_says_that_nobody_waits() {
    let listener = listening("127.0.0.1:0");
    listener.socket().set_nonblocking(true).unwrap();
    let Err(Error::Accept(error)) = listener.accept() else {
        panic!("somebody was there, or another error came");
    };
    assert_eq!(error.kind(), io::ErrorKind::WouldBlock);
}

#[test]
fn a_read_that_waits_too_long_is_would_block() {
    let listener = listening("127.0.0.1:0");
    let to = listener.address().to_string();
    let mut client = connect(&to, &ConnectOptions::default()).unwrap();
    client.set_timeouts(Some(Duration::from_millis(20)), None).unwrap();
    let error = within("a read with a time-out", move || {
        client.read(&mut [0; 1]).unwrap_err()
    });
    assert_eq!(error.kind(), io::ErrorKind::WouldBlock);
}
