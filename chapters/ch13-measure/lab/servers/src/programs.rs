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

use crate::ask::Say;
use crate::kept::HELLO;
use crate::rows::Row;
use crate::venv::Venv;
use crate::who::{Model, Who};

/// Where they are.
pub(crate) struct Programs {
    /// The folder of our programs and the lab's.
    copies: PathBuf,
    pub(crate) python: PathBuf,
    /// Python with Flask and gunicorn.
    pub(crate) venv: Venv,
    /// The page of chapter 6, where somebody shows it.
    page: String,
}

impl Programs {
    /// Builds those that `rows` need, and asks ours for its page.
    pub(crate) fn build(rows: &[Row]) -> io::Result<Programs> {
        let lab = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let main = lab.join("../../..");
        let mut programs = Programs {
            copies: lab.join("target/measured"),
            python: PathBuf::from("python3"),
            venv: Venv::new(&lab.join("target")),
            page: String::new(),
        };
        let mut all: Vec<Who> =
            rows.iter().flat_map(|row| [row.ours, row.theirs]).collect();
        let shows_page = rows.iter().any(|row| row.say == Say::Hello);
        if shows_page {
            all.push(Who::Basic(Model::Sequential));
        }
        let (lab_s, ours): (Vec<Who>, Vec<Who>) =
            all.iter().partition(|who| who.is_of_the_lab());
        programs.copy(&main.join("Cargo.toml"), &packages(&ours))?;
        programs.copy(&lab.join("Cargo.toml"), &packages(&lab_s))?;
        if all.iter().any(|who| matches!(who, Who::Python(_))) {
            programs.python = python()?;
        }
        if all.contains(&Who::Flask) {
            programs.venv.make(&python()?)?;
        }
        if shows_page {
            programs.page = crate::page(&programs)?;
        }
        Ok(programs)
    }

    /// Builds `packages` of the workspace `manifest`, and copies their
    /// programs.
    fn copy(&self, manifest: &Path, packages: &[&str]) -> io::Result<()> {
        if packages.is_empty() {
            return Ok(()); // cargo would build all there are
        }
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

    /// The program of a package.
    pub(crate) fn program(&self, package: &str) -> PathBuf {
        self.copies.join(package)
    }

    /// What servers that show what they are told are told.
    pub(crate) fn page(&self, say: Say) -> Option<&str> {
        match say {
            Say::Echo | Say::Upload | Say::Notes => None,
            Say::Hello => Some(&self.page),
            Say::Keep | Say::Pipeline => Some(HELLO),
        }
    }

    pub(crate) fn script(&self, say: &str) -> PathBuf {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("python");
        folder.join(format!("{say}.py"))
    }
}

/// The packages of all these, each once.
fn packages(all: &[Who]) -> Vec<&'static str> {
    let mut packages: Vec<_> =
        all.iter().filter_map(|who| who.package()).collect();
    packages.sort_unstable();
    packages.dedup();
    packages
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
