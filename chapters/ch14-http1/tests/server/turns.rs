//! Whose turn it is: pipelines and steps out of turn. RFC 9112, section 9.3.

use http1::{Connection, SendError, Wait};

use super::{asked, read, said};
use crate::shared::date;

#[test]
fn pipelined_requests_are_answered_in_order_and_in_one_write() {
    let two =
        b"GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n";
    let mut connection = Connection::default();
    connection.receive(two);
    for path in ["/1", "/2"] {
        assert_eq!(read(&mut connection), "Paused");
        assert_eq!(
            connection.waiting_for(),
            if path == "/1" { Wait::Application } else { Wait::Write }
        );
        let fields = [("Content-Length", &b"2"[..])];
        let body = connection.request().path().as_bytes().to_vec();
        assert_eq!(body, path.as_bytes());
        connection.send_response(200, fields, &date()).unwrap();
        connection.send_data(&body).unwrap();
        connection.end().unwrap();
    }
    let one = |path: &str| {
        format!("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{path}")
    };
    assert_eq!(said(&connection), one("/1") + &one("/2"));
}

#[test]
fn an_answer_out_of_turn_is_an_error_of_the_program() {
    let mut connection = Connection::default();
    assert!(connection.send_data(b"hi").is_err());
    assert!(connection.end().is_err());
    assert!(connection.send_informational(103, []).is_err());
    let mut connection = asked(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    connection.send_informational(103, [("Link", &b"</a>"[..])]).unwrap();
    connection.send_response(204, [], &date()).unwrap();
    assert!(connection.send_response(204, [], &date()).is_err());
    assert_eq!(connection.send_data(b"hi"), Err(SendError::TooMuch));
    let want = "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n\
                HTTP/1.1 204 No Content\r\n\r\n";
    assert_eq!(said(&connection), want);
}

#[test]
fn nothing_that_follows_close_is_a_request() {
    for first in [
        "GET / HTTP/1.1\r\nHost: a\r\nConnection: x, CLOSE\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nConnection: x\r\n\
         Connection: close\r\n\r\n",
        "GET / HTTP/1.0\r\n\r\n",
        "GET / HTTP/1.0\r\nConnection: keep-alive, close\r\n\r\n",
    ] {
        let again = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
        let mut connection = asked(format!("{first}{again}").as_bytes());
        connection.send_response(204, [], &date()).unwrap();
        connection.end().unwrap();
        assert_eq!(read(&mut connection), "ConnectionClosed", "{first}");
        let want = "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n";
        assert_eq!(said(&connection), want, "RFC 9112, 9.6: {first}");
    }
}

#[test]
fn http_1_0_stays_when_it_asks_to_and_hears_so() {
    let ask = "GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n";
    let mut connection = asked(ask.repeat(2).as_bytes());
    let one = "HTTP/1.1 204 No Content\r\nConnection: keep-alive\r\n\r\n";
    for count in [1, 2] {
        connection.send_response(204, [], &date()).unwrap();
        connection.end().unwrap();
        assert_eq!(said(&connection), one.repeat(count), "RFC 9112, C.2.2");
        read(&mut connection);
    }
    assert_eq!(read(&mut connection), "NeedData");
}
