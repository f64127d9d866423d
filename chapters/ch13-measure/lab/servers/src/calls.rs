//! System calls per request, as strace counts them.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::io;
use std::path::Path;
use std::process::{self, Command, Stdio};

use crate::client::Ask;
use crate::programs::Programs;
use crate::rows::Row;
use crate::server::Server;

/// A run of so many requests, and one of so many more: the difference is
/// without start and end.
const FEW: u64 = 100;
const MORE: u64 = 500;

/// How many of each, since the start.
type Counts = BTreeMap<String, i64>;

/// Prints the calls of the servers in `rows` that stand beside a minimal loop.
pub(crate) fn print(rows: &[Row], programs: &Programs) -> io::Result<()> {
    let rows: Vec<&Row> = rows.iter().filter(|row| row.is_minimal()).collect();
    if rows.is_empty() {
        return Ok(());
    }
    if !has_strace() {
        eprintln!("servers: no table of calls: there is no strace here");
        return Ok(());
    }
    println!("| server | calls per request, under strace |");
    println!("| --- | --- |");
    for row in rows {
        let ask = crate::ask(row.is_hello(), programs);
        let (ours, theirs) = row.names();
        println!("| {ours} | {} |", per_request(&row.ours(programs), &ask)?);
        println!(
            "| {theirs} | {} |",
            per_request(&row.theirs(programs), &ask)?
        );
    }
    Ok(())
}

fn has_strace() -> bool {
    let mut command = Command::new("strace");
    command.arg("-V").stdout(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

/// "accept4 1.0, recvfrom 2.0, …", the most frequent first.
fn per_request(server: &Command, ask: &Ask) -> io::Result<String> {
    let few = count(server, ask, FEW)?;
    let more = count(server, ask, FEW + MORE)?;
    let mut calls: Vec<(f64, &String)> = more
        .iter()
        .map(|(name, count)| (count - few.get(name).unwrap_or(&0), name))
        .map(|(difference, name)| (difference as f64 / MORE as f64, name))
        .filter(|(count, _)| *count >= 0.05)
        .collect();
    calls.sort_by(|a, b| b.0.total_cmp(&a.0));
    let cells: Vec<String> = calls
        .iter()
        .map(|(count, name)| format!("{name} {count:.1}"))
        .collect();
    let all: f64 = calls.iter().map(|(count, _)| count).sum();
    Ok(format!("{all:.1}: {}", cells.join(", ")))
}

fn count(server: &Command, ask: &Ask, requests: u64) -> io::Result<Counts> {
    let file = format!("servers-calls-{}", process::id());
    let file = env::temp_dir().join(file);
    let mut strace = Command::new("strace");
    strace.args(["-f", "-c", "-o"]).arg(&file);
    strace.arg(server.get_program()).args(server.get_args());
    let server = Server::start(strace)?;
    ask.repeat(server.address(), requests)?;
    server.end_child()?;
    let counts = read(&file);
    fs::remove_file(&file)?;
    counts
}

/// The table that `strace -c` writes: the calls are in the fourth column, the
/// name in the last.
fn read(file: &Path) -> io::Result<Counts> {
    let mut counts = Counts::new();
    for line in fs::read_to_string(file)?.lines() {
        let fields: Vec<&str> = line.split_whitespace().collect();
        if let [_, _, _, count, .., name] = fields[..]
            && name != "total"
            && let Ok(count) = count.parse()
        {
            counts.insert(name.to_owned(), count);
        }
    }
    Ok(counts)
}
