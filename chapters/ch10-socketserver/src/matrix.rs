//! `matrix`: every transport with every concurrency, started and asked.

use std::env;
use std::fs;
use std::io::{BufRead, BufReader, ErrorKind};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use cli::say;
use endpoint::Endpoint;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use crate::client::Link;

const TRANSPORTS: [&str; 4] = ["tcp", "unix", "udp", "unixgram"];
const CONCURRENCIES: [&str; 5] =
    ["sequential", "forking", "threading", "pool", "prefork"];

/// How many clients are there at the same time; as many places have the pools.
const CLIENTS: usize = 3;

/// Longer than this no answer should take.
const LIMIT: Duration = Duration::from_secs(10);

/// How long to look for answers that should not come.
const GLANCE: Duration = Duration::from_millis(100);

pub(crate) fn run() -> cli::Result {
    say!("answered, of {CLIENTS} clients of whom none leaves:");
    say!("{:<11}{}processes threads", "", TRANSPORTS.map(wide).concat());
    for concurrency in CONCURRENCIES {
        let mut row = String::new();
        let mut holds = String::new();
        for transport in TRANSPORTS {
            if concurrency == "prefork" && transport.starts_with('u') {
                // Unix streams start so, too.
                if transport != "unix" {
                    row += &wide("-");
                    continue;
                }
            }
            let cell = Cell::play(transport, concurrency)?;
            row += &wide(&format!("{}", cell.answered));
            if transport == "tcp" {
                holds = format!("{:<10}{}", cell.processes, cell.threads);
            }
        }
        say!("{concurrency:<11}{row}{holds}");
    }
    say!("-: does not compile");
    Ok(())
}

fn wide(text: &str) -> String {
    format!("{text:<10}")
}

/// What one server did.
struct Cell {
    /// How many clients had an answer while all of them stayed.
    answered: usize,
    /// How many processes it had then, and how many threads these.
    processes: usize,
    threads: usize,
}

impl Cell {
    fn play(transport: &str, concurrency: &str) -> cli::Result<Cell> {
        let mut server = Started::start(transport, concurrency)?;
        // Over datagrams nobody stays: each packet is served and done.
        let stays = ["tcp", "unix"].contains(&transport);
        let expected = match (concurrency, stays) {
            ("sequential", true) => 1,
            _ => CLIENTS,
        };
        let mut clients = Vec::new();
        for _ in 0..CLIENTS {
            let mut client = Link::open(&server.address)?;
            client.send(b"hello")?;
            clients.push(client);
        }
        let answered = answers(&mut clients, expected)?;
        let (processes, threads) = server.holds();
        // One after another leaves, and nobody is left waiting in the end.
        for client in &mut clients {
            client.set_patience(LIMIT)?;
            client.finish()?;
        }
        server.stop()?;
        Ok(Cell { answered, processes, threads })
    }
}

/// How many clients are answered. Waits for as many as are expected, and then
/// takes a short look at the others.
fn answers(clients: &mut [Link], expected: usize) -> cli::Result<usize> {
    let mut answered = 0;
    for client in clients {
        let patience = if answered < expected { LIMIT } else { GLANCE };
        client.set_patience(patience)?;
        match client.receive() {
            Ok(Some(answer)) if answer.trim_ascii_end() == b"HELLO" => {
                answered += 1;
            }
            Ok(other) => return Err(format!("it answered {other:?}").into()),
            Err(e) if e.kind() == ErrorKind::WouldBlock => {}
            Err(e) => return Err(e.into()),
        }
    }
    Ok(answered)
}

/// A server that this program started: itself, with other arguments.
struct Started {
    child: Child,
    address: Endpoint,
    /// Where a Unix socket's file is.
    _folder: Option<Folder>,
}

impl Started {
    fn start(transport: &str, concurrency: &str) -> cli::Result<Started> {
        let folder = match transport {
            "unix" | "unixgram" => Some(Folder::new()?),
            _ => None,
        };
        let address = match (transport, &folder) {
            ("udp", _) => "udp:127.0.0.1:0".to_owned(),
            (family, Some(folder)) => format!("{family}:{}", folder.socket()),
            _ => "127.0.0.1:0".to_owned(),
        };
        let mut child = Command::new(env::current_exe()?)
            .args(["serve", &address, "--concurrency", concurrency])
            .args(["--max", &CLIENTS.to_string(), "--grace", "1"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()?;
        let out = child.stdout.take().ok_or("standard output is piped")?;
        let mut line = String::new();
        BufReader::new(out).read_line(&mut line)?;
        let text = line.trim_end().strip_prefix("listening on ");
        let address = text.ok_or("the server did not start")?.parse()?;
        Ok(Started { child, address, _folder: folder })
    }

    /// How many processes it is, and how many threads they have.
    fn holds(&self) -> (usize, usize) {
        let mut all = vec![self.child.id()];
        all.extend(children(self.child.id()));
        (all.len(), all.into_iter().map(threads).sum())
    }

    fn stop(&mut self) -> cli::Result {
        let pid = Pid::from_raw(i32::try_from(self.child.id())?);
        kill(pid, Signal::SIGTERM)?;
        let end = Instant::now() + LIMIT;
        while Instant::now() < end {
            if let Some(status) = self.child.try_wait()? {
                return match status.success() {
                    true => Ok(()),
                    false => Err(format!("it ended with {status}").into()),
                };
            }
            // std has no wait with a time-out; this polls.
            std::thread::park_timeout(Duration::from_millis(2));
        }
        Err("it did not end".into())
    }
}

impl Drop for Started {
    fn drop(&mut self) {
        // It has ended, unless something went wrong before.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The children of a process with one thread (proc(5)).
fn children(pid: u32) -> Vec<u32> {
    let list = fs::read_to_string(format!("/proc/{pid}/task/{pid}/children"));
    let list = list.unwrap_or_default();
    list.split_whitespace().filter_map(|pid| pid.parse().ok()).collect()
}

fn threads(pid: u32) -> usize {
    fs::read_dir(format!("/proc/{pid}/task")).map_or(0, Iterator::count)
}

/// A folder for a socket's file.
struct Folder(std::path::PathBuf);

impl Folder {
    fn new() -> cli::Result<Folder> {
        let name = format!("ch10-matrix-{}", std::process::id());
        let path = env::temp_dir().join(name);
        fs::create_dir_all(&path)?;
        Ok(Folder(path))
    }

    fn socket(&self) -> String {
        self.0.join("socket").display().to_string()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What is left in it is ours.
        let _ = fs::remove_dir_all(&self.0);
    }
}
