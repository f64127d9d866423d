//! `cargo learn verify`: can the exercises be trusted?
//!
//! Three verdicts for each: every test of the untouched exercise fails, our
//! solution passes, and each mutant (our solution with one mistake that
//! people make) is killed by a test that says what it says in the mutant's
//! first line.
//!
//! # Layout
//!
//! * `plan`: which variants there are. `workspace`: writes each as a package
//!   of one scratch workspace. `build`: builds them all, once; cargo locks a
//!   target folder, so several cargos would only wait for each other.
//! * `judge`: runs the test programs, several at a time.
//! * `table`: what is shown on the way and at the end.

mod build;
mod judge;
mod plan;
mod table;
mod workspace;

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::Write;
use std::num::NonZeroUsize;
use std::thread;
use std::time::{Duration, Instant};

use crate::catalog::{Catalog, Exercise};
use crate::error::{Error, Result};
use crate::pristine::Pristine;
use crate::process::Cancel;
use crate::root::Root;
use plan::Plan;
use table::Meter;

/// Something that a verdict says is wrong.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Problem {
    /// Which exercise: its position in the plan.
    pub(crate) exercise: usize,
    /// In which column of the table.
    pub(crate) column: Column,
    /// What and why, without the exercise's name; maybe several lines.
    pub(crate) text: String,
}

/// A column of the table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Column {
    List,
    Untouched,
    Solution,
    Mutants,
}

/// Judges the named exercises, or all.
///
/// # Errors
///
/// A name is unknown, or a file, cargo or the build stands in the way. What
/// the verdicts find is no error but `false`.
pub(crate) fn verify(
    root: &Root,
    pristine: &Pristine,
    names: &[String],
    jobs: Option<NonZeroUsize>,
    deadline: Duration,
    out: &mut dyn Write,
) -> Result<bool> {
    let started = Instant::now();
    let cancel = Cancel::on_signals();
    let changed = changed(root, pristine, out)?;
    let exercises = choose(&Catalog::pristine(pristine)?, names)?;
    if exercises.is_empty() {
        writeln!(out, "There are no exercises to verify yet.")?;
        return Ok(!changed);
    }
    let _lock = lock(root)?;
    let mut plan = Plan::new(root, pristine, exercises)?;
    workspace::write(root, pristine, &plan)?;
    let meter = Meter::new();
    let built = build::build(root, &mut plan, &meter, &cancel)?;
    let jobs = jobs.map_or_else(default_jobs, NonZeroUsize::get);
    let judged = judge::judge(&plan, &built, jobs, deadline, &meter, &cancel);
    meter.clear();
    if cancel.is_cancelled() {
        return Err(Error::Told("verify was ended by a signal".into()));
    }
    plan.problems.extend(judged.problems.clone());
    table::print(&plan, &judged, started.elapsed(), out)?;
    Ok(plan.problems.is_empty() && !changed)
}

/// Tells which files differ from the untouched ones. For a learner that is
/// how it should be; in CI it means that `cargo learn pristine` is due.
fn changed(
    root: &Root,
    pristine: &Pristine,
    out: &mut dyn Write,
) -> Result<bool> {
    let here = Pristine::read(&root.exercises(""))?;
    let differ = pristine.differences(&here);
    let Some(first) = differ.first() else { return Ok(false) };
    let more = match differ.len() {
        1 => String::new(),
        count => format!(" (and {} more)", count - 1),
    };
    let in_ci = std::env::var_os("CI").is_some();
    writeln!(
        out,
        "{}: exercises/{first}{more} differ from the untouched copy, which is \
         what is judged. That is fine after solving; after writing exercises \
         run `cargo learn pristine`.",
        if in_ci { "error" } else { "note" }
    )?;
    Ok(in_ci)
}

fn choose(catalog: &Catalog, names: &[String]) -> Result<Vec<Exercise>> {
    let mut chosen = BTreeSet::new();
    for name in names {
        chosen.extend(catalog.find_some(name)?);
    }
    let all = catalog.exercises.iter().enumerate();
    Ok(all
        .filter(|(i, _)| names.is_empty() || chosen.contains(i))
        .map(|(_, one)| one.clone())
        .collect())
}

/// Tests wait more than they compute.
fn default_jobs() -> usize {
    2 * thread::available_parallelism().map_or(2, NonZeroUsize::get)
}

/// Two runs at once would write over each other's workspace. The lock ends
/// with the process that holds it.
fn lock(root: &Root) -> Result<File> {
    let path = workspace::folder(root).join("lock");
    let cannot = || Error::file("cannot write", &path);
    fs::create_dir_all(workspace::folder(root)).map_err(cannot())?;
    let lock = File::create(&path).map_err(cannot())?;
    if lock.try_lock().is_err() {
        eprintln!("learn: another verify is running; waiting for it");
        lock.lock().map_err(cannot())?;
    }
    Ok(lock)
}
