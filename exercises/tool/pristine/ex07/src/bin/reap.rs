//! `ex07-reap WHO…`: starts children, brings each to its state, and calls
//! `reap` twice.
//!
//! `exit:3` is a worker that has ended so, `kill:9` one that a signal ended,
//! `run` one that runs, `gone` one that somebody else has waited for, `other:7`
//! a child that is no worker and that its owner waits for afterwards.

use std::error::Error;
use std::process::{Child, Command};

use ex07::reap::reap;
use nix::sys::signal::{Signal, kill};
use nix::sys::wait::{Id, WaitPidFlag, WaitStatus, waitid, waitpid};
use nix::unistd::Pid;

fn main() -> Result<(), Box<dyn Error>> {
    let (mut workers, mut names, mut others) = (vec![], vec![], vec![]);
    for who in std::env::args().skip(1) {
        let (kind, number) = who.split_once(':').unwrap_or((&who, "0"));
        let child = start(kind, number)?;
        let pid = Pid::from_raw(child.id().cast_signed());
        if kind == "gone" {
            waitpid(pid, None)?;
        } else if kind != "run" {
            // Until it has ended; NOWAIT leaves the zombie where it is.
            let ended = WaitPidFlag::WEXITED | WaitPidFlag::WNOWAIT;
            waitid(Id::Pid(pid), ended)?;
        }
        match kind {
            "other" => others.push((who, child)),
            _ => {
                workers.push(pid);
                names.push((pid, who));
            }
        }
    }
    for call in ["first", "second"] {
        println!("{call} call:");
        for (pid, end) in reap(&mut workers) {
            println!("  {}: {}", name(&names, pid), told(end));
        }
    }
    println!("list: {} left", workers.len());
    for &pid in &workers {
        println!("  {}", name(&names, pid));
    }
    for (who, mut child) in others {
        match child.wait() {
            Ok(status) => println!("{who}: its owner sees {status}"),
            Err(error) => println!("{who}: its owner sees {error}"),
        }
    }
    for (pid, _) in names.iter().filter(|(_, who)| who == "run") {
        kill(*pid, Signal::SIGKILL)?;
        let _ = waitpid(*pid, None);
    }
    Ok(())
}

fn start(kind: &str, number: &str) -> Result<Child, Box<dyn Error>> {
    let mut shell = Command::new("sh");
    let line = match kind {
        "exit" | "gone" | "other" => format!("exit {number}"),
        "kill" => format!("kill -{number} $$"),
        "run" => return Ok(Command::new("sleep").arg("100").spawn()?),
        _ => return Err(format!("no such child: {kind}").into()),
    };
    Ok(shell.args(["-c", &line]).spawn()?)
}

fn name(names: &[(Pid, String)], pid: Pid) -> &str {
    let found = names.iter().find(|(worker, _)| *worker == pid);
    found.map_or("(nobody of the list)", |(_, who)| who)
}

fn told(end: Option<WaitStatus>) -> String {
    match end {
        Some(WaitStatus::Exited(_, code)) => format!("exited {code}"),
        Some(WaitStatus::Signaled(_, signal, _)) => format!("{signal}"),
        Some(other) => format!("{other:?}"),
        None => "somebody else was told".to_owned(),
    }
}
