//! What happens when the system has no room for another process.

use std::fs;
use std::io::{Read, Write};
use std::os::unix::fs::MetadataExt;
use std::time::Duration;

use cli::say;
use endpoint::{
    ConnectOptions, ListenOptions, Listener, Stream, connect, listen,
};
use forking::{Children, Signals};
use http_basic::{Limits, Upper};
use nix::sys::resource::{Resource, setrlimit};
use nix::sys::signal::{Signal, kill};
use nix::unistd::{Gid, Uid, setgid, setuid};

use super::until::until;

/// A server whose user may have two more processes, and its clients.
pub(super) fn no_more() -> cli::Result {
    let listener = listen("127.0.0.1:0", &ListenOptions::default())?;
    let address = listener.address().to_string();
    let mut children = Children::new(1);
    let mut listener = Some(listener);
    let server = children.spawn(|| match listener.take().map(serve) {
        Some(Ok(())) => 0,
        _ => 1,
    })?;
    drop(listener);
    let result = clients(&address);
    kill(server, Signal::SIGTERM)?;
    until(|| !children.reap().is_empty())?;
    result
}

fn serve(listener: Listener) -> cli::Result {
    become_limited()?;
    let signals = Signals::install()?;
    forking::serve(listener, &Limits::default(), 100, &signals, || Upper)?;
    Ok(())
}

/// Allows this user two more processes. Root has no such limit, so root
/// becomes somebody else before.
fn become_limited() -> cli::Result {
    if Uid::effective().is_root() {
        let nobody = 100_000 + std::process::id();
        setgid(Gid::from_raw(nobody))?;
        setuid(Uid::from_raw(nobody))?;
    }
    let most = tasks(Uid::effective().as_raw()) + 2;
    Ok(setrlimit(Resource::RLIMIT_NPROC, most, most)?)
}

/// How many processes and threads a user has.
fn tasks(user: u32) -> u64 {
    let folders = fs::read_dir("/proc").into_iter().flatten().flatten();
    let own = folders.filter(|f| f.metadata().is_ok_and(|m| m.uid() == user));
    let lists = own.filter_map(|f| fs::read_dir(f.path().join("task")).ok());
    lists.map(|tasks| tasks.count() as u64).sum()
}

fn clients(address: &str) -> cli::Result {
    let mut served = Vec::new();
    let refusal = loop {
        let (stream, answer) = say_hello(address)?;
        if answer != "HELLO" {
            break answer;
        }
        served.push(stream);
    };
    say!("clients that are served and stay: about {}", served.len());
    say!("the next one: {refusal}");
    served.pop();
    say!("one of them leaves");
    until(|| say_hello(address).is_ok_and(|(_, answer)| answer == "HELLO"))?;
    say!("the next one: HELLO");
    Ok(())
}

fn say_hello(address: &str) -> cli::Result<(Stream, String)> {
    let mut stream = connect(address, &ConnectOptions::default())?;
    stream.set_timeouts(Some(Duration::from_secs(10)), None)?;
    stream.write_all(b"hello")?;
    let mut answer = [0; 64];
    let n = stream.read(&mut answer)?;
    let answer = String::from_utf8_lossy(&answer[..n]).trim_end().to_owned();
    Ok((stream, answer))
}
