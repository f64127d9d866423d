//! `ex09-scoreboard [WORKERS [REQUESTS]]`: workers that only count.
//!
//! Each finishes so many requests in a row of its own, and as many in the last
//! row, which is for all of them. Then it is killed in the middle of another.

use std::error::Error;
use std::time::Duration;

use ex09::scoreboard::Scoreboard;
use forking::{Children, Signals};
use nix::sys::signal::{Signal, raise};

fn main() -> Result<(), Box<dyn Error>> {
    let mut numbers = std::env::args().skip(1).map(|arg| arg.parse());
    let workers = numbers.next().unwrap_or(Ok(4))?;
    let requests = numbers.next().unwrap_or(Ok(1_000))?;
    let signals = Signals::install()?;
    let board = Scoreboard::new(workers + 1)?;
    let mut children = Children::new(workers);
    let mut pids = Vec::new();
    for slot in 0..workers {
        pids.push(children.spawn(|| work(&board, slot, workers, requests))?);
    }
    let grace = Duration::from_secs(60);
    let late = children.end(&signals, grace, |ended| {
        let slot = pids.iter().position(|pid| *pid == ended.pid);
        let busy = slot.is_some_and(|slot| board.ended(slot));
        let when = if busy { "in the middle of a request" } else { "between" };
        println!("{slot:?} {ended}, {when}");
    });
    if late > 0 {
        println!("{late} were killed: they took too long");
    }
    for (slot, row) in board.rows().iter().enumerate() {
        println!("{slot}: {} requests, busy: {}", row.requests, row.busy);
    }
    Ok(())
}

/// A worker's life.
fn work(board: &Scoreboard, slot: usize, all: usize, requests: usize) -> i32 {
    for _ in 0..requests {
        board.begin(slot);
        board.finish(slot);
        board.finish(all);
    }
    board.begin(slot);
    // As `kill -9` does: nothing of this process runs any more.
    match raise(Signal::SIGKILL) {
        Ok(()) | Err(_) => 1,
    }
}
