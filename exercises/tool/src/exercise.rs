//! One exercise: what it is called, and which files are its own.

use serde::Deserialize;

use crate::pristine::Pristine;

/// One exercise, as `exercises/exNN/exercises.toml` describes it.
#[derive(Clone, Debug, Deserialize, PartialEq)]
pub(crate) struct Exercise {
    /// The folder and package: `ex01`.
    #[serde(skip)]
    pub(crate) chapter: String,
    /// Module, test file, and the end of the binary's name.
    pub(crate) name: String,
    pub(crate) title: String,
    /// How long it takes, by our estimate.
    pub(crate) minutes: u32,
    /// The page to read, a file of the rendered book.
    pub(crate) page: String,
    /// A heading's id on that page.
    pub(crate) anchor: String,
    /// From a nudge to nearly the answer.
    pub(crate) hints: Vec<String>,
    /// Parts of a long test, by their names under `exercises/`.
    #[serde(skip)]
    parts: Vec<String>,
}

impl Exercise {
    /// What it is called on the command line: `ex01/greeting`.
    pub(crate) fn key(&self) -> String {
        format!("{}/{}", self.chapter, self.name)
    }

    /// The two digits of its chapter.
    pub(crate) fn number(&self) -> &str {
        self.chapter.trim_start_matches("ex")
    }

    /// The learner's file, by its name under `exercises/`.
    pub(crate) fn source(&self) -> String {
        format!("{}/src/{}.rs", self.chapter, self.name)
    }

    /// The tests that judge it, by their name under `exercises/`.
    pub(crate) fn tests(&self) -> String {
        format!("{}/tests/{}.rs", self.chapter, self.name)
    }

    /// The binary that runs it, where there is one.
    pub(crate) fn binary(&self) -> String {
        format!("{}/src/bin/{}.rs", self.chapter, self.name)
    }

    /// The same with its parts, `tests/NAME/…`.
    pub(crate) fn all_tests(&self) -> impl Iterator<Item = String> {
        std::iter::once(self.tests()).chain(self.parts.iter().cloned())
    }

    /// The files that belong to this exercise alone.
    pub(crate) fn files(&self) -> Vec<String> {
        let program = [self.source(), self.binary()].into_iter();
        program.chain(self.all_tests()).collect()
    }

    /// Learns the parts of its test.
    pub(crate) fn find_parts(&mut self, pristine: &Pristine) {
        let folder = format!("{}/tests/{}/", self.chapter, self.name);
        let names = pristine.chapter(&self.chapter).map(|(name, _)| name);
        let parts = names.filter(|name| name.starts_with(&folder));
        self.parts = parts.map(str::to_owned).collect();
    }
}
