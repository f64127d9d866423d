//! Who gets the clients.

use std::os::fd::AsFd;
use std::thread;
use std::time::{Duration, Instant};

use cli::say;
use endpoint::Stream;
use http_basic::readable;
use preforking::Sharing;

use super::rig::{Rig, WORKERS, number, tell_number};

const CLIENTS: usize = 400;
/// How long clients wait for a worker before they give up.
const PATIENCE: Duration = Duration::from_secs(1);

/// Clients that come one after another.
pub(crate) fn one_after_another() -> cli::Result {
    say!("{CLIENTS} clients, one after another, {WORKERS} workers");
    for (name, sharing) in BOTH {
        let rig = Rig::start(sharing, WORKERS, tell_number)?;
        let mut counts = [0; WORKERS];
        for _ in 0..CLIENTS {
            let answer = number(&mut rig.connect()?, Duration::from_secs(10))?;
            counts[answer.ok_or("no worker answered")?] += 1;
        }
        rig.end();
        let counts = counts.map(|count: u32| format!("about {count}"));
        say!("{name}: {}", counts.join(", "));
    }
    Ok(())
}

/// One client that keeps its worker, and others that come meanwhile.
pub(crate) fn one_is_stuck() -> cli::Result {
    let others = 40;
    say!("one client keeps its worker; {others} others, {WORKERS} workers");
    for (name, sharing) in BOTH {
        let rig = Rig::start(sharing, WORKERS, tell_number)?;
        let mut keeper = rig.connect()?;
        number(&mut keeper, Duration::from_secs(10))?
            .ok_or("no worker answered")?;
        let mut waiting = Vec::new();
        for _ in 0..others {
            waiting.push(rig.connect()?);
        }
        let end = Instant::now() + PATIENCE;
        while !waiting.is_empty() && Instant::now() < end {
            // Those who are answered hang up, and their worker is free again.
            waiting.retain(|stream| !has_answer(stream));
            thread::park_timeout(Duration::from_millis(1));
        }
        let in_vain = waiting.len();
        drop((keeper, waiting));
        rig.end();
        let told = match in_vain {
            0 => "0".to_owned(),
            n => format!("about {n}"),
        };
        say!("{name}: {told} waited in vain while {} were free", WORKERS - 1);
    }
    Ok(())
}

/// Whether a worker has told its number, without waiting.
fn has_answer(stream: &Stream) -> bool {
    let now = Some(Instant::now());
    matches!(readable([stream.as_fd()], now), Ok([true]))
}

const BOTH: [(&str, Sharing); 2] = [
    ("one queue for all ", Sharing::Listener),
    ("a queue for each  ", Sharing::ReusePort),
];
