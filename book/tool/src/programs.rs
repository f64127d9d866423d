//! The workspace's programs, built once for all checks.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde::Deserialize;

use crate::error::{Error, Result};

/// Where the built programs are.
#[derive(Clone, Debug, Default)]
pub struct Programs {
    /// By package, then by the name of the binary or example.
    paths: BTreeMap<(String, String), PathBuf>,
}

impl Programs {
    /// The program of a binary or example; a package's own name is its main
    /// binary.
    pub fn get(&self, package: &str, name: &str) -> Option<&Path> {
        let key = (package.to_owned(), name.to_owned());
        self.paths.get(&key).map(PathBuf::as_path)
    }
}

/// A line of cargo's report, as far as it matters here.
#[derive(Deserialize)]
struct Message {
    reason: String,
    #[serde(default)]
    package_id: String,
    target: Option<Target>,
    executable: Option<PathBuf>,
}

#[derive(Deserialize)]
struct Target {
    name: String,
}

/// Builds the binaries and examples of these packages of the workspace at
/// `root`, in one command.
///
/// # Errors
///
/// [`Error::Cargo`] with the compiler's words when one does not build.
pub fn build(root: &Path, packages: &[&str]) -> Result<Programs> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command
        .current_dir(root)
        .args(["build", "--quiet", "--bins", "--examples"])
        .arg("--message-format=json-render-diagnostics")
        .stdin(Stdio::null());
    let mut packages = packages.to_vec();
    packages.sort_unstable();
    packages.dedup();
    for package in packages {
        command.args(["-p", package]);
    }
    let done = command.output().map_err(|e| Error::Cargo(e.to_string()))?;
    if !done.status.success() {
        let said = String::from_utf8_lossy(&done.stderr);
        return Err(Error::Cargo(said.trim().to_owned()));
    }
    Ok(programs(&String::from_utf8_lossy(&done.stdout)))
}

/// Reads cargo's report.
fn programs(report: &str) -> Programs {
    let mut programs = Programs::default();
    for line in report.lines() {
        let Ok(message) = serde_json::from_str::<Message>(line) else {
            continue;
        };
        if message.reason == "compiler-artifact"
            && let (Some(target), Some(path)) =
                (message.target, message.executable)
        {
            let package = package(&message.package_id).to_owned();
            programs.paths.insert((package, target.name), path);
        }
    }
    programs
}

/// The name in a package id: `path+file:///x/ch01-echo#ch01@0.1.0`, or
/// `…/ch01#0.1.0` where the folder has the package's name.
fn package(id: &str) -> &str {
    let (path, rest) = id.rsplit_once('#').unwrap_or(("", id));
    match rest.split_once('@') {
        Some((name, _)) => name,
        None => path.rsplit('/').next().unwrap_or(path),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_names_each_program_by_package_and_target() {
        let report = r#"
{"reason":"compiler-artifact","package_id":"path+file:///x#ch01@0.1.0","target":{"name":"ch01"},"executable":"/t/ch01"}
{"reason":"compiler-artifact","package_id":"path+file:///x#ch01@0.1.0","target":{"name":"before_loop"},"executable":"/t/examples/before_loop"}
{"reason":"compiler-artifact","package_id":"path+file:///x/cli#0.1.0","target":{"name":"cli"},"executable":null}
{"reason":"build-finished","success":true}
"#;
        let programs = programs(report);
        let main = programs.get("ch01", "ch01");
        assert_eq!(main, Some(Path::new("/t/ch01")));
        assert!(programs.get("ch01", "before_loop").is_some());
        assert!(programs.get("cli", "cli").is_none());
    }

    #[test]
    fn a_package_is_named_by_its_id_in_both_forms() {
        assert_eq!(package("path+file:///x/ch01-echo#ch01@0.1.0"), "ch01");
        assert_eq!(package("path+file:///x/cli#0.1.0"), "cli");
    }
}
