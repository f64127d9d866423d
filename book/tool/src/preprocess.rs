//! The directives as an mdBook preprocessor: in this program, and as the
//! command that a plain `mdbook build book` starts.

use std::collections::HashMap;
use std::io;
use std::path::Path;

use mdbook_preprocessor::book::Book as MdBook;
use mdbook_preprocessor::{Preprocessor, PreprocessorContext};

use crate::error::{Error, Result};
use crate::expand;
use crate::source::Book;

/// The name that book.toml knows it by.
pub const NAME: &str = "directives";

/// The pages of a book with every directive expanded.
#[derive(Clone, Debug)]
pub struct Directives {
    /// The expanded text of each page, by file name.
    pages: HashMap<String, String>,
}

impl Directives {
    /// Expands every page of the book below `root`.
    ///
    /// # Errors
    ///
    /// [`Error::Complaints`] with all directives that cannot be expanded.
    pub fn load(root: &Path) -> Result<Directives> {
        let book = Book::load(root)?;
        let mut pages = HashMap::new();
        let mut complaints = Vec::new();
        for page in &book.pages {
            let expanded = expand::page(&book, page);
            complaints.extend(expanded.complaints);
            pages.insert(page.name.clone(), expanded.text);
        }
        match complaints.is_empty() {
            true => Ok(Directives { pages }),
            false => Err(Error::Complaints(complaints)),
        }
    }

    fn apply(&self, book: &mut MdBook) {
        book.for_each_chapter_mut(|chapter| {
            let name = chapter.source_path.as_deref().and_then(Path::to_str);
            if let Some(text) = name.and_then(|name| self.pages.get(name)) {
                chapter.content.clone_from(text);
            }
        });
    }
}

impl Preprocessor for Directives {
    fn name(&self) -> &str {
        NAME
    }

    fn run(
        &self,
        _: &PreprocessorContext,
        mut book: MdBook,
    ) -> anyhow::Result<MdBook> {
        self.apply(&mut book);
        Ok(book)
    }
}

/// mdBook's protocol: the book comes on standard input as JSON and goes
/// back the same way. mdBook starts the command in the book's folder.
///
/// # Errors
///
/// [`Error::Complaints`], or [`Error::Mdbook`] when the input is no book.
pub fn run(root: &Path) -> Result<()> {
    let failed = |e: String| Error::Mdbook(e);
    let (_, mut book) = mdbook_preprocessor::parse_input(io::stdin())
        .map_err(|e| failed(format!("{e:#}")))?;
    Directives::load(root)?.apply(&mut book);
    serde_json::to_writer(io::stdout(), &book)
        .map_err(|e| failed(e.to_string()))
}

/// Whether the pages can be expanded for a renderer: for all that want
/// HTML or Markdown that may hold HTML.
pub fn supports(renderer: &str) -> bool {
    matches!(renderer, "html" | "markdown")
}
