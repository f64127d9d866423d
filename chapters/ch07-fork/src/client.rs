//! The client: one request or many, beside clients that are slow.

use std::collections::BTreeMap;
use std::io::{self, Read, Write};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use cli::say;
use endpoint::Stream;
use http_basic::{Ask, ReplyError, ask};

/// How long a body may be: 1 MiB.
const MAX_BODY: usize = 1024 * 1024;

/// How often to ask, and who else is there.
#[derive(Clone, Copy, Debug, clap::Args)]
pub(crate) struct Crowd {
    /// How many requests to make; with 0, wait for the end of the slow clients
    #[arg(long, default_value_t = 1)]
    times: usize,
    /// How many of them at the same time
    #[arg(long, default_value_t = 1)]
    #[arg(value_parser = clap::value_parser!(u16).range(1..=1000))]
    at_once: u16,
    /// Connect so many clients before, each of which sends half a request
    #[arg(long, default_value_t = 0)]
    slow: usize,
    /// Seconds to wait for an answer
    #[arg(long, default_value = "10", value_parser = cli::seconds)]
    patience: Duration,
}

/// Asks the server at `address` for its page, and tells what it answers.
pub(crate) fn run(address: &str, crowd: Crowd) -> cli::Result {
    let slow = slow(address, crowd)?;
    match crowd.times {
        0 => wait_for_the_end(slow, crowd.patience)?,
        1 => say!("GET /: {}", get(address, crowd.patience)?),
        _ => many(address, crowd),
    }
    Ok(())
}

/// What becomes of clients that stay slow.
fn wait_for_the_end(slow: Vec<Stream>, patience: Duration) -> cli::Result {
    for mut stream in slow {
        stream.set_timeouts(Some(patience), None)?;
        match stream.read(&mut [0; 1024]) {
            Ok(0) => say!("the server has closed the connection"),
            Ok(_) => say!("the server has answered something"),
            Err(error) => say!("the server has gone: {error}"),
        }
    }
    Ok(())
}

/// Clients that have begun, and hold the line.
fn slow(address: &str, crowd: Crowd) -> cli::Result<Vec<Stream>> {
    let mut streams = Vec::new();
    for _ in 0..crowd.slow {
        let mut stream = stage::call("ch07", address)?;
        stream.write_all(b"GET / HTTP/1.1\r\n")?;
        streams.push(stream);
    }
    match crowd.slow {
        0 => {}
        1 => say!("1 client has sent half a request, and waits"),
        n => say!("{n} clients have sent half a request each, and wait"),
    }
    Ok(streams)
}

/// One request: the status of the answer, and how long its body is.
fn get(address: &str, patience: Duration) -> cli::Result<String> {
    let host = if address.starts_with("unix:") { "localhost" } else { address };
    let what = Ask::new("GET", host, "/")?;
    let mut stream = stage::call("ch07", address)?;
    stream.set_timeouts(Some(patience), Some(patience))?;
    let reply = match ask(&mut stream, &what, MAX_BODY) {
        Err(ReplyError::Io(e)) if e.kind() == io::ErrorKind::WouldBlock => {
            let seconds = patience.as_secs_f64();
            return Err(format!("no answer within {seconds} s").into());
        }
        reply => reply?,
    };
    let reason = wire::escape(reply.head.reason.as_bytes());
    let (status, bytes) = (reply.head.status, reply.body.len());
    Ok(format!("{status} {reason}, {bytes} bytes"))
}

/// Many requests, some of them at the same time: how often each answer came.
fn many(address: &str, crowd: Crowd) {
    let next = AtomicUsize::new(0);
    let answers: Mutex<BTreeMap<String, usize>> = Mutex::default();
    let client = || {
        while next.fetch_add(1, Ordering::Relaxed) < crowd.times {
            let answer = get(address, crowd.patience);
            let answer = answer.unwrap_or_else(|error| error.to_string());
            // Nobody panics while they hold it.
            let Ok(mut answers) = answers.lock() else { return };
            *answers.entry(answer).or_default() += 1;
        }
    };
    thread::scope(|scope| {
        for _ in 0..crowd.at_once {
            scope.spawn(client);
        }
    });
    let (times, at_once) = (crowd.times, crowd.at_once);
    say!("{times} requests, {at_once} at a time");
    for (answer, count) in answers.into_inner().unwrap_or_default() {
        say!("{count} times: {answer}");
    }
}
