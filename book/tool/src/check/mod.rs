//! Everything that a page can get wrong.
//!
//! A check is a module with `pub fn check(book: &Book) -> Vec<Complaint>` and
//! a line in [`STATIC`]. Checks that run programs stand in [`run`], because
//! they need to know whether to rewrite what they compare with.

pub mod anchors;
mod complaint;
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
pub mod summary;

#[cfg(test)]
mod fake;

use crate::error::{Error, Result};
use crate::expand;
use crate::source::Book;

pub use complaint::Complaint;
pub use notes::tally as notes_tally;

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
    Check { name: "readme", run: readme::check },
];

/// The checks that run programs: [`run`] calls each by its name.
const RUNNING: &[&str] = &["recordings"];

/// What `cargo book check` was asked to do.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Rewrite what was recorded instead of complaining.
    pub update: bool,
    /// The one check to run; all when there is none.
    pub only: Option<String>,
}

/// Runs the checks and returns what is wrong, in the order of files and
/// lines.
///
/// # Errors
///
/// [`Error::NoCheck`] when `only` names none; [`Error::File`] when something
/// cannot be rewritten.
pub fn run(book: &Book, options: &Options) -> Result<Vec<Complaint>> {
    let names = || STATIC.iter().map(|c| c.name).chain(RUNNING.iter().copied());
    if let Some(only) = &options.only
        && !names().any(|name| name == only)
    {
        let known = names().collect::<Vec<&str>>().join(", ");
        return Err(Error::NoCheck { name: only.clone(), known });
    }
    let wanted =
        |name: &str| options.only.as_deref().is_none_or(|only| only == name);
    let mut complaints = Vec::new();
    // First what may rewrite files that the others read.
    if wanted("recordings") {
        complaints.extend(recordings::check(book, options.update)?);
    }
    if wanted("readme") && options.update {
        readme::update(book)?;
    }
    for check in STATIC.iter().filter(|check| wanted(check.name)) {
        complaints.extend((check.run)(book));
    }
    complaints.sort();
    complaints.dedup();
    Ok(complaints)
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
