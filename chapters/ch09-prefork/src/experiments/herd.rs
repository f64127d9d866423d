//! How many processes are woken for one client.

use std::io::{Read, Write};
use std::os::fd::AsFd;

use cli::say;
use http_basic::readable;
use nix::sys::resource::{UsageWho, getrusage};
use preforking::Sharing;

use super::rig::{Rig, Worker};

const WORKERS: usize = 8;
const CLIENTS: usize = 200;

pub(crate) fn run() -> cli::Result {
    say!("{CLIENTS} clients, one after another, {WORKERS} processes wait");
    for (name, wait) in [("accept", in_accept as Wait), ("poll  ", in_poll)] {
        let (mut results, report) = std::io::pipe()?;
        let rig = Rig::start(Sharing::Listener, WORKERS, |worker| {
            wait(worker);
            // Eight bytes are written at once (PIPE_BUF, pipe(7)).
            let told = (&report).write_all(&woken().to_ne_bytes());
            i32::from(told.is_err())
        })?;
        drop(report);
        for _ in 0..CLIENTS {
            let end = rig.connect()?.read(&mut [0])?;
            debug_assert_eq!(end, 0);
        }
        rig.end();
        let mut sum = 0;
        let mut count = [0; 8];
        while results.read_exact(&mut count).is_ok() {
            sum += u64::from_ne_bytes(count);
        }
        say!("in {name}: woken about {sum} times in all");
    }
    Ok(())
}

/// How often this process has slept and was woken (getrusage(2), ru_nvcsw).
fn woken() -> u64 {
    let usage = getrusage(UsageWho::RUSAGE_SELF);
    let times = usage.map_or(0, |usage| usage.voluntary_context_switches());
    u64::try_from(times).unwrap_or(0)
}

/// Serves until the end.
type Wait = fn(&Worker<'_>);

/// The kernel wakes one for each client.
fn in_accept(worker: &Worker<'_>) {
    while worker.next_client().is_some() {}
}

/// "There is a client", the kernel says to all; the first one gets it.
// ANCHOR: in-poll
fn in_poll(worker: &Worker<'_>) {
    let listener = worker.listener();
    if listener.socket().set_nonblocking(true).is_err() {
        return;
    }
    while let Ok([_, false]) =
        readable([listener.as_fd(), worker.stop().as_fd()], None)
    {
        // Dropped, and so closed, at once. Or somebody else was faster.
        let _ = listener.accept();
    }
}
// ANCHOR_END: in-poll
