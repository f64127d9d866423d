//! The servers: built, or found.

use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::rows::Row;

/// Where they are.
pub(crate) struct Programs {
    /// The folder of the chapters' programs.
    chapters: PathBuf,
    pub(crate) minimal: PathBuf,
    pub(crate) python: PathBuf,
    /// The page that all show.
    pub(crate) page: String,
}

impl Programs {
    /// Builds those that `rows` need, and asks ours for its page.
    pub(crate) fn build(rows: &[Row]) -> io::Result<Programs> {
        let lab = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let mut packages = vec!["ch06"];
        packages.extend(rows.iter().map(|row| row.model().package()));
        packages.sort_unstable();
        packages.dedup();
        let main = lab.join("../../..");
        let mut programs = Programs {
            chapters: build(&main.join("Cargo.toml"), &packages)?,
            minimal: build(&lab.join("Cargo.toml"), &["minimal"])?
                .join("minimal"),
            python: PathBuf::from("python3"),
            page: String::new(),
        };
        if !rows.iter().all(Row::is_minimal) {
            programs.python = python()?;
        }
        programs.page = crate::page(&programs)?;
        Ok(programs)
    }

    pub(crate) fn chapter(&self, package: &str) -> PathBuf {
        self.chapters.join(package)
    }

    pub(crate) fn script(&self, say: &str) -> PathBuf {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("python");
        folder.join(format!("{say}.py"))
    }
}

/// Builds `packages` for release; the folder where they are then.
fn build(manifest: &Path, packages: &[&str]) -> io::Result<PathBuf> {
    let target = manifest.with_file_name("target");
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["build", "--release", "--bins", "--quiet"]);
    cargo.arg("--manifest-path").arg(manifest);
    cargo.arg("--target-dir").arg(&target);
    for package in packages {
        cargo.args(["-p", package]);
    }
    if !cargo.status()?.success() {
        let packages = packages.join(", ");
        return Err(io::Error::other(format!("cannot build {packages}")));
    }
    Ok(target.join("release"))
}

/// The interpreter itself: `python3` may be a script that starts it.
fn python() -> io::Result<PathBuf> {
    let mut command = Command::new("python3");
    command.args(["-c", "import sys; print(sys.executable, end='')"]);
    let output = command.stderr(Stdio::inherit()).output();
    let output = output.map_err(|error| {
        let hint = "without Python, choose rows with the word minimal";
        io::Error::other(format!("python3: {error}; {hint}"))
    })?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned().into())
}
