//! The plain commands: lines on standard output, exit codes for scripts.

mod check;
mod reset;

use std::io::{self, Write};
use std::sync::Arc;
use std::time::Duration;

use crate::bar::bar;
use crate::catalog::{Catalog, Exercise};
use crate::error::{Error, Result};
use crate::pages;
use crate::pristine::Pristine;
use crate::progress::{Progress, Status};
use crate::root::Root;
pub(crate) use check::check_some;
pub(crate) use reset::reset;

/// What every command works on.
pub(crate) struct Desk {
    pub(crate) root: Root,
    pub(crate) pristine: Arc<Pristine>,
    pub(crate) catalog: Catalog,
    pub(crate) progress: Progress,
    pub(crate) deadline: Duration,
}

impl Desk {
    pub(crate) fn status(&self, exercise: &Exercise) -> Status {
        self.progress.status(&self.pristine, exercise)
    }

    /// The first exercise that is not known to be solved.
    pub(crate) fn next(&self) -> Option<usize> {
        let all = &self.catalog.exercises;
        all.iter().position(|one| self.status(one) != Status::Passed)
    }

    fn named(&self, name: &str) -> Result<Exercise> {
        let position = self.catalog.find(name)?;
        Ok(self.catalog.exercises[position].clone())
    }

    fn solved(&self) -> usize {
        let all = self.catalog.exercises.iter();
        all.filter(|one| self.status(one) == Status::Passed).count()
    }
}

/// `list`.
pub(crate) fn list(desk: &Desk, out: &mut dyn Write) -> Result<bool> {
    let all = &desk.catalog.exercises;
    let longest = all.iter().map(|one| one.key().len()).max().unwrap_or(0);
    for one in all {
        let status = desk.status(one);
        let (mark, word) = (status.mark(), status.word());
        let (key, title, minutes) = (one.key(), &one.title, one.minutes);
        writeln!(
            out,
            "{mark} {key:longest$}  {title} ({minutes} min): {word}"
        )?;
    }
    if all.is_empty() {
        writeln!(out, "There are no exercises yet.")?;
    } else {
        writeln!(out, "{}", bar(desk.solved(), all.len(), 40))?;
    }
    Ok(true)
}

/// `next`.
pub(crate) fn next(desk: &Desk, out: &mut dyn Write) -> Result<bool> {
    if desk.catalog.exercises.is_empty() {
        eprintln!("There are no exercises yet.");
        return Ok(false);
    }
    let Some(position) = desk.next() else {
        eprintln!("Nothing is left: all exercises are solved.");
        return Ok(false);
    };
    let one = &desk.catalog.exercises[position];
    writeln!(out, "{}", one.key())?;
    writeln!(out, "{} ({} min)", one.title, one.minutes)?;
    writeln!(out, "edit   exercises/{}", one.source())?;
    writeln!(out, "check  cargo learn check {}", one.key())?;
    writeln!(out, "hint   cargo learn hint {}", one.key())?;
    writeln!(out, "read   {}", pages::page(&desk.root, one))?;
    Ok(true)
}

/// What `cargo learn` prints where it cannot draw.
pub(crate) fn overview(desk: &Desk, out: &mut dyn Write) -> Result<bool> {
    let all = &desk.catalog.exercises;
    writeln!(out, "{}", bar(desk.solved(), all.len(), 40))?;
    if all.is_empty() {
        writeln!(out, "There are no exercises yet.")?;
    } else if desk.next().is_some() {
        next(desk, out)?;
    } else {
        writeln!(out, "All exercises are solved.")?;
    }
    writeln!(
        out,
        "This is no terminal to draw on: `cargo learn --help` names the plain \
         commands."
    )?;
    Ok(true)
}

/// `hint`.
pub(crate) fn hint(
    desk: &mut Desk,
    name: &str,
    all: bool,
    out: &mut dyn Write,
) -> Result<bool> {
    let one = desk.named(name)?;
    let total = one.hints.len();
    let shown = desk.progress.hints(&one.key());
    let count = if all { total } else { (shown + 1).min(total) };
    for (i, hint) in one.hints.iter().take(count).enumerate() {
        writeln!(out, "{}/{total} {hint}", i + 1)?;
    }
    if count > shown {
        desk.progress.set_hints(&one.key(), count);
    }
    if count < total {
        writeln!(out, "The same command shows one more.")?;
    }
    tell_trouble(desk);
    Ok(true)
}

/// `solution`.
pub(crate) fn solution(
    desk: &Desk,
    name: &str,
    out: &mut dyn Write,
) -> Result<bool> {
    let one = desk.named(name)?;
    write!(out, "{}", solution_text(desk, &one)?)?;
    Ok(true)
}

/// Our solution, for whom has one of their own.
///
/// # Errors
///
/// The exercise is not solved, or our solution is gone.
pub(crate) fn solution_text(desk: &Desk, one: &Exercise) -> Result<String> {
    let key = one.key();
    match desk.status(one) {
        Status::Passed => {}
        Status::Unknown => {
            return Err(Error::Told(format!(
                "ours is shown once yours passes, and {key} was not checked \
                 since its last edit; `cargo learn check {key}`"
            )));
        }
        _ => {
            return Err(Error::Told(format!(
                "ours is shown once yours passes; `cargo learn hint {key}` \
                 helps on the way"
            )));
        }
    }
    let path = desk.root.solutions(&one.source());
    std::fs::read_to_string(&path).map_err(Error::file("cannot read", path))
}

/// Says what is wrong with the memory, and with the lists.
pub(crate) fn tell_trouble(desk: &mut Desk) {
    for note in desk.catalog.notes.drain(..) {
        eprintln!("learn: {note}");
    }
    if let Some(trouble) = desk.progress.trouble() {
        eprintln!("learn: {trouble}");
    }
}

/// Whether to use colors there: <https://no-color.org>.
pub(crate) fn color_on(stream: &impl io::IsTerminal) -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|v| !v.is_empty());
    let dumb = std::env::var_os("TERM").is_none_or(|term| term == "dumb");
    stream.is_terminal() && !set("NO_COLOR") && !dumb
}
