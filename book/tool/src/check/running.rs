//! The checks that run programs.

use super::console::{self, strict_by_environment};
use super::{Complaint, Report, browser, recordings};
use crate::error::{Error, Result};
use crate::render;
use crate::source::Book;

/// A check that runs programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Running {
    /// The demos give what was recorded.
    Recordings,
    /// The `console` blocks print what stands in them.
    Transcripts,
    /// The pages can be read in a browser.
    Browser,
}

impl Running {
    /// All of them, in the order in which they run.
    pub const ALL: [Running; 3] =
        [Running::Recordings, Running::Transcripts, Running::Browser];

    /// What `--only` calls it.
    pub fn name(self) -> &'static str {
        match self {
            Running::Recordings => "recordings",
            Running::Transcripts => "transcripts",
            Running::Browser => "browser",
        }
    }

    /// Runs it and adds what it finds to `report`; `update` rewrites what
    /// was recorded instead of complaining.
    ///
    /// # Errors
    ///
    /// [`Error::File`] when something cannot be written.
    pub(super) fn run(
        self,
        book: &Book,
        update: bool,
        report: &mut Report,
    ) -> Result<()> {
        match self {
            Running::Recordings => {
                report.complaints.extend(recordings::check(book, update)?);
            }
            Running::Transcripts => transcripts(book, update, report),
            Running::Browser => in_browser(book, report)?,
        }
        Ok(())
    }
}

fn transcripts(book: &Book, update: bool, report: &mut Report) {
    let pages: Vec<console::Page> = book
        .pages
        .iter()
        .map(|page| console::Page {
            path: page.path.clone(),
            text: page.lines.join("\n") + "\n",
        })
        .collect();
    let run = if update { console::update } else { console::check };
    let mut found = run(&book.root, &pages, strict_by_environment());
    report.complaints.append(&mut found.complaints);
    report.skipped.append(&mut found.skipped);
}

fn in_browser(book: &Book, report: &mut Report) -> Result<()> {
    let folder = tempfile::tempdir().map_err(Error::file(&book.root))?;
    if let Err(error) = render::build_into(&book.root, folder.path()) {
        let message = format!("the book cannot be built: {error}");
        report.complaints.push(Complaint::new("book", 1, message));
        return Ok(());
    }
    let strict = strict_by_environment();
    let mut found = browser::check(&book.root, folder.path(), strict);
    // The folder is a temporary one; its pages are those of book/src.
    for complaint in &mut found.complaints {
        if let Ok(page) = complaint.file.strip_prefix(folder.path()) {
            complaint.file = std::path::Path::new("book/build").join(page);
        }
    }
    report.complaints.append(&mut found.complaints);
    report.skipped.append(&mut found.skipped);
    Ok(())
}
