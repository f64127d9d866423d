//! `check`: the tests of some exercises, one after the other.

use std::io::{self, Write};

use super::{Desk, color_on, tell_trouble};
use crate::check::{Manner, check};
use crate::error::{Error, Result};
use crate::files;
use crate::process::Cancel;

/// `check`.
pub(crate) fn check_some(
    desk: &mut Desk,
    names: &[String],
    all: bool,
    out: &mut dyn Write,
) -> Result<bool> {
    let which = choose(desk, names, all)?;
    if which.is_empty() {
        writeln!(out, "There are no exercises yet.")?;
    }
    let color = color_on(&io::stdout());
    let manner = Manner { color, deadline: desk.deadline };
    let cancel = Cancel::on_signals();
    let mut passed = true;
    for (at, &position) in which.iter().enumerate() {
        let one = desk.catalog.exercises[position].clone();
        let (root, pristine) = (&desk.root, &desk.pristine);
        for file in files::restore(root, pristine, &one)? {
            writeln!(out, "note: {file} was gone; it is back, untouched")?;
        }
        let report = check(root, pristine, &one, manner, &cancel, &mut || {})?;
        if cancel.is_cancelled() {
            return Err(Error::Told("the check was ended by a signal".into()));
        }
        let green = report.verdict.passed();
        if let Some(files) = &report.fingerprint {
            desk.progress.record(&one.key(), files, green);
        }
        if !green {
            write!(out, "{}", report.text)?;
        }
        for note in &report.notes {
            writeln!(out, "note: {note}")?;
        }
        let count = match which.len() {
            1 => String::new(),
            all => format!("{}/{all} ", at + 1),
        };
        writeln!(out, "{count}{}: {}", one.key(), report.verdict.words())?;
        passed &= green;
    }
    tell_trouble(desk);
    Ok(passed)
}

/// The positions of the named exercises; of the next one where none is named.
fn choose(desk: &Desk, names: &[String], all: bool) -> Result<Vec<usize>> {
    let every = 0..desk.catalog.exercises.len();
    if all {
        return Ok(every.collect());
    }
    if names.is_empty() {
        // All solved: check that it is still so.
        return Ok(desk.next().map_or(every.collect(), |one| vec![one]));
    }
    let mut which = Vec::new();
    for name in names {
        which.extend(desk.catalog.find_some(name)?);
    }
    Ok(which)
}
