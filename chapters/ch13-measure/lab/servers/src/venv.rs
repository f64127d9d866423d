//! Python's packages that ours are compared with, in a folder of their own.

use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A virtual environment: `python -m venv`.
pub(crate) struct Venv(PathBuf);

impl Venv {
    pub(crate) fn new(target: &Path) -> Venv {
        Venv(target.join("flask"))
    }

    /// The interpreter that finds the packages.
    pub(crate) fn python(&self) -> PathBuf {
        self.0.join("bin/python")
    }

    /// Makes it with `python`, unless it is there. It is whole once pip has
    /// put gunicorn's program into it.
    pub(crate) fn make(&self, python: &Path) -> io::Result<()> {
        if self.0.join("bin/gunicorn").exists() {
            return Ok(());
        }
        let mut venv = Command::new(python);
        run(venv.args(["-m", "venv"]).arg(&self.0))?;
        let mut pip = Command::new(self.python());
        pip.args(["-m", "pip", "install", "--quiet", "--requirement"]);
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        run(pip.arg(here.join("python/requirements.txt")))
    }
}

fn run(command: &mut Command) -> io::Result<()> {
    let said = command.status();
    let program = command.get_program().display();
    let wrong = |why: String| {
        let hint = "without Flask, choose other rows than those of ch16";
        io::Error::other(format!("{program}: {why}; {hint}"))
    };
    match said {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(wrong(format!("it ended with {status}"))),
        Err(error) => Err(wrong(error.to_string())),
    }
}
