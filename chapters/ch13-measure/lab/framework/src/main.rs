//! Chapter 16's framework beside axum, `matchit`, and Flask.
//!
//! `cargo run --release --manifest-path chapters/ch13-measure/lab/Cargo.toml -p
//! framework` prints two tables in Markdown. The first is in memory, so that
//! only the frameworks' code counts; the package `pairs` tells how it measures.
//! The second is over sockets, by the package `servers` with the word `ch16`.
//! `--quick` takes less time, to see that it works. A median more than 0.05
//! above its target is an error.
//!
//! What each side does, in memory:
//!
//! * JSON: both get a request whose head was parsed before, with three header
//!   fields; both find one of 200 routes, make the JSON text, and give status,
//!   header fields and the whole body to their caller. Ours also makes the
//!   environ, and copies the fields, as a test client does; axum also says how
//!   long the body is, which in our case the server does. axum has the feature
//!   `json` only; its requests are made outside of the measured time, since it
//!   takes them apart.
//! * From bytes to bytes: the same with chapter 15's gateway and chapter 14's
//!   machine, which read the request and write the answer. axum stays as it
//!   was, so there is no target.
//! * A page: both answer with a page of 20 items made by minijinja; the page is
//!   the same.
//! * Routing: both find the rule for one of all paths, and what its variables
//!   are. Ours also looks at the method, and takes only numbers for `<int:id>`.
//!   And the way back: a path from the name of its endpoint.
//!
//! # Layout
//!
//! * `ours`, `theirs`: an application and a request for it.
//! * `json`, `page`, `routes`: what is compared.
//! * `table`: the rows.

mod json;
mod ours;
mod page;
mod routes;
mod table;
mod theirs;

use std::hint::black_box;
use std::process::ExitCode;

use axum::Router;
use pairs::{Outcome, Pass, Plan, sockets_hold};

use ours::Ours;
use routes::Routes;
use table::Table;
use theirs::Theirs;

/// How many requests for axum are made at a time.
const BATCH: u64 = 64;

fn main() -> ExitCode {
    let plan = Plan::from_command_line("framework");
    let mut table = Table::begin();
    for path in ["/latest50", "/shop50/4711"] {
        let (name, other) = (format!("JSON, `{path}`"), "axum");
        let ours = Ours::new(json::app(), path);
        let outcome = answers(&plan, &ours, json::router(), path);
        table.row(&name, other, &outcome, Some(1.25));
        let name = format!("{name}, bytes to bytes");
        let outcome = bytes(&plan, &ours, json::router(), path);
        table.row(&name, other, &outcome, None);
    }
    let ours = Ours::new(page::app(), page::PATH);
    let outcome = answers(&plan, &ours, page::router(), page::PATH);
    table.row("a page of 20 items", "axum, minijinja", &outcome, Some(1.25));
    routing(&plan, &mut table);
    println!();
    match table.end() & sockets_hold("ch16") {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    }
}

/// Ours, and axum's router.
fn answers(plan: &Plan, ours: &Ours, router: Router, path: &str) -> Outcome {
    let mut theirs = Theirs::new(router, path);
    same(ours, &mut theirs);
    let mut once = || {
        black_box(ours.answer());
    };
    plan.compare_passes(&mut || times(&mut once), &mut || pass(&mut theirs))
}

/// Ours with all that is below it, and axum's router.
fn bytes(plan: &Plan, ours: &Ours, router: Router, path: &str) -> Outcome {
    let mut theirs = Theirs::new(router, path);
    ours.whole(|once| {
        plan.compare_passes(&mut || times(once), &mut || pass(&mut theirs))
    })
}

fn times(once: &mut dyn FnMut()) -> Pass {
    Pass::of(|| {
        (0..BATCH).for_each(|_| once());
        BATCH
    })
}

fn pass(theirs: &mut Theirs) -> Pass {
    let requests: Vec<_> = (0..BATCH).map(|_| theirs.request()).collect();
    Pass::of(|| {
        for request in requests {
            black_box(theirs.answer(request));
        }
        BATCH
    })
}

/// Both say the same; ours ends JSON with a line end, as Flask does.
fn same(ours: &Ours, theirs: &mut Theirs) {
    let (status, fields, mut content) = ours.answer();
    let request = theirs.request();
    let (head, body) = theirs.answer(request);
    let kind = fields.get("Content-Type").unwrap_or_default();
    if kind == "application/json" {
        assert_eq!(content.pop(), Some(b'\n'));
    }
    let their_kind = head.headers().get("content-type").expect("a type");
    assert_eq!(status, head.status().to_string());
    assert_eq!(kind, their_kind);
    let [ours, theirs] = [&content[..], &body].map(String::from_utf8_lossy);
    assert_eq!(ours, theirs, "the same content");
}

/// Rules alone, and how they grow.
fn routing(plan: &Plan, table: &mut Table) {
    let all = [("10", 10), ("100", 100), ("1,000", 1000)];
    let all = all.map(|(name, count)| (name, Routes::new(count)));
    for (count, routes) in &all {
        let (mut ours, mut theirs) = routes.in_turns();
        let outcome = plan.compare(&mut ours, &mut theirs);
        table.row(&format!("{count} rules"), "`matchit`", &outcome, None);
    }
    let [(_, few), _, (_, many)] = &all;
    let (mut build_few, mut build_many) =
        (few.built_in_turns(), many.built_in_turns());
    let (few, many) = (few.in_turns(), many.in_turns());
    let ((mut few, mut their_few), (mut many, mut their_many)) = (few, many);
    let outcome = plan.compare(&mut many, &mut few);
    table.row("1,000 rules", "10 rules", &outcome, Some(1.5));
    let outcome = plan.compare(&mut their_many, &mut their_few);
    let (many, few) = ("`matchit`, 1,000 rules", "`matchit`, 10 rules");
    table.row(many, few, &outcome, None);
    let outcome = plan.compare(&mut build_many, &mut build_few);
    let (many, few) = ("a path from 1,000 rules", "from 10 rules");
    table.row(many, few, &outcome, Some(1.5));
}
