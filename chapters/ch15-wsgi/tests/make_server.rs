//! `make_server`, over sockets.
#![allow(clippy::unwrap_used)]

mod shared;

use std::io::{Read, Write};
use std::net::Shutdown;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use shared::Log;
use socketserver::{Handled, ThreadPool, Threading};
use testing::load::{ask_and_finish, connect};
use testing::{drain, within};
use threading::WhenFull;
use wsgi::{
    AppError, Body, Environ, Logging, StartResponse, Truth, demo_app, facts,
    make_server, make_server_with,
};

const GET: &[u8] = b"GET /a?b HTTP/1.1\r\nHost: book\r\n\r\n";

fn ask(address: &str, bytes: &[u8]) -> String {
    let got = ask_and_finish(address, bytes).unwrap();
    String::from_utf8(got).unwrap()
}

#[test]
fn handle_request_serves_one_connection() {
    within("one connection", || {
        let mut server = make_server("127.0.0.1:0", demo_app).unwrap();
        assert_ne!(server.server_port(), 0, "the system's choice");
        let address = server.server_address().to_string();
        let client = thread::spawn(move || ask(&address, GET));
        assert_eq!(server.handle_request().unwrap(), Handled::Request);
        let heard = client.join().unwrap();
        assert!(heard.starts_with("HTTP/1.1 200 OK\r\n"), "{heard}");
        assert!(heard.contains("\r\n\r\nHello world!\n\n"), "{heard}");
        assert_eq!(server.server_close(), 0);
    });
}

#[test]
fn the_environ_says_who_serves_and_who_asks() {
    within("one connection", || {
        let mut server = make_server("127.0.0.1:0", demo_app).unwrap();
        let port = server.server_port();
        let client = connect(&format!("127.0.0.1:{port}")).unwrap();
        let own = client.local_addr().unwrap().port();
        let asked = thread::spawn(move || {
            let mut client = client;
            client.write_all(GET).unwrap();
            client.shutdown(Shutdown::Write).unwrap();
            String::from_utf8(drain(&mut client)).unwrap()
        });
        server.handle_request().unwrap();
        let heard = asked.join().unwrap();
        for line in [
            "SERVER_NAME = \"127.0.0.1\"",
            &format!("SERVER_PORT = \"{port}\""),
            "REMOTE_ADDR = \"127.0.0.1\"",
            &format!("REMOTE_PORT = \"{own}\""),
            "wsgi.multithread = false",
            "wsgi.multiprocess = false",
            "wsgi.run_once = false",
        ] {
            assert!(heard.contains(&format!("\n{line}\n")), "{line}: {heard}");
        }
    });
}

#[test]
fn serve_forever_ends_when_another_thread_says_so() {
    within("serving", || {
        let mut server = make_server("127.0.0.1:0", demo_app).unwrap();
        let address = server.server_address().to_string();
        let shutdown = server.shutdown_handle();
        let serving = thread::spawn(move || server.serve_forever().is_ok());
        for _ in 0..3 {
            let heard = ask(&address, &GET.repeat(2));
            assert_eq!(heard.matches("Hello world!").count(), 2, "{heard}");
        }
        shutdown.shutdown();
        assert!(serving.join().unwrap());
    });
}

#[test]
fn each_way_of_serving_tells_the_truth() {
    fn heard<C>(concurrency: C) -> String
    where
        C: socketserver::Concurrency<socketserver::Tcp>
            + Truth
            + Send
            + 'static,
    {
        let server = make_server_with("127.0.0.1:0", demo_app, concurrency);
        let mut server = server.unwrap();
        let address = server.server_address().to_string();
        let shutdown = server.shutdown_handle();
        let serving = thread::spawn(move || server.serve_forever().unwrap());
        let heard = ask(&address, GET);
        shutdown.shutdown();
        serving.join().unwrap();
        heard
    }
    within("serving", || {
        let pool = heard(ThreadPool::new(2, 10, WhenFull::Wait).unwrap());
        for heard in [heard(Threading::new(10)), pool] {
            assert!(heard.contains("\nwsgi.multithread = true\n"), "{heard}");
            assert!(heard.contains("\nwsgi.multiprocess = false\n"), "{heard}");
        }
        assert_eq!(socketserver::Forking::TRUTH, (false, true));
        assert_eq!(socketserver::PreForking::TRUTH, (false, true));
    });
}

