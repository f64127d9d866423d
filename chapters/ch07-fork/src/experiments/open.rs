//! Copies of descriptors that nobody closes.

use std::io::{ErrorKind, Read, Write};
use std::time::Duration;

use cli::say;
use endpoint::{
    ConnectOptions, Error, ListenOptions, Listener, Stream, connect, listen,
};
use forking::Children;
use nix::sys::resource::{Resource, getrlimit, setrlimit};
use nix::sys::signal::{Signal, kill};
use nix::unistd::pause;

use super::until::until;

fn open() -> cli::Result<(Listener, String)> {
    let listener = listen("127.0.0.1:0", &ListenOptions::default())?;
    let address = listener.address().to_string();
    Ok((listener, address))
}

fn call(address: &str) -> cli::Result<Stream> {
    Ok(connect(address, &ConnectOptions::default())?)
}

fn answer(mut stream: &Stream) -> i32 {
    i32::from(stream.write_all(b"hello\n").is_err())
}

/// Waits for a child to end.
fn reaped(children: &mut Children) -> cli::Result {
    until(|| !children.reap().is_empty())
}

/// A connection that the parent keeps, and a listener that a child keeps.
pub(super) fn kept_open() -> cli::Result {
    for keeps in [true, false] {
        say!("the parent {} its copy", if keeps { "keeps" } else { "closes" });
        parent_keeps(keeps)?;
    }
    say!("the parent dies, a child that has a copy of the listener lives");
    child_keeps()
}

// ANCHOR: parent-keeps
fn parent_keeps(keeps: bool) -> cli::Result {
    let (listener, address) = open()?;
    let mut client = call(&address)?;
    client.set_timeouts(Some(Duration::from_millis(200)), None)?;
    let (stream, _) = listener.accept()?;
    let mut children = Children::new(1);
    children.spawn(|| answer(&stream))?;
    reaped(&mut children)?;
    let kept = keeps.then_some(stream); // else it is closed here
    let mut got = String::new();
    match client.read_to_string(&mut got) {
        Ok(_) => say!("  the client got {got:?}, then the end"),
        Err(e) if e.kind() == ErrorKind::WouldBlock => {
            say!("  the client got {got:?}, and still waits for the end");
        }
        Err(error) => return Err(error.into()),
    }
    drop(kept);
    Ok(())
}
// ANCHOR_END: parent-keeps

fn child_keeps() -> cli::Result {
    let (listener, address) = open()?;
    let mut children = Children::new(1);
    let child = children.spawn(|| {
        pause(); // and does not close the listener
        0
    })?;
    drop(listener); // as if the parent had died
    listens_again(&address);
    say!("  a client connects: {}", call(&address).is_ok());
    kill(child, Signal::SIGKILL)?;
    reaped(&mut children)?;
    say!("the child has ended");
    listens_again(&address);
    Ok(())
}

fn listens_again(address: &str) {
    match listen(address, &ListenOptions::default()) {
        Ok(_) => say!("  a new server listens there: ok"),
        Err(Error::Listen { source, .. }) => {
            say!("  a new server listens there: {source}");
        }
        Err(error) => say!("  {error}"),
    }
}

/// How many descriptors the servers of the second experiment may have.
const LIMIT: u64 = 32;
/// How many clients come, at most.
const CLIENTS: usize = 100;

/// A server that keeps its copies, and one that does not, with a low limit.
pub(super) fn run_out() -> cli::Result {
    let (_, hard) = getrlimit(Resource::RLIMIT_NOFILE)?;
    setrlimit(Resource::RLIMIT_NOFILE, LIMIT, hard)?;
    say!("at most {LIMIT} descriptors");
    for keeps in [true, false] {
        say!(
            "the parent {} its copies",
            if keeps { "keeps" } else { "closes" }
        );
        say!("  {}", serve_many(keeps)?);
    }
    Ok(())
}

fn serve_many(keeps: bool) -> cli::Result<String> {
    let (listener, address) = open()?;
    let mut kept = Vec::new();
    let mut children = Children::new(1);
    for n in 1..=CLIENTS {
        let client = match call(&address) {
            Ok(client) => client,
            Err(_) => return Ok(format!("client about {n}: no descriptor")),
        };
        let (stream, _) = match listener.accept() {
            Err(error) => return Ok(format!("client about {n}: {error}")),
            Ok(accepted) => accepted,
        };
        children.spawn(|| answer(&stream))?;
        reaped(&mut children)?;
        drop(client);
        if keeps {
            kept.push(stream);
        }
    }
    Ok(format!("{CLIENTS} clients were served"))
}
