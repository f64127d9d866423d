//! The book as HTML, by mdBook as a library.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use mdbook_driver::MDBook;
use tracing::field::{Field, Visit};
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};

use crate::error::{Error, Result};
use crate::preprocess::Directives;

/// Where the rendered book is, below the root.
pub const BUILD: &str = "book/build";

/// Renders the book into `book/build` and returns the path of its first
/// page.
///
/// # Errors
///
/// [`Error::Complaints`] for directives that cannot be expanded,
/// [`Error::Mdbook`] for whatever mdBook refuses or only warns about.
pub fn build(root: &Path) -> Result<PathBuf> {
    build_into(root, &root.join(BUILD))
}

/// The same, into a folder of one's own.
///
/// # Errors
///
/// As [`build`].
pub fn build_into(root: &Path, folder: &Path) -> Result<PathBuf> {
    let warnings = Warnings::default();
    let subscriber = tracing_subscriber::registry().with(warnings.clone());
    let built =
        tracing::subscriber::with_default(subscriber, || render(root, folder));
    built?;
    // mdBook only logs that it cannot find a file, or a tag that is never
    // closed; a page with a hole is an error here.
    match warnings.all() {
        lines if lines.is_empty() => Ok(folder.join("index.html")),
        lines => Err(Error::Mdbook(lines.join("; "))),
    }
}

fn render(root: &Path, folder: &Path) -> Result<()> {
    // Absolute, or mdBook reads it as relative to the book's folder.
    let folder = std::path::absolute(folder).map_err(Error::file(folder))?;
    let mdbook = |e: anyhow::Error| Error::Mdbook(format!("{e:#}"));
    let directives = Directives::load(root)?;
    let mut book = MDBook::load(root.join("book")).map_err(mdbook)?;
    book.config.build.build_dir = folder;
    // Takes the place of the command that book.toml names for a plain
    // `mdbook build`, and its turn before mdBook's own preprocessors.
    book.with_preprocessor(directives);
    book.build().map_err(mdbook)
}

/// Keeps what mdBook logs as warning or error.
#[derive(Clone, Debug, Default)]
struct Warnings(Arc<Mutex<Vec<String>>>);

impl Warnings {
    fn all(&self) -> Vec<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl<S: Subscriber> Layer<S> for Warnings {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        // In this order, WARN and ERROR are the least.
        if *event.metadata().level() > Level::WARN {
            return;
        }
        let mut message = Message::default();
        event.record(&mut message);
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.push(message.0.replace('\n', " "));
    }
}

/// The text of a log event.
#[derive(Default)]
struct Message(String);

impl Visit for Message {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        if field.name() == "message" {
            self.0 = format!("{value:?}");
        }
    }
}
