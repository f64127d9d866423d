//! Everything that a page can get wrong.
//!
//! A check is a module with `pub fn check(book: &Book) -> Vec<Complaint>` and
//! a line in [`STATIC`]. Checks that run programs stand in `running`, because
//! they need to know whether to rewrite what they compare with, and what to
//! do where a program is missing.

pub mod anchors;
pub mod browser;
mod complaint;
pub mod console;
pub mod exercises;
pub mod fences;
pub mod figures;
pub mod headings;
mod html;
pub mod imports;
pub mod links;
pub mod named;
pub mod notes;
pub mod readme;
pub mod recordings;
pub mod resources;
mod running;
pub mod spelling;
pub mod summary;

#[cfg(test)]
mod fake;

use crate::error::{Error, Result};
use crate::expand;
use crate::source::Book;

pub use complaint::Complaint;
pub use notes::tally as notes_tally;
pub use running::Running;

/// A check that only reads files.
#[derive(Clone, Copy, Debug)]
pub struct Check {
    /// What `--only` calls it.
    pub name: &'static str,
    /// The check.
    pub run: fn(&Book) -> Vec<Complaint>,
}

/// The checks that only read files, in the order in which they run.
pub const STATIC: &[Check] = &[
    Check { name: "directives", run: directives },
    Check { name: "summary", run: summary::check },
    Check { name: "fences", run: fences::check },
    Check { name: "headings", run: headings::check },
    Check { name: "anchors", run: anchors::check },
    Check { name: "links", run: links::check },
    Check { name: "figures", run: figures::check },
    Check { name: "resources", run: resources::check },
    Check { name: "named", run: named::check },
    Check { name: "exercises", run: exercises::check },
    Check { name: "notes", run: notes::check },
    Check { name: "imports", run: imports::check },
    Check { name: "spelling", run: spelling::check },
    Check { name: "readme", run: readme::check },
];

/// What `cargo book check` was asked to do.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Rewrite what was recorded instead of complaining.
    pub update: bool,
    /// The one check to run; all when there is none.
    pub only: Option<String>,
}

/// What the checks found.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// What is wrong, in the order of files and lines.
    pub complaints: Vec<Complaint>,
    /// One line for each program that this machine lacks: what was not
    /// checked for that reason.
    pub skipped: Vec<String>,
}

/// Runs the checks.
///
/// Where the environment's `CI` is set, nothing may be skipped: a program that
/// is missing is a complaint.
///
/// # Errors
///
/// [`Error::NoCheck`] when `only` names none; [`Error::File`] when something
/// cannot be rewritten.
pub fn run(book: &Book, options: &Options) -> Result<Report> {
    let running = Running::ALL.iter().map(|check| check.name());
    let names: Vec<&str> =
        STATIC.iter().map(|c| c.name).chain(running).collect();
    if let Some(only) = &options.only
        && !names.contains(&only.as_str())
    {
        let known = names.join(", ");
        return Err(Error::NoCheck { name: only.clone(), known });
    }
    let wanted =
        |name: &str| options.only.as_deref().is_none_or(|only| only == name);
    let mut report = Report::default();
    if wanted("readme") && options.update {
        readme::update(book)?;
    }
    // Recordings come first: the others read what it may rewrite.
    for check in Running::ALL.iter().filter(|check| wanted(check.name())) {
        check.run(book, options.update, &mut report)?;
    }
    for check in STATIC.iter().filter(|check| wanted(check.name)) {
        report.complaints.extend((check.run)(book));
    }
    report.complaints.sort();
    report.complaints.dedup();
    Ok(report)
}

/// Runs all checks that only read files.
pub fn static_checks(book: &Book) -> Vec<Complaint> {
    let mut complaints: Vec<Complaint> =
        STATIC.iter().flat_map(|check| (check.run)(book)).collect();
    complaints.sort();
    complaints.dedup();
    complaints
}

/// Every directive can be expanded: files, anchors, recordings, figures,
/// ids and exercises that they name are there.
fn directives(book: &Book) -> Vec<Complaint> {
    let pages = book.pages.iter();
    pages.flat_map(|page| expand::page(book, page).complaints).collect()
}
