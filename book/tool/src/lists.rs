//! The tables of the book: the floors of the tower, what the notes ask and
//! say, the exercises.

use std::collections::BTreeSet;
use std::path::Path;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::error::{Error, Result};

/// `book/tower.toml`: the chapters, bottom up.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tower {
    /// The parts of the book, in order.
    #[serde(rename = "part", default)]
    pub parts: Vec<Part>,
    /// The floors, in order.
    #[serde(rename = "floor", default)]
    pub floors: Vec<Floor>,
}

/// A part of the book.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// Its title, without number.
    pub title: String,
}

/// One floor: a chapter and its crate.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Floor {
    /// Two digits.
    pub number: String,
    /// Which part it is in, counted from 1.
    pub part: usize,
    /// The chapter's title.
    pub title: String,
    /// The page, below `book/src`.
    pub page: String,
    /// The package's folder, below `chapters`.
    pub directory: String,
    /// The library's name.
    pub library: String,
    /// The idea in one line.
    pub idea: String,
    /// The floors it imports, by number.
    pub stands_on: Vec<String>,
}

impl Floor {
    /// The package's name: `ch01`.
    pub fn package(&self) -> String {
        format!("ch{}", self.number)
    }

    /// Where the page is when rendered: `01-echo.html`.
    pub fn html(&self) -> String {
        crate::html::page_name(&self.page)
    }
}

impl Tower {
    /// The floor with this number.
    pub fn floor(&self, number: &str) -> Option<&Floor> {
        self.floors.iter().find(|floor| floor.number == number)
    }

    /// The numbers of all floors that carry `number`, itself left out.
    pub fn below(&self, number: &str) -> BTreeSet<&str> {
        let mut found = BTreeSet::new();
        let mut open = vec![number];
        while let Some(next) = open.pop() {
            let Some(floor) = self.floor(next) else { continue };
            for lower in &floor.stands_on {
                if found.insert(lower.as_str()) {
                    open.push(lower);
                }
            }
        }
        found
    }
}

/// `book/notes.toml`: everything that the notes contain.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notes {
    /// The entries, in order.
    #[serde(rename = "note", default)]
    pub notes: Vec<Note>,
}

/// One thing that the notes treat, ask or say.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Note {
    /// A letter and two digits.
    pub id: String,
    /// What it is.
    pub kind: Kind,
    /// It, in one sentence.
    pub text: String,
    /// The chapters that must answer it; `["*"]` means every chapter.
    pub chapters: Vec<String>,
}

/// What an entry of the notes is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A subject that the notes treat.
    Topic,
    /// A question that they leave open.
    Question,
    /// A statement that is wrong or half right.
    Statement,
}

impl Notes {
    /// The entry with this id.
    pub fn note(&self, id: &str) -> Option<&Note> {
        self.notes.iter().find(|note| note.id == id)
    }
}

impl Note {
    /// Whether chapter `number` must answer it.
    pub fn belongs_to(&self, number: &str) -> bool {
        self.chapters.iter().any(|c| c == "*" || c == number)
    }
}

/// `exercises/exNN/exercises.toml`: the exercises of one chapter, in order.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Exercises {
    /// The exercises.
    #[serde(rename = "exercise", default)]
    pub exercises: Vec<Exercise>,
}

/// One exercise.
#[derive(Clone, Debug, Deserialize)]
pub struct Exercise {
    /// The module, the test file.
    pub name: String,
    /// What it is called.
    pub title: String,
    /// How long it takes.
    pub minutes: u32,
    /// The page to read first, as rendered: `01-echo.html`.
    pub page: String,
    /// The id of a heading on that page.
    pub anchor: String,
}

/// Reads a TOML file.
///
/// # Errors
///
/// [`Error::File`] or [`Error::Content`].
pub fn read<T: DeserializeOwned>(path: &Path) -> Result<T> {
    let text = std::fs::read_to_string(path).map_err(Error::file(path))?;
    toml::from_str(&text).map_err(Error::content(path))
}
