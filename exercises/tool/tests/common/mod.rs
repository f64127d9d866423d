//! A small repository of its own for each test.

// Each test file uses its part of it.
#![allow(dead_code)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// A copy of `tests/fixture`: three exercises in two chapters, solutions and
/// mutants. Beside it, out of the learner's reach, the untouched exercises.
pub(crate) struct Fixture {
    folder: TempDir,
}

impl Fixture {
    /// Copies the fixture.
    pub(crate) fn new() -> Fixture {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixture");
        copy(&from, &folder.path().join("book"));
        copy(&from.join("exercises"), &folder.path().join("untouched"));
        Fixture { folder }
    }

    /// A file of the small repository.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join("book").join(name)
    }

    /// The untouched exercises.
    pub(crate) fn untouched(&self, name: &str) -> PathBuf {
        self.folder.path().join("untouched").join(name)
    }

    /// Reads a file of the repository.
    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).expect("the file is there")
    }

    /// Writes a file of the repository.
    pub(crate) fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).expect("the file can be written");
    }

    /// Replaces a text in a file of the repository, which must be there.
    pub(crate) fn edit(&self, name: &str, from: &str, to: &str) {
        let text = self.read(name);
        assert!(text.contains(from), "{name} has no {from:?}: {text}");
        self.write(name, &text.replace(from, to));
    }

    /// Puts our solution where the learner works.
    pub(crate) fn solve(&self, name: &str) {
        let (chapter, name) = name.split_once('/').expect("exNN/NAME");
        let file = format!("{chapter}/src/{name}.rs");
        let ours = self.read(&format!("solutions/{file}"));
        self.write(&format!("exercises/{file}"), &ours);
    }

    /// The environment that a desk for this repository needs, whatever the
    /// test was started with.
    pub(crate) fn environment(&self) -> Vec<(String, String)> {
        let target = self.folder.path().join("target");
        [
            ("LEARN_ROOT", self.path("")),
            ("LEARN_PRISTINE", self.untouched("")),
            ("CARGO_TARGET_DIR", target),
        ]
        .map(|(name, path)| (name.to_owned(), path.display().to_string()))
        .to_vec()
    }

    /// Runs `learn` with these arguments, without a terminal.
    pub(crate) fn learn(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("learn starts")
    }

    /// The command that [`Fixture::learn`] runs.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_learn"));
        command
            .args(arguments)
            .envs(self.environment())
            .env_remove("CI")
            .env_remove("LEARN_DEADLINE")
            .stdin(std::process::Stdio::null());
        command
    }
}

/// What a run of `learn` gave, as text and exit status.
pub(crate) fn seen(output: &Output) -> (String, String, Option<i32>) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (text(&output.stdout), text(&output.stderr), output.status.code())
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("the fixture") {
        let path = entry.expect("an entry").path();
        let to = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy(&path, &to);
        } else {
            fs::copy(&path, &to).expect("a copy");
        }
    }
}
