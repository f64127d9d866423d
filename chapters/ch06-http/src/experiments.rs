//! What HTTP's rules are for, made visible.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::os::fd::AsFd;
use std::thread;
use std::time::{Duration, Instant};

use bytes::Bytes;
use cli::{Play, say};
use http_basic::{MAX_BODY, parse, parse_with_httparse, read_reply};
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};

/// Everything that `experiment` can show.
pub(crate) const ALL: [Play; 3] = [
    Play {
        name: "two-parsers",
        about: "the same heads, by hand and with httparse",
        run: two_parsers,
    },
    Play {
        name: "bare-lf",
        about: "who reads an answer whose lines end with \\n alone",
        run: bare_lf,
    },
    Play {
        name: "early-answer",
        about: "what becomes of an answer that comes before the body",
        run: early_answer,
    },
];

fn two_parsers() -> cli::Result {
    for head in [
        "GET / HTTP/1.1\r\nHost: a",
        "GET  / HTTP/1.1\r\nHost: a",
        "GET / HTTP/1.1\r\nHost : a",
        "GET / HTTP/1.1\r\nA: b\r\n c",
        "GET / HTTP/1.1\nHost: a",
        "GET / HTTP/2.0\r\nHost: a",
    ] {
        let head = Bytes::from(head);
        say!("{}", head.escape_ascii());
        say!("  by hand:  {}", verdict(&parse(&head)));
        say!("  httparse: {}", verdict(&parse_with_httparse(&head)));
    }
    Ok(())
}

fn verdict<T, E: std::fmt::Display>(result: &Result<T, E>) -> String {
    match result {
        Ok(_) => "accepts".to_owned(),
        Err(error) => format!("refuses: {error}"),
    }
}

fn bare_lf() -> cli::Result {
    for answer in [
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
        "HTTP/1.1 200 OK\nContent-Length: 5\n\nhello",
        "hello",
    ] {
        say!("{}", answer.escape_default());
        let mut fields = [httparse::EMPTY_HEADER; 8];
        let mut theirs = httparse::Response::new(&mut fields);
        let parsed = theirs.parse(answer.as_bytes());
        say!("  httparse: {}", verdict(&parsed));
        say!(
            "  ours:     {}",
            verdict(&read_reply(answer.as_bytes(), false, 9))
        );
    }
    Ok(())
}

/// How much of the body is still to be sent when the answer has come.
const REST: usize = 3_000_000;

fn early_answer() -> cli::Result {
    say!("the client sends half a request, is answered, and sends the rest");
    for (how, end) in [
        ("the server answers and closes", close as fn(TcpStream)),
        ("the server answers, and reads on until the client is done", drain),
    ] {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?;
        let server = thread::spawn(move || -> std::io::Result<()> {
            let (mut client, _) = listener.accept()?;
            client.set_read_timeout(Some(Duration::from_secs(2)))?;
            client.read_exact(&mut [0; 10])?;
            client.write_all(ANSWER)?;
            end(client);
            Ok(())
        });
        say!("{how}");
        let mut client = TcpStream::connect(address)?;
        client.write_all(&[b'x'; 20])?;
        wait_for_reset(&client)?;
        match client.write_all(&vec![b'x'; REST]) {
            Ok(()) => say!("  send: all of it"),
            Err(error) => say!("  send: {error}"),
        }
        client.shutdown(Shutdown::Write).ok();
        let mut answer = Vec::new();
        let end = client.read_to_end(&mut answer);
        let first = answer.split(|&byte| byte == b'\r').next();
        say!("  receive: \"{}\"", first.unwrap_or_default().escape_ascii());
        if let Err(error) = end {
            say!("  receive: {error}");
        }
        server.join().map_err(|_| "the server's thread panicked")??;
    }
    Ok(())
}

const ANSWER: &[u8] =
    b"HTTP/1.1 413 Content Too Large\r\nContent-Length: 0\r\n\r\n";

fn close(client: TcpStream) {
    drop(client);
}

fn drain(mut client: TcpStream) {
    let _ = client.shutdown(Shutdown::Write);
    let mut left = REST + MAX_BODY;
    let end = Instant::now() + Duration::from_secs(2);
    let mut chunk = [0; 8192];
    while left > 0 && Instant::now() < end {
        match client.read(&mut chunk) {
            Ok(n @ 1..) => left = left.saturating_sub(n),
            _ => return,
        }
    }
}

/// Waits until the kernel knows that the server has reset the connection; at
/// most 200 ms, since it may not.
fn wait_for_reset(client: &TcpStream) -> cli::Result {
    // No event asked for: errors are reported all the same (poll(2)).
    let mut fds = [PollFd::new(client.as_fd(), PollFlags::empty())];
    poll(&mut fds, PollTimeout::from(200_u8))?;
    Ok(())
}
