//! Runs the transcripts of the pages and compares what they print.
//!
//! A `console` fence of a page is a promise: these commands print these
//! lines. Here they are run, from the root of the repository, and every line
//! that is not as printed is a [`Complaint`]. The rules for what
//! stands in a fence are in CONTRIBUTING.md, "Console blocks".
//!
//! Pages run side by side, two at a time; the blocks of one page run in
//! their order. Whatever a block starts is in a process group of its own,
//! has a deadline, and is ended with its group.
//!
//! # Layout
//!
//! * `fence`: the fences of a page, and the commands in them.
//! * `words`: what the words after `console` ask for.
//! * `program`: the programs that `cargo run` names, built once.
//! * `process`: one running command: its output, its end, its group.
//! * `guardian`: ends what is left when the checker itself is killed.
//! * `session`: the blocks of one page, run in order.
//! * `server`: a block that stays, and the blocks that talk to it.
//! * `ports`: the page's ports for the real ones, and back.
//! * `normal`: what differs from run to run, as wildcards.
//! * `compare`: a page's lines beside those of a run.
//! * `update`: a page's blocks rewritten from a run.

mod compare;
mod fence;
mod guardian;
mod normal;
mod ports;
pub(super) mod process;
mod program;
mod server;
mod session;
mod update;
mod words;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::Complaint;
use fence::Block;
use program::Programs;
use session::Outcome;

/// How many pages run at the same time.
const AT_ONCE: usize = 2;

/// A page of the book, as its author wrote it.
#[derive(Clone, Debug)]
pub struct Page {
    /// The file, from the root of the repository.
    pub path: PathBuf,
    /// Its Markdown.
    pub text: String,
}

/// What a run of the transcripts gave.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// What is wrong, by page and line.
    pub complaints: Vec<Complaint>,
    /// One line for each program that some blocks need and this machine
    /// does not have.
    pub skipped: Vec<String>,
    /// The pages that were rewritten ([`update()`] only).
    pub rewritten: Vec<PathBuf>,
}

/// Runs every `console` block of `pages` from `root` and compares.
///
/// `strict` makes a missing program a complaint; pass
/// [`strict_by_environment`] where no flag says it.
pub fn check(root: &Path, pages: &[Page], strict: bool) -> Report {
    run(root, pages, strict, false)
}

/// Runs every `console` block and writes what differs into the pages.
///
/// What cannot be repaired by rewriting (a wrong word in a fence, a command
/// that never ends) stays a complaint.
pub fn update(root: &Path, pages: &[Page], strict: bool) -> Report {
    run(root, pages, strict, true)
}

/// Whether the environment says that nothing may be skipped (`CI` is set).
pub fn strict_by_environment() -> bool {
    std::env::var_os("CI").is_some_and(|ci| !ci.is_empty())
}

fn run(root: &Path, pages: &[Page], strict: bool, rewrite: bool) -> Report {
    let mut report = Report::default();
    let mut parsed = Vec::new();
    for page in pages {
        let (blocks, mut wrong) = fence::blocks(page);
        report.complaints.append(&mut wrong);
        parsed.push(blocks);
    }
    let (programs, mut wrong) = Programs::build(root, pages, &parsed);
    report.complaints.append(&mut wrong);

    let outcomes = run_pages(root, pages, &parsed, &programs, rewrite);
    let mut skipped = BTreeMap::<String, Vec<Complaint>>::new();
    for (page, outcome) in pages.iter().zip(outcomes) {
        report.complaints.extend(outcome.complaints);
        for (program, line) in outcome.skipped {
            let message = format!("{program} is not installed");
            let file = page.path.clone();
            let place = Complaint { file, line, message };
            skipped.entry(program).or_default().push(place);
        }
        if outcome.edits.is_empty() {
            continue;
        }
        match update::apply(root, page, &outcome.edits) {
            Ok(()) => report.rewritten.push(page.path.clone()),
            Err(complaint) => report.complaints.push(complaint),
        }
    }
    for (program, mut places) in skipped {
        let count = places.len();
        let blocks = if count == 1 { "block" } else { "blocks" };
        let line = format!("{program} is not installed");
        report.skipped.push(format!("skipped {count} {blocks}: {line}"));
        if strict {
            report.complaints.append(&mut places);
        }
    }
    report.complaints.sort_by(|a, b| {
        (&a.file, a.line, &a.message).cmp(&(&b.file, b.line, &b.message))
    });
    report.complaints.dedup();
    report
}

/// Runs the pages, some at a time; the outcomes in the order of the pages.
fn run_pages(
    root: &Path,
    pages: &[Page],
    parsed: &[Vec<Block>],
    programs: &Programs,
    rewrite: bool,
) -> Vec<Outcome> {
    let next = AtomicUsize::new(0);
    let done = Mutex::new(BTreeMap::new());
    let work = || loop {
        let i = next.fetch_add(1, Ordering::Relaxed);
        let Some(page) = pages.get(i) else { break };
        let outcome = session::run(root, page, &parsed[i], programs, rewrite);
        if let Ok(mut done) = done.lock() {
            done.insert(i, outcome);
        }
    };
    thread::scope(|scope| {
        for _ in 0..AT_ONCE.min(pages.len()) {
            scope.spawn(work);
        }
    });
    done.into_inner().unwrap_or_default().into_values().collect()
}
