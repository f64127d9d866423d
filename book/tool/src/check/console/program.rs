//! The programs that `cargo run` names, built once for all pages.
//!
//! `cargo run -p X` in a transcript stands for the program of package X.
//! Building it would add cargo's own lines to the output, and time, so all
//! are built first and the built file's path takes the place of the words
//! `cargo run …`. What follows them, with its quotes, stays as it is. Other
//! commands of cargo (`cargo test`, `cargo learn`, `cargo book`) are run.

mod wanted;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::Page;
use super::fence::Block;
use crate::check::Complaint;
use crate::programs::{Built, Wanted, build};
use wanted::find_all;

/// The programs of all pages, by the words that name them.
#[derive(Clone, Debug, Default)]
pub(super) struct Programs {
    built: BTreeMap<Wanted, String>,
}

impl Programs {
    /// Builds what the blocks name.
    ///
    /// What cannot be built is a complaint where it is named first.
    pub(super) fn build(
        root: &Path,
        pages: &[Page],
        parsed: &[Vec<Block>],
    ) -> (Programs, Vec<Complaint>) {
        let first = named_first(pages, parsed);
        let mut groups = BTreeMap::<_, Vec<Wanted>>::new();
        for wanted in first.keys() {
            groups.entry(wanted.group()).or_default().push(wanted.clone());
        }
        let mut programs = Programs::default();
        let mut complaints = Vec::new();
        for wanted in groups.into_values() {
            let all = build(root, &wanted);
            for wanted in wanted {
                // Where one fails, each alone tells which.
                let built = match &all {
                    Ok(built) => file(root, built, &wanted),
                    Err(_) => build(root, std::slice::from_ref(&wanted))
                        .and_then(|built| file(root, &built, &wanted)),
                };
                match built {
                    Ok(word) => {
                        programs.built.insert(wanted, word);
                    }
                    Err(message) => {
                        let (file, line) = first[&wanted].clone();
                        complaints.push(Complaint { file, line, message });
                    }
                }
            }
        }
        (programs, complaints)
    }

    /// A command line with the built programs in place of `cargo run …`;
    /// `None` where one was not built (which was complained of).
    pub(super) fn replace(&self, shell: &str) -> Option<String> {
        let mut out = String::new();
        let mut rest = 0;
        for found in find_all(shell) {
            out.push_str(&shell[rest..found.start]);
            out.push_str(self.built.get(&found.wanted)?);
            rest = found.end;
        }
        out.push_str(&shell[rest..]);
        Some(out)
    }
}

/// Every program that a page runs, and the page and line that name it first.
fn named_first(
    pages: &[Page],
    parsed: &[Vec<Block>],
) -> BTreeMap<Wanted, (PathBuf, usize)> {
    let mut first = BTreeMap::new();
    for (page, blocks) in pages.iter().zip(parsed) {
        let run = blocks.iter().filter(|block| !block.words.norun);
        for command in run.flat_map(|block| &block.commands) {
            for found in find_all(&command.shell) {
                first
                    .entry(found.wanted)
                    .or_insert_with(|| (page.path.clone(), command.line));
            }
        }
    }
    first
}

/// A program's file as a word of a command line: from the root, as cargo
/// itself names it to the program.
fn file(root: &Path, built: &Built, wanted: &Wanted) -> Result<String, String> {
    let path = Path::new(built.file(wanted)?);
    Ok(quote(&path.strip_prefix(root).unwrap_or(path).to_string_lossy()))
}

/// A path as one word of a shell.
fn quote(path: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./".contains(c);
    if path.chars().all(plain) {
        return path.to_owned();
    }
    format!("'{}'", path.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn replaced(shell: &str) -> Option<String> {
        let of = |package: &str, example: Option<&str>| Wanted {
            package: package.to_owned(),
            example: example.map(str::to_owned),
            ..Wanted::default()
        };
        let built = BTreeMap::from([
            (of("ch01", None), "target/debug/ch01".to_owned()),
            (of("ch07", Some("before_x")), quote("/a b/before_x")),
        ]);
        Programs { built }.replace(shell)
    }

    #[test]
    fn the_built_program_takes_the_place_of_cargo_run() {
        for (shell, expected) in [
            ("cargo run -p ch01", "target/debug/ch01"),
            (
                "A='x y' cargo run -q -p ch01 -- client \"a  b\" | cat",
                "A='x y' target/debug/ch01 client \"a  b\" | cat",
            ),
            ("cargo run -p ch01 client", "target/debug/ch01 client"),
            ("cargo run --package=ch01 -- -- x", "target/debug/ch01 -- x"),
            (
                "(cargo run -p ch01; cargo run -p ch01)|wc",
                "(target/debug/ch01; target/debug/ch01)|wc",
            ),
            (
                "strace cargo run -p ch07 --example before_x -- 'it''s'",
                "strace '/a b/before_x' 'it''s'",
            ),
        ] {
            assert_eq!(replaced(shell).as_deref(), Some(expected));
        }
    }

    #[test]
    fn other_commands_stay() {
        for shell in [
            "cargo test -p ch01",
            "cargo learn verify",
            "cargo runner -p ch01",
            "mycargo run -p ch01",
            "cargo run",
        ] {
            assert_eq!(replaced(shell).as_deref(), Some(shell));
        }
        assert_eq!(replaced("cargo run -p ch09"), None);
    }
}
