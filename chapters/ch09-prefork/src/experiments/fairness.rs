//! Who gets the clients.

use std::time::Duration;

use cli::say;
use preforking::Sharing;

use super::rig::{Rig, WORKERS, number, tell_number};

const CLIENTS: usize = 400;
/// How long a client waits for a worker before it gives up.
const PATIENCE: Duration = Duration::from_millis(100);

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
        let mut in_vain = 0;
        for _ in 0..others {
            if number(&mut rig.connect()?, PATIENCE)?.is_none() {
                in_vain += 1;
            }
        }
        drop(keeper);
        rig.end();
        let told = match in_vain {
            0 => "0".to_owned(),
            n => format!("about {n}"),
        };
        say!("{name}: {told} waited in vain while {} were free", WORKERS - 1);
    }
    Ok(())
}

const BOTH: [(&str, Sharing); 2] = [
    ("one queue for all ", Sharing::Listener),
    ("a queue for each  ", Sharing::ReusePort),
];