/// Reads its body, and says so.
fn post<'r>(
    environ: Environ<'r>,
    start_response: StartResponse<'r>,
) -> Result<Body<'r>, AppError> {
    let body = environ.input().read_all()?;
    start_response.call("200 OK", [("Content-Type", "text/plain")])?;
    Ok(Body::from(body))
}

#[test]
fn a_client_that_waits_before_its_body_is_told_to_go_on() {
    within("one connection", || {
        let mut server = make_server("127.0.0.1:0", post).unwrap();
        let mut client = connect(&server.server_address().to_string()).unwrap();
        let asked = thread::spawn(move || {
            let head = b"POST / HTTP/1.1\r\nHost: book\r\n\
                Expect: 100-continue\r\nContent-Length: 2\r\n\r\n";
            client.write_all(head).unwrap();
            let mut first = [0; 25];
            client.read_exact(&mut first).unwrap();
            assert_eq!(&first, b"HTTP/1.1 100 Continue\r\n\r\n");
            client.write_all(b"hi").unwrap();
            client.shutdown(Shutdown::Write).unwrap();
            String::from_utf8(drain(&mut client)).unwrap()
        });
        server.handle_request().unwrap();
        let heard = asked.join().unwrap();
        assert!(heard.starts_with("HTTP/1.1 200 OK\r\n"), "{heard}");
        assert!(heard.ends_with("\r\n\r\nhi"), "{heard}");
    });
}

#[test]
fn a_client_that_leaves_in_its_body_is_logged_once_and_ends_nothing() {
    within("two connections", || {
        let log = Arc::new(Log::default());
        let app = Logging::new(post, log.clone());
        let mut server = make_server("127.0.0.1:0", app).unwrap();
        let address = server.server_address().to_string();
        let mut client = connect(&address).unwrap();
        let head = b"POST /gone HTTP/1.1\r\nHost: book\r\n\
            Content-Length: 9\r\n\r\n123";
        client.write_all(head).unwrap();
        drop(client);
        server.handle_request().unwrap();
        let next = thread::spawn(move || ask(&address, GET));
        server.handle_request().unwrap();
        let heard = next.join().unwrap();
        assert!(heard.starts_with("HTTP/1.1 200 OK\r\n"), "{heard}");
        let log = log.text();
        assert_eq!(log.matches("POST /gone").count(), 1, "{log}");
        assert_eq!(log.lines().count(), 2, "{log}");
    });
}

#[test]
fn an_application_that_fails_or_panics_ends_no_server() {
    let calls = Arc::new(AtomicUsize::new(0));
    let counted = calls.clone();
    let app = wsgi::application(move |_, start_response| {
        match counted.fetch_add(1, Ordering::Relaxed) {
            0 => Err("no such table".into()),
            1 => panic!("an invented bug"),
            _ => {
                start_response.call("200 OK", [("X", "y")])?;
                Ok(Body::from("well"))
            }
        }
    });
    within("three connections", move || {
        let mut server = make_server("127.0.0.1:0", app).unwrap();
        let address = server.server_address().to_string();
        let shutdown = server.shutdown_handle();
        let serving = thread::spawn(move || server.serve_forever().is_ok());
        for _ in 0..2 {
            let heard = ask(&address, GET);
            assert!(heard.starts_with("HTTP/1.1 500 "), "{heard}");
            assert!(heard.ends_with("\r\n\r\nthe server failed\n"), "{heard}");
        }
        assert!(ask(&address, GET).ends_with("well"));
        shutdown.shutdown();
        assert!(serving.join().unwrap());
    });
}

#[test]
fn an_environ_has_a_name_and_a_port_wherever_the_server_listens() {
    for (address, name, port) in [
        ("127.0.0.1:8000", "127.0.0.1", 8000),
        ("[::1]:81", "::1", 81),
        ("unix:/run/s", "localhost", 80),
        ("unix:/run/s:81", "localhost", 80),
    ] {
        let facts = facts(&address, (false, false));
        assert_eq!((&*facts.name, facts.port), (name, port), "{address}");
    }
}

#[test]
fn an_address_that_is_none_or_taken_is_an_error_in_one_line() {
    let server = make_server("127.0.0.1:0", demo_app).unwrap();
    let taken = server.server_address().to_string();
    for address in [&*taken, "127.0.0.1"] {
        let error = make_server(address, demo_app).map(|_| ()).unwrap_err();
        let text = error.to_string();
        assert_eq!(text.lines().count(), 1, "{text}");
        assert!(text.contains(address), "it names the place: {text}");
    }
}
