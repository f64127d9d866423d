//! Programs built by cargo, and which of them is wanted.

use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

use super::wanted::Wanted;

/// What may be built by one command: the same profile and features, and not
/// an exercise together with its solution, whose libraries share a name.
pub(super) fn group(wanted: &Wanted) -> (bool, Option<&str>, &str) {
    let digits = |c: char| c.is_ascii_digit();
    let family = wanted.package.trim_end_matches(digits);
    (wanted.release, wanted.features.as_deref(), family)
}

/// A built program: its package, whether it is an example, its name, its file.
#[derive(Clone, Debug)]
pub(super) struct Artifact {
    package: String,
    example: bool,
    name: String,
    file: String,
}

pub(super) fn cargo_build(
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
pub(super) fn choose(
    all: &[Artifact],
    wanted: &Wanted,
) -> Result<String, String> {
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

#[cfg(test)]
mod tests {
    use super::*;

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
