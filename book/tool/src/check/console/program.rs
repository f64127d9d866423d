//! The programs that `cargo run` names, built once for all pages.
//!
//! `cargo run -p X` in a transcript stands for the program of package X.
//! Building it would add cargo's own lines to the output, and time, so all
//! are built first and the built file's path takes the place of the words
//! `cargo run …`. What follows them, with its quotes, stays as it is. Other
//! commands of cargo (`cargo test`, `cargo learn`, `cargo book`) are run.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

use super::Page;
use super::fence::Block;
use crate::check::Complaint;

const RUN: &str = "cargo run";

/// One program, as the words after `cargo run` name it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Wanted {
    package: String,
    example: Option<String>,
    bin: Option<String>,
    release: bool,
    features: Option<String>,
}

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
        let mut groups = BTreeMap::<_, Vec<Wanted>>::new();
        for wanted in first.keys() {
            groups.entry(group(wanted)).or_default().push(wanted.clone());
        }
        let mut programs = Programs::default();
        let mut complaints = Vec::new();
        for wanted in groups.into_values() {
            let all = cargo_build(root, &wanted);
            for wanted in wanted {
                // Where one fails, each alone tells which.
                let built = match &all {
                    Ok(artifacts) => choose(artifacts, &wanted),
                    Err(_) => cargo_build(root, std::slice::from_ref(&wanted))
                        .and_then(|artifacts| choose(&artifacts, &wanted)),
                };
                match built {
                    Ok(file) => {
                        programs.built.insert(wanted, word(root, &file));
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

/// Where the words `cargo run …` stand in a command line.
#[derive(Debug, PartialEq, Eq)]
struct Found {
    start: usize,
    end: usize,
    wanted: Wanted,
}

/// Every `cargo run` of a command line that names its package.
fn find_all(shell: &str) -> Vec<Found> {
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

/// What may be built by one command: the same profile and features, and not
/// an exercise together with its solution, whose libraries share a name.
fn group(wanted: &Wanted) -> (bool, Option<&str>, &str) {
    let digits = |c: char| c.is_ascii_digit();
    let family = wanted.package.trim_end_matches(digits);
    (wanted.release, wanted.features.as_deref(), family)
}

/// A built program: its package, whether it is an example, its name, its file.
#[derive(Clone, Debug)]
struct Artifact {
    package: String,
    example: bool,
    name: String,
    file: String,
}

fn cargo_build(
    root: &Path,
    wanted: &[Wanted],
) -> Result<Vec<Artifact>, String> {
    let mut cargo = Command::new("cargo");
    cargo.current_dir(root).arg("build").arg("--quiet").arg("--bins");
    cargo.arg("--message-format=json-render-diagnostics");
    let mut packages: Vec<&str> =
        wanted.iter().map(|w| w.package.as_str()).collect();
    packages.dedup();
    for package in &packages {
        cargo.args(["-p", package]);
    }
    for example in wanted.iter().filter_map(|w| w.example.as_ref()) {
        cargo.args(["--example", example]);
    }
    if wanted.iter().any(|w| w.release) {
        cargo.arg("--release");
    }
    if let Some(features) = wanted.iter().find_map(|w| w.features.as_ref()) {
        cargo.args(["--features", features]);
    }
    let said = cargo
        .stdin(Stdio::null())
        .stderr(Stdio::piped())
        .output()
        .map_err(|e| format!("cannot start cargo: {e}"))?;
    if !said.status.success() {
        let text = String::from_utf8_lossy(&said.stderr);
        let why = text.lines().find(|l| l.starts_with("error"));
        let why = why.unwrap_or("no error was named");
        let packages = packages.join(" -p ");
        return Err(format!("cargo build -p {packages} failed: {why}"));
    }
    let text = String::from_utf8_lossy(&said.stdout);
    Ok(text.lines().filter_map(artifact).collect())
}

/// A program from a line of cargo's messages; `None` for other messages.
fn artifact(line: &str) -> Option<Artifact> {
    let message: Value = serde_json::from_str(line).ok()?;
    let file = message["executable"].as_str()?.to_owned();
    let target = &message["target"];
    let kinds = target["kind"].as_array()?;
    Some(Artifact {
        package: package_name(message["package_id"].as_str()?).to_owned(),
        example: kinds.iter().any(|kind| kind == "example"),
        name: target["name"].as_str()?.to_owned(),
        file,
    })
}

/// The name in a package id: `path+file:///a/ch01-echo#ch01@0.1.0`, or
/// `path+file:///a/ch01#0.1.0` where the folder has the package's name.
fn package_name(id: &str) -> &str {
    let (place, version) = id.split_once('#').unwrap_or((id, ""));
    match version.split_once('@') {
        Some((name, _)) => name,
        None => place.rsplit('/').next().unwrap_or(place),
    }
}

/// The file of the program that is wanted.
fn choose(all: &[Artifact], wanted: &Wanted) -> Result<String, String> {
    let of_kind: Vec<&Artifact> = all
        .iter()
        .filter(|a| a.package == wanted.package)
        .filter(|a| a.example == wanted.example.is_some())
        .collect();
    let name = wanted.example.as_ref().or(wanted.bin.as_ref());
    let chosen = match (name, &of_kind[..]) {
        (None, [only]) => Some(*only),
        (name, several) => {
            let name = name.unwrap_or(&wanted.package);
            several.iter().copied().find(|a| &a.name == name)
        }
    };
    chosen.map(|a| a.file.clone()).ok_or_else(|| {
        let package = &wanted.package;
        match name {
            Some(name) => format!("package {package} has no program {name}"),
            None => format!("which program of {package}? say --bin NAME"),
        }
    })
}

/// A program's file as a word of a command line: from the root, as cargo
/// itself names it to the program.
fn word(root: &Path, file: &str) -> String {
    let path = Path::new(file);
    quote(&path.strip_prefix(root).unwrap_or(path).to_string_lossy())
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

    #[test]
    fn the_package_is_read_from_both_forms_of_an_id() {
        assert_eq!(package_name("path+file:///a/ch01-x#ch01@0.1.0"), "ch01");
        assert_eq!(package_name("path+file:///a/book#0.1.0"), "book");
    }

    #[test]
    fn the_one_program_needs_no_name_and_several_do() {
        let of = |name: &str| Artifact {
            package: "a".into(),
            example: false,
            name: name.into(),
            file: format!("target/{name}"),
        };
        let mut wanted = Wanted { package: "a".into(), ..Wanted::default() };
        assert_eq!(choose(&[of("x")], &wanted), Ok("target/x".into()));
        assert!(choose(&[of("x"), of("y")], &wanted).is_err());
        wanted.bin = Some("y".into());
        assert_eq!(choose(&[of("x"), of("y")], &wanted), Ok("target/y".into()));
    }
}
