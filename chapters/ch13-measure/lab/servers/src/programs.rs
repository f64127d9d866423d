//! The servers: built, and copied.
//!
//! What the linker has just written lies in the page cache in pieces of 4 KiB;
//! what was copied, or read from a disk, in larger ones, of which a page fault
//! maps more at once. A process that is forked for one client has some thirty
//! such faults, which makes 10 % of its cost. So we measure copies: a server
//! that somebody has installed is one.

use std::fs::{self, Permissions};
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::rows::Row;

/// Where they are.
pub(crate) struct Programs {
    /// The folder of our programs and the minimal ones.
    copies: PathBuf,
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
            copies: lab.join("target/measured"),
            python: PathBuf::from("python3"),
            page: String::new(),
        };
        programs.copy(&main.join("Cargo.toml"), &packages)?;
        programs.copy(&lab.join("Cargo.toml"), &["minimal"])?;
        if !rows.iter().all(Row::is_minimal) {
            programs.python = python()?;
        }
        programs.page = crate::page(&programs)?;
        Ok(programs)
    }

    /// Builds `packages` of the workspace `manifest`, and copies their
    /// programs.
    fn copy(&self, manifest: &Path, packages: &[&str]) -> io::Result<()> {
        let built = build(manifest, packages)?;
        fs::create_dir_all(&self.copies)?;
        for package in packages {
            let copy = self.program(package);
            // Not into a file that is in use, and all in one write.
            let _ = fs::remove_file(&copy);
            fs::write(&copy, fs::read(built.join(package))?)?;
            fs::set_permissions(&copy, Permissions::from_mode(0o755))?;
        }
        Ok(())
    }

    /// The program of a package of ours, or `minimal`.
    pub(crate) fn program(&self, package: &str) -> PathBuf {
        self.copies.join(package)
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
