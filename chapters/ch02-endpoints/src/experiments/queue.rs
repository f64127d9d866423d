//! What does the backlog count?

use std::fs;
use std::io;

use cli::say;
use echo::states::{self, State};
use endpoint::{ListenOptions, Listener, listen};
use socket2::{Domain, Socket, Type};

use super::rig::{call, inet, switch_off, until};
use super::tcp_info::tcp_info;

const BACKLOG: i32 = 5;
const HALF_OPEN: usize = 4;

pub(super) fn queue() -> cli::Result {
    let somaxconn = fs::read_to_string("/proc/sys/net/core/somaxconn")?;
    let somaxconn: u32 = somaxconn.trim().parse()?;
    for backlog in [BACKLOG, 1_000_000] {
        let listener = with_backlog(backlog)?;
        let limit = tcp_info(listener.socket())?.backlog;
        let limit = match limit == somaxconn {
            true => "as many as somaxconn says".to_owned(),
            false => format!("at most {limit}"),
        };
        say!("listen(fd, {backlog}): {limit}");
    }
    let listener = with_backlog(BACKLOG)?;
    // Clients whose kernel never sees the server's answer to their SYN.
    let _stuck = (0..HALF_OPEN)
        .map(|_| half_open(&listener))
        .collect::<cli::Result<Vec<_>>>()?;
    report(&listener, 0)?;
    let _clients = (0..=BACKLOG)
        .map(|_| call(&listener))
        .collect::<cli::Result<Vec<_>>>()?;
    report(&listener, BACKLOG.unsigned_abs() + 1)
}

/// What is where, once all handshakes that can end have ended: a client may
/// know of it sooner than the server's side.
fn report(listener: &Listener, clients: u32) -> cli::Result {
    let (half, done) = until(|| {
        let half = half_opens(listener)?;
        let done = tcp_info(listener.socket())?.queued;
        Ok((half == HALF_OPEN && done == clients).then_some((half, done)))
    })?;
    say!("backlog {BACKLOG}: {half} half-open, {done} wait for accept");
    Ok(())
}

fn with_backlog(backlog: i32) -> cli::Result<Listener> {
    let options = ListenOptions { backlog, ..ListenOptions::default() };
    Ok(listen("127.0.0.1:0", &options)?)
}

/// A client that sends a SYN and is deaf to the answer.
fn half_open(listener: &Listener) -> cli::Result<Socket> {
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None)?;
    switch_off(&socket)?;
    socket.set_nonblocking(true)?;
    let to = listener.address().to_system()?;
    match socket.connect(&to) {
        Err(e) if e.raw_os_error() == Some(libc::EINPROGRESS) => Ok(socket),
        result => Err(format!("connect did not start: {result:?}").into()),
    }
}

/// How many handshakes the server's side has begun and not finished.
fn half_opens(listener: &Listener) -> io::Result<usize> {
    let port = inet(listener).map_err(|e| io::Error::other(e.to_string()))?;
    let entries = states::with_port(port.port())?;
    let half = [State::SynReceived, State::NewSynReceived];
    Ok(entries.iter().filter(|e| half.contains(&e.state)).count())
}
