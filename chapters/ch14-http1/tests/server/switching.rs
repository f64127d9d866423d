//! The end of HTTP on a connection: RFC 9110, sections 7.8 and 9.3.6.

use http1::{Connection, Event, SendError};

use super::{asked, read, said};
use crate::shared::date;

const UPGRADE: (&str, &[u8]) = ("Upgrade", b"websocket");

#[test]
fn an_upgrade_hands_over_what_came_behind_the_request() {
    let mut connection = asked(
        b"GET /chat HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\n\
          Upgrade: websocket\r\n\r\n\x81\x05",
    );
    let fields = [("Connection", &b"Upgrade"[..]), ("Upgrade", b"websocket")];
    connection.send_response(101, fields, &date()).unwrap();
    let want = "HTTP/1.1 101 Switching Protocols\r\n\
        Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
    assert_eq!(said(&connection), want);
    assert_eq!(read(&mut connection), "Switched");
    assert_eq!(connection.take_rest(), &b"\x81\x05"[..]);
}

#[test]
fn an_upgrade_is_offered_by_http_1_1_and_named_in_connection() {
    let fields = "Host: a\r\nConnection: x, upgrade\r\nUpgrade: websocket\r\n";
    let request = |version: &str, fields: &str| {
        format!("GET / HTTP/{version}\r\n{fields}\r\n")
    };
    for (stream, offered) in [
        (request("1.1", fields), true),
        (request("1.0", fields), false),
        (request("1.1", &fields.replace("upgrade", "y")), false),
        (request("1.1", &fields.replace("Upgrade", "Y")), false),
        (request("1.1", &fields.replace("websocket", "")), false),
    ] {
        let mut connection = asked(stream.as_bytes());
        let got = connection.send_response(101, [UPGRADE], &date());
        let want = if offered { Ok(()) } else { Err(SendError::NotAsked(101)) };
        assert_eq!(got, want, "RFC 9110, 7.8: {stream}");
    }
}

#[test]
fn upgrade_is_not_sent_without_its_option_nor_a_101_without_upgrade() {
    let ask = || {
        asked(
            b"GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\n\
              Upgrade: websocket\r\n\r\n",
        )
    };
    let mut connection = ask();
    let silent = connection.send_response(101, [], &date());
    assert_eq!(silent, Err(SendError::NoUpgrade), "RFC 9110, 15.2.2");
    assert_eq!(connection.output(), b"");

    let length = [UPGRADE, ("Content-Length", b"0")];
    let framed = connection.send_response(101, length, &date());
    assert_eq!(framed, Err(SendError::Framing), "RFC 9110, 8.6");

    let length = [UPGRADE, ("Content-Length", b"0")];
    connection.send_response(426, length, &date()).unwrap();
    let want = "HTTP/1.1 426 Upgrade Required\r\nUpgrade: websocket\r\n\
                Content-Length: 0\r\nConnection: Upgrade\r\n\r\n";
    assert_eq!(said(&connection), want, "RFC 9110, 7.8");
}

#[test]
fn a_refused_upgrade_is_a_request_as_any_other() {
    let mut connection = asked(
        b"GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\n\
          Upgrade: x\r\n\r\nGET /next HTTP/1.1\r\nHost: a\r\n\r\n",
    );
    connection.send_response(204, [], &date()).unwrap();
    connection.end().unwrap();
    assert_eq!(read(&mut connection), "Paused");
    assert_eq!(connection.request().path(), "/next");
}

const CONNECT: &[u8] = b"CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n\x16";

#[test]
fn a_2xx_to_connect_begins_a_tunnel_and_says_no_length() {
    // Right behind the head, or when the whole request was asked for.
    for early in [true, false] {
        let mut connection = Connection::default();
        connection.receive(CONNECT);
        assert!(matches!(connection.next_event(), Ok(Event::Request(_))));
        if !early {
            assert_eq!(read(&mut connection), "Paused");
        }
        let length = [("Content-Length", &b"0"[..])];
        let framed = connection.send_response(200, length, &date());
        assert_eq!(framed, Err(SendError::Framing), "RFC 9110, 9.3.6");
        connection.send_response(200, [], &date()).unwrap();
        assert_eq!(said(&connection), "HTTP/1.1 200 OK\r\n\r\n");
        assert_eq!(connection.take_rest(), &b"\x16"[..]);
        assert_eq!(read(&mut connection), "Switched");
    }
}

#[test]
fn a_refused_connect_is_a_request_as_any_other() {
    let mut connection = asked(&CONNECT[..CONNECT.len() - 1]);
    let length = [("Content-Length", &b"0"[..])];
    connection.send_response(405, length, &date()).unwrap();
    connection.end().unwrap();
    assert_eq!(read(&mut connection), "NeedData");
}

#[test]
fn no_tunnel_begins_in_the_middle_of_a_body() {
    let mut connection = Connection::default();
    connection.receive(
        b"CONNECT a:1 HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi",
    );
    assert!(matches!(connection.next_event(), Ok(Event::Request(_))));
    let early = connection.send_response(200, [], &date());
    assert_eq!(early, Err(SendError::NotAsked(200)));
    assert_eq!(read(&mut connection), "Paused");
    connection.send_response(200, [], &date()).unwrap();
    assert_eq!(connection.take_rest(), &b""[..], "the body is no tunnel's");
}
