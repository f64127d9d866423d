//! The workspace's programs: built by cargo, and found in its report.

use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

/// One program, as the words after `cargo run` name it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Wanted {
    /// The package: "ch01".
    pub package: String,
    /// The example, where it is one.
    pub example: Option<String>,
    /// The binary, where it is not the package's only one.
    pub bin: Option<String>,
    /// Whether it is built for release.
    pub release: bool,
    /// The features to build with, as cargo takes them.
    pub features: Option<String>,
}

impl Wanted {
    /// The main program of a package.
    pub fn main_of(package: &str) -> Wanted {
        Wanted { package: package.to_owned(), ..Wanted::default() }
    }

    /// What may be built by one command: the same profile and features, and
    /// not an exercise together with its solution, whose libraries share a
    /// name.
    pub(crate) fn group(&self) -> (bool, Option<&str>, &str) {
        let digits = |c: char| c.is_ascii_digit();
        let family = self.package.trim_end_matches(digits);
        (self.release, self.features.as_deref(), family)
    }
}

/// What one command of cargo has built.
#[derive(Clone, Debug)]
pub struct Built(Vec<Artifact>);

/// A built program: its package, whether it is an example, its name, its file.
#[derive(Clone, Debug)]
struct Artifact {
    package: String,
    example: bool,
    name: String,
    file: String,
}

/// Builds the binaries of these packages, and the examples that are wanted.
///
/// # Errors
///
/// The command and the compiler's first error, in one line.
pub fn build(root: &Path, wanted: &[Wanted]) -> Result<Built, String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut cargo = Command::new(cargo);
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
    Ok(Built(text.lines().filter_map(artifact).collect()))
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

impl Built {
    /// The file of the program that is wanted.
    ///
    /// # Errors
    ///
    /// There is none, or there are several and no name says which.
    pub fn file(&self, wanted: &Wanted) -> Result<&str, String> {
        let of_kind: Vec<&Artifact> = self
            .0
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
        chosen.map(|a| a.file.as_str()).ok_or_else(|| {
            let package = &wanted.package;
            match name {
                Some(name) => {
                    format!("package {package} has no program {name}")
                }
                None => format!("which program of {package}? say --bin NAME"),
            }
        })
    }
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
    fn a_report_names_each_program_by_package_kind_and_name() {
        let report = r#"
{"package_id":"path+file:///x#ch01@0.1.0","target":{"name":"ch01","kind":["bin"]},"executable":"/t/ch01"}
{"package_id":"path+file:///x#ch01@0.1.0","target":{"name":"loop","kind":["example"]},"executable":"/t/examples/loop"}
{"package_id":"path+file:///x/cli#0.1.0","target":{"name":"cli","kind":["lib"]},"executable":null}
{"reason":"build-finished","success":true}
"#;
        let built = Built(report.lines().filter_map(artifact).collect());
        let mut wanted = Wanted::main_of("ch01");
        assert_eq!(built.file(&wanted), Ok("/t/ch01"));
        wanted.example = Some("loop".into());
        assert_eq!(built.file(&wanted), Ok("/t/examples/loop"));
        assert!(built.file(&Wanted::main_of("cli")).is_err());
    }

    #[test]
    fn the_one_program_needs_no_name_and_several_do() {
        let of = |name: &str| Artifact {
            package: "a".into(),
            example: false,
            name: name.into(),
            file: format!("target/{name}"),
        };
        let mut wanted = Wanted::main_of("a");
        let one = Built(vec![of("x")]);
        assert_eq!(one.file(&wanted), Ok("target/x"));
        let two = Built(vec![of("x"), of("y")]);
        assert!(two.file(&wanted).is_err());
        wanted.bin = Some("y".into());
        assert_eq!(two.file(&wanted), Ok("target/y"));
    }
}
