//! System calls per request, as strace counts them.

use std::collections::BTreeMap;
use std::env;
use std::fmt;
use std::fs;
use std::io;
use std::path::Path;
use std::process::{self, Command, Stdio};

use crate::ask::Say;
use crate::kept::PIPELINE;
use crate::programs::Programs;
use crate::rows::Row;
use crate::server::Server;
use crate::who::Who;

/// A run of so many requests, and one of so many more: the difference is
/// without start and end.
const FEW: u64 = 100;
const MORE: u64 = 500;

/// How many of each, since the start.
type Counts = BTreeMap<String, i64>;

/// Prints the calls of the servers in `rows` that stand beside a minimal loop;
/// the names of those that read or write more often than they have to.
pub(crate) fn print(
    rows: &[Row],
    programs: &Programs,
) -> io::Result<Vec<String>> {
    let rows: Vec<&Row> = rows.iter().filter(|row| row.is_minimal()).collect();
    let mut missed = Vec::new();
    if rows.is_empty() {
        return Ok(missed);
    }
    if !has_strace() {
        eprintln!("servers: no table of calls: there is no strace here");
        return Ok(missed);
    }
    println!("| clients | server | calls per request, under strace |");
    println!("| --- | --- | --- |");
    let mut done: Vec<(Who, Say)> = Vec::new();
    for Row { ours, theirs, say, .. } in rows {
        for who in [*ours, *theirs] {
            if done.contains(&(who, *say)) {
                continue;
            }
            done.push((who, *say));
            let calls = PerRequest::count(who, *say, programs)?;
            let title = who.title(*say);
            println!("| {} | {title} | {calls} |", say.name());
            if matches!(who, Who::Http1(_)) && !calls.are_few(*say) {
                missed.push(format!("{} {}", say.name(), who.words()));
            }
        }
    }
    Ok(missed)
}

fn has_strace() -> bool {
    let mut command = Command::new("strace");
    command.arg("-V").stdout(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

/// How many of each call a request takes, the most frequent first.
struct PerRequest(Vec<(f64, String)>);

impl PerRequest {
    fn count(who: Who, say: Say, programs: &Programs) -> io::Result<Self> {
        let (few, few_calls) = count(who, say, programs, FEW)?;
        let (more, calls) = count(who, say, programs, FEW + MORE)?;
        let requests = (more - few) as f64;
        let mut calls: Vec<(f64, String)> = calls
            .into_iter()
            .map(|(name, count)| {
                let before = few_calls.get(&name).unwrap_or(&0);
                ((count - before) as f64 / requests, name)
            })
            .filter(|(count, _)| *count >= 0.05)
            .collect();
        calls.sort_by(|a, b| b.0.total_cmp(&a.0));
        Ok(PerRequest(calls))
    }

    /// Where connections are kept and nothing is large, a request, or a
    /// pipeline of them, is one read and one write.
    fn are_few(&self, say: Say) -> bool {
        let all = |names: &[&str]| -> f64 {
            let calls = self.0.iter();
            let some = calls.filter(|(_, name)| names.contains(&&**name));
            some.map(|(count, _)| count).sum()
        };
        let most = match say {
            Say::Keep => 1.05,
            Say::Pipeline => 1.0 / PIPELINE as f64 + 0.05,
            _ => f64::INFINITY,
        };
        all(&["recvfrom", "recvmsg", "readv"]) <= most
            && all(&["sendto", "sendmsg", "writev"]) <= most
    }
}

/// "4.0: recvfrom 2.0, accept4 1.0, …"
impl fmt::Display for PerRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let PerRequest(calls) = self;
        let all: f64 = calls.iter().map(|(count, _)| count).sum();
        let cells: Vec<String> = calls
            .iter()
            .map(|(count, name)| format!("{name} {count:.1}"))
            .collect();
        write!(f, "{all:.1}: {}", cells.join(", "))
    }
}

/// So many requests were made, and so many calls.
fn count(
    who: Who,
    say: Say,
    programs: &Programs,
    requests: u64,
) -> io::Result<(u64, Counts)> {
    let file = format!("servers-calls-{}", process::id());
    let file = env::temp_dir().join(file);
    let server = who.command(say, programs);
    let mut strace = Command::new("strace");
    strace.args(["-f", "-c", "-o"]).arg(&file);
    strace.arg(server.get_program()).args(server.get_args());
    let server = Server::start(strace)?;
    let mut clients = say.begin(server.address(), programs.page(say))?;
    let requests = clients.repeat(requests)?;
    drop(clients);
    server.end_child()?;
    let counts = read(&file);
    fs::remove_file(&file)?;
    Ok((requests, counts?))
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
