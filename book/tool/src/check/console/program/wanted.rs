//! What a command line asks for with `cargo run`.

use crate::programs::Wanted;

const RUN: &str = "cargo run";

/// Where the words `cargo run …` stand in a command line.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) wanted: Wanted,
}

/// Every `cargo run` of a command line that names its package.
pub(super) fn find_all(shell: &str) -> Vec<Found> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = shell[from..].find(RUN).map(|at| from + at) {
        from = at + RUN.len();
        let alone = shell[..at].chars().next_back().is_none_or(is_break)
            && shell[from..].chars().next().is_none_or(is_break);
        if !alone {
            continue;
        }
        let (end, wanted) = options(shell, from);
        if !wanted.package.is_empty() {
            found.push(Found { start: at, end, wanted });
        }
    }
    found
}

fn is_break(c: char) -> bool {
    !(c.is_alphanumeric() || "-_./".contains(c))
}

/// Reads cargo's own options from `from` on; where they end, and what they
/// name. The `--` before the program's arguments belongs to them.
fn options(shell: &str, from: usize) -> (usize, Wanted) {
    let mut wanted = Wanted::default();
    let mut end = from;
    while let Some((word, after)) = next_word(shell, end) {
        let (name, mut value) = match word.split_once('=') {
            Some((name, value)) => (name, Some((value, after))),
            None => (word, None),
        };
        let takes = ["-p", "--package", "--example", "--bin", "--features"];
        if takes.contains(&name) && value.is_none() {
            value = next_word(shell, after);
        }
        match (name, value) {
            ("--", None) => return (after, wanted),
            ("-q" | "--quiet" | "--locked" | "--offline", None) => {}
            ("-r" | "--release", None) => wanted.release = true,
            ("-p" | "--package", Some((value, _))) => {
                value.clone_into(&mut wanted.package);
            }
            ("--example", Some((value, _))) => {
                wanted.example = Some(value.to_owned());
            }
            ("--bin", Some((value, _))) => {
                wanted.bin = Some(value.to_owned());
            }
            ("--features", Some((value, _))) => {
                wanted.features = Some(value.to_owned());
            }
            _ => break,
        }
        end = value.map_or(after, |(_, after)| after);
    }
    (end, wanted)
}

/// The next word of plain characters after spaces, and where it ends.
fn next_word(shell: &str, from: usize) -> Option<(&str, usize)> {
    let rest = &shell[from..];
    let start = rest.find(|c| c != ' ')?;
    let plain = |c: char| c.is_alphanumeric() || "-_=,/".contains(c);
    let length =
        rest[start..].find(|c| !plain(c)).unwrap_or(rest.len() - start);
    let word = &rest[start..start + length];
    let ends = rest[start + length..]
        .starts_with([' ', '\n', ')', ';', '&', '|', '<', '>', '\'', '"'])
        || start + length == rest.len();
    (start > 0 && length > 0 && ends).then_some((word, from + start + length))
}
