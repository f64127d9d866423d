//! The untouched exercises, as the desk was compiled with them.
//!
//! `build.rs` embeds `pristine/`, a copy of `exercises/` that
//! `cargo learn pristine` writes and CI compares.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};

static EMBEDDED: &[(&str, &[u8])] =
    include!(concat!(env!("OUT_DIR"), "/pristine.rs"));

/// Untouched files by name, as `ex01/src/greeting.rs`.
pub(crate) struct Pristine {
    files: BTreeMap<String, Cow<'static, [u8]>>,
}

impl Pristine {
    /// The files that this program carries.
    pub(crate) fn embedded() -> Pristine {
        let files = EMBEDDED
            .iter()
            .map(|(name, bytes)| ((*name).to_owned(), Cow::Borrowed(*bytes)))
            .collect();
        Pristine { files }
    }

    /// The files of the folders `exNN` in `folder`.
    ///
    /// # Errors
    ///
    /// The folder or one of its files cannot be read.
    pub(crate) fn read(folder: &Path) -> Result<Pristine> {
        let mut files = BTreeMap::new();
        for chapter in entries(folder)? {
            let name = file_name(&chapter);
            if is_chapter(&name) && chapter.is_dir() {
                read_into(&chapter, &name, &mut files)?;
            }
        }
        Ok(Pristine { files })
    }

    /// The text of one file, when there is one.
    pub(crate) fn get(&self, name: &str) -> Option<&[u8]> {
        self.files.get(name).map(|bytes| &**bytes)
    }

    /// The same as text; our own files are UTF-8.
    pub(crate) fn text(&self, name: &str) -> Option<Cow<'_, str>> {
        self.get(name).map(String::from_utf8_lossy)
    }

    /// All files of one chapter, `ex01`.
    pub(crate) fn chapter<'a>(
        &'a self,
        chapter: &'a str,
    ) -> impl Iterator<Item = (&'a str, &'a [u8])> {
        self.all().filter(move |(name, _)| {
            name.strip_prefix(chapter).is_some_and(|n| n.starts_with('/'))
        })
    }

    /// All files.
    pub(crate) fn all(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files.iter().map(|(name, bytes)| (name.as_str(), &**bytes))
    }

    /// The names of the chapters, `ex01` first.
    pub(crate) fn chapters(&self) -> Vec<String> {
        let mut names: Vec<String> = self
            .files
            .keys()
            .filter_map(|name| name.split('/').next())
            .map(str::to_owned)
            .collect();
        names.dedup();
        names
    }

    /// The names of files that are not the same here and there.
    pub(crate) fn differences(&self, other: &Pristine) -> Vec<String> {
        let mut names: Vec<String> = self
            .all()
            .filter(|(name, bytes)| other.get(name) != Some(bytes))
            .chain(other.all().filter(|(name, _)| self.get(name).is_none()))
            .map(|(name, _)| name.to_owned())
            .collect();
        names.sort();
        names
    }
}

/// Whether a folder's name is that of a chapter's exercises.
pub(crate) fn is_chapter(name: &str) -> bool {
    name.strip_prefix("ex").is_some_and(|number| {
        number.len() == 2 && number.bytes().all(|b| b.is_ascii_digit())
    })
}

fn read_into(
    folder: &Path,
    name: &str,
    files: &mut BTreeMap<String, Cow<'static, [u8]>>,
) -> Result<()> {
    for path in entries(folder)? {
        let own = file_name(&path);
        // What editors and cargo leave behind is no part of an exercise.
        let junk = own.starts_with('.')
            || own == "target"
            || [".bk", ".orig", ".swp", ".rej", "~"]
                .iter()
                .any(|end| own.ends_with(end));
        if junk {
            continue;
        }
        let name = format!("{name}/{own}");
        if path.is_dir() {
            read_into(&path, &name, files)?;
        } else {
            let bytes =
                fs::read(&path).map_err(Error::file("cannot read", &path))?;
            files.insert(name, Cow::Owned(bytes));
        }
    }
    Ok(())
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .and_then(|list| list.map(|e| e.map(|e| e.path())).collect())
        .map_err(Error::file("cannot read", folder))?;
    paths.sort();
    Ok(paths)
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Only in CI: a learner's `cargo test` stays green after they solved
    /// something.
    #[test]
    fn in_ci_the_embedded_files_equal_the_exercises() {
        if std::env::var_os("CI").is_none() {
            return;
        }
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let repository = Pristine::read(&here.join("..")).unwrap();
        let differ = Pristine::embedded().differences(&repository);
        assert!(
            differ.is_empty(),
            "these differ from exercises/tool/pristine; when exercises/ is \
             right, run `cargo learn pristine`: {differ:#?}"
        );
    }

    #[test]
    fn a_difference_is_found_on_either_side() {
        let one = |name: &str, text: &'static [u8]| Pristine {
            files: [(name.to_owned(), Cow::Borrowed(text))].into(),
        };
        let (a, b) = (one("ex01/a", b"1"), one("ex01/b", b"1"));
        assert_eq!(a.differences(&b), ["ex01/a", "ex01/b"]);
        assert_eq!(a.differences(&one("ex01/a", b"2")), ["ex01/a"]);
        assert!(a.differences(&a).is_empty());
    }

    #[test]
    fn only_ex_and_two_digits_is_a_chapter() {
        assert!(is_chapter("ex01"));
        assert!(
            !is_chapter("tool") && !is_chapter("ex1") && !is_chapter("exab")
        );
    }
}
