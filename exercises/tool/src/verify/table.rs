//! What `verify` shows: a meter on the way, a table at the end.

use std::io::{self, IsTerminal as _, Write};
use std::time::Duration;

use super::judge::Judged;
use super::plan::{Plan, Role};
use super::{Column, Problem};
use crate::bar::bar;
use crate::catalog::Exercise;
use crate::error::Result;

/// A bar on standard error, when somebody looks at it.
pub(crate) struct Meter {
    seen: bool,
}

impl Meter {
    pub(crate) fn new() -> Meter {
        Meter { seen: io::stderr().is_terminal() }
    }

    /// Draws over what was there.
    pub(crate) fn show(&self, what: &str, done: usize, total: usize) {
        if self.seen {
            eprint!("\r{what:8} {}  ", bar(done, total, 50));
        }
    }

    /// Leaves an empty line to write on.
    pub(crate) fn clear(&self) {
        if self.seen {
            eprint!("\r{:70}\r", "");
        }
    }
}

/// Prints the table, then what is wrong, then one line that says it all.
///
/// # Errors
///
/// Nobody reads.
pub(crate) fn print(
    plan: &Plan,
    judged: &Judged,
    time: Duration,
    out: &mut dyn Write,
) -> Result<()> {
    let keys: Vec<String> = plan.exercises.iter().map(Exercise::key).collect();
    let longest = keys.iter().map(String::len).max().unwrap_or(0).max(8);
    writeln!(
        out,
        "{:longest$}  {:14}  {:8}  mutants",
        "exercise", "untouched", "solution"
    )?;
    for (at, key) in keys.iter().enumerate() {
        let row = row(plan, judged, at);
        writeln!(out, "{}", format!("{key:longest$}  {row}").trim_end())?;
    }
    for Problem { exercise, text, .. } in &plan.problems {
        writeln!(out, "\n{}: {text}", keys[*exercise])?;
    }
    let problems = match plan.problems.len() {
        0 => "all verdicts hold".to_owned(),
        1 => "1 problem".to_owned(),
        count => format!("{count} problems"),
    };
    let exercises = match keys.len() {
        1 => "1 exercise".to_owned(),
        count => format!("{count} exercises"),
    };
    let mutants: usize = (0..keys.len()).map(|at| mutants(plan, at)).sum();
    writeln!(
        out,
        "\n{exercises}, {mutants} mutants: {problems} ({} s)",
        time.as_secs()
    )?;
    Ok(())
}

/// The row of one exercise, behind its name.
fn row(plan: &Plan, judged: &Judged, exercise: usize) -> String {
    let (tests, failed) = judged.untouched[exercise];
    let wrong = |column| mark(plan, exercise, column);
    let untouched =
        format!("{failed}/{tests} fail{}", wrong(Column::Untouched));
    let solution = if judged.solved[exercise] { "passes" } else { "FAILS" };
    format!(
        "{untouched:14}  {solution:8}  {}/{} killed{}{}",
        judged.killed[exercise],
        mutants(plan, exercise),
        wrong(Column::Mutants),
        wrong(Column::List),
    )
}

/// How many mutants an exercise has.
fn mutants(plan: &Plan, exercise: usize) -> usize {
    let own = plan.variants.iter().filter(|one| one.exercise == exercise);
    own.filter(|one| matches!(one.role, Role::Mutant { .. })).count()
}

/// Marks a cell with something wrong.
fn mark(plan: &Plan, exercise: usize, column: Column) -> &'static str {
    let mut here = plan.problems.iter();
    match here.any(|p| p.exercise == exercise && p.column == column) {
        true => "  !",
        false => "",
    }
}
