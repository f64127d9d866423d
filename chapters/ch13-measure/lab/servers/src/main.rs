//! What a request costs our servers, in CPU time: the five of chapters 6 to 9,
//! chapter 14's on threads, a pool and processes, what chapter 15's gateway
//! adds to it, and chapter 16's framework.
//!
//! `cargo run --release --manifest-path chapters/ch13-measure/lab/Cargo.toml -p
//! servers` prints tables in Markdown: ours beside others', and the system calls
//! that a request takes. Beside ours stand Python's servers, minimal
//! loops on the same system calls (the program `minimal`), and for chapter 14
//! hyper, actix-web and tiny_http (the program `peers`), and for chapter 16 Flask
//! on gunicorn, in a virtual environment that is made for it. Words after `--` choose
//! the rows whose names contain all of them (`fork`, `"thread echo"`, `minimal`,
//! `python`, `hyper`, `keep-alive`); `--quick` takes fewer and shorter runs, to
//! see that it works; `--calls` prints the last table only. It ends with status
//! 1 when a target is missed, or when a kept connection of chapter 14 takes more
//! than one read and one write for a request.
//!
//! How it measures:
//!
//! * Echo: connect, send a line of 16 bytes, read it back, say that we are done,
//!   read the end of the stream. Hello: connect, send a GET request, read until
//!   the end. Both take a new connection for each request, four at a time.
//! * Keep-alive: a short GET and its answer; pipelined: 16 of them in one write;
//!   1 MiB: so much up, and the same down; `POST /a`: a query and JSON, told
//!   back. All of them on 64 connections that are kept, and used at the same
//!   time.
//! * Clients repeat that without a pause, and check every answer; an error ends
//!   the measurement.
//! * The server is pinned to core 0, the clients to core 1. Every run starts a
//!   new server, sends it some requests that do not count, then as many as
//!   take 2 s of its CPU time.
//! * CPU time is that of all processes in the server's process group, in user
//!   mode and in the kernel, with the children that they have waited for
//!   (`/proc/PID/stat`, proc(5)). Linux adds these up in nanoseconds and shows
//!   them in ticks of 10 ms, so a run of 2 s is exact to 1 %.
//! * Runs of ours and theirs alternate, and take turns in who is first. One
//!   ratio per pair; 15 pairs; median and quartiles of the ratios. A target
//!   holds when the median is at most 0.05 above it.
//!
//! # Layout
//!
//! * `rows`: who is compared with whom, and the targets.
//! * `programs`: builds the servers, and measures copies of them; `venv`: what
//!   Python needs.
//! * `server`: starts one, pinned; `group`: reads what it has used.
//! * `who`: the servers' names; `ask`: what clients say.
//! * `client`: requests on connections of their own, checked; `kept`: on
//!   connections that are kept.
//! * `measure`: runs, pairs, and the numbers made from them.
//! * `calls`: what strace counts.

mod ask;
mod calls;
mod client;
mod group;
mod kept;
mod measure;
mod programs;
mod rows;
mod server;
mod venv;
mod who;

use std::env;
use std::io;
use std::process::ExitCode;

use ask::Say;
use measure::Plan;
use programs::Programs;
use rows::Row;
use who::{Model, Who};

/// What the command line says.
struct Wishes {
    plan: Plan,
    calls_only: bool,
    words: Vec<String>,
}

fn main() -> ExitCode {
    match run(&wishes()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("servers: {error}");
            ExitCode::FAILURE
        }
    }
}

fn wishes() -> Wishes {
    let (flags, words): (Vec<_>, Vec<_>) =
        env::args().skip(1).partition(|word| word.starts_with("--"));
    let has = |name: &str| flags.iter().any(|flag| flag == name);
    if let Some(flag) =
        flags.iter().find(|flag| !["--quick", "--calls"].contains(&&***flag))
    {
        eprintln!("servers: {flag}? There are --quick, --calls, and words.");
        std::process::exit(2);
    }
    let plan = if has("--quick") { Plan::QUICK } else { Plan::FULL };
    let words = words.iter().flat_map(|text| text.split(' '));
    let words = words.map(str::to_owned).collect();
    Wishes { plan, calls_only: has("--calls"), words }
}

/// Whether all targets hold.
fn run(wishes: &Wishes) -> io::Result<bool> {
    let rows: Vec<Row> = rows::all()
        .into_iter()
        .filter(|row| {
            let name = row.name();
            wishes.words.iter().all(|word| name.contains(&**word))
        })
        .collect();
    if rows.is_empty() {
        return Err(io::Error::other("no row has all these words in its name"));
    }
    let programs = Programs::build(&rows)?;
    let mut missed = Vec::new();
    if !wishes.calls_only {
        for rows in rows.chunk_by(|a, b| a.say.is_kept() == b.say.is_kept()) {
            measure::print_heading(rows[0].say);
            for row in rows {
                let result = row.compare(&programs, &wishes.plan)?;
                println!("{result}");
                if !result.holds() {
                    missed.push(row.name());
                }
            }
            println!();
        }
    }
    let reads_more = calls::print(&rows, &programs)?;
    for name in &missed {
        eprintln!("servers: over the target: {name}");
    }
    for name in &reads_more {
        eprintln!("servers: more than one read or write: {name}");
    }
    Ok(missed.is_empty() && reads_more.is_empty())
}

/// The page that all servers show: what ours of chapter 6 answers.
fn page(programs: &Programs) -> io::Result<String> {
    let ours = Who::Basic(Model::Sequential);
    let server = server::Server::start(ours.command(Say::Hello, programs))?;
    let reply = client::fetch(server.address())?;
    let text = String::from_utf8_lossy(&reply);
    let body = text.split_once("\r\n\r\n").map(|(_, body)| body.to_owned());
    server.end()?;
    body.ok_or_else(|| io::Error::other(format!("no page in {text:?}")))
}
