//! Calling cargo, and understanding what it says.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use serde::Deserialize;

use crate::error::Result;
use crate::process::{Cancel, End, Errors, Limits, Ran, run};

/// A command that starts cargo in `folder`, without what the `cargo run`
/// that started us put into the environment.
pub(crate) fn cargo(folder: &Path) -> Command {
    let program = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(program);
    command.current_dir(folder);
    for (name, _) in env::vars_os() {
        let name = name.to_string_lossy();
        let ours =
            ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CRATE_"];
        if ours.iter().any(|start| name.starts_with(start)) {
            command.env_remove(&*name);
        }
    }
    command
}

/// One line of `--message-format=json`; the fields that we read.
#[derive(Debug, Deserialize)]
pub(crate) struct Message {
    pub(crate) reason: String,
    #[serde(default)]
    pub(crate) manifest_path: PathBuf,
    pub(crate) target: Option<Target>,
    pub(crate) executable: Option<PathBuf>,
    pub(crate) message: Option<Diagnostic>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Target {
    pub(crate) name: String,
    pub(crate) kind: Vec<String>,
}

/// What rustc says about the code.
#[derive(Debug, Deserialize)]
pub(crate) struct Diagnostic {
    pub(crate) level: String,
    pub(crate) message: String,
    #[serde(default)]
    pub(crate) spans: Vec<Span>,
    pub(crate) rendered: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Span {
    pub(crate) file_name: String,
    pub(crate) is_primary: bool,
}

impl Message {
    /// Reads a line; other lines than messages are none.
    pub(crate) fn parse(line: &str) -> Option<Message> {
        line.starts_with('{').then(|| serde_json::from_str(line).ok()).flatten()
    }

    /// Whether this is a target of that kind: `test`, `bin`, …
    pub(crate) fn is_kind(&self, kind: &str) -> bool {
        self.target.as_ref().is_some_and(|t| t.kind.iter().any(|k| k == kind))
    }
}

impl Diagnostic {
    pub(crate) fn is_error(&self) -> bool {
        self.level.starts_with("error")
    }

    /// The file that it is about.
    pub(crate) fn file(&self) -> Option<&str> {
        let primary = self.spans.iter().find(|span| span.is_primary);
        primary.map(|span| span.file_name.as_str())
    }
}

/// What became of building one test.
#[derive(Debug)]
pub(crate) enum Build {
    Ready(Built),
    /// rustc refused: what it said, and the files it is about.
    Refused {
        text: String,
        files: Vec<String>,
    },
    /// Cargo itself refused: a manifest, the network, the disk.
    Cargo {
        text: String,
    },
    Cancelled,
}

/// A test that can be run.
#[derive(Debug, Default)]
pub(crate) struct Built {
    pub(crate) executable: PathBuf,
    /// The package's binaries, by name.
    pub(crate) binaries: Vec<(String, PathBuf)>,
    /// Warnings about files whose path ends so: (`src/NAME.rs`, text).
    pub(crate) warnings: Vec<(String, String)>,
}

/// Builds `--test NAME` of a package.
///
/// # Errors
///
/// Cargo cannot be started.
pub(crate) fn build_test(
    folder: &Path,
    package: &str,
    test: &str,
    color: bool,
    cancel: &Cancel,
) -> Result<Build> {
    let mut command = cargo(folder);
    let format = if color { "json-diagnostic-rendered-ansi" } else { "json" };
    command
        .args(["test", "--no-run", "-q", "-p", package, "--test", test])
        .arg(format!("--message-format={format}"))
        .args(["--color", if color { "always" } else { "never" }]);
    let limits = Limits::cargo();
    let ran = run(command, Errors::Apart, limits, cancel, &mut |_| {})?;
    Ok(understand(&ran, test))
}

fn understand(ran: &Ran, test: &str) -> Build {
    let mut built = Built::default();
    let (mut text, mut files) = (String::new(), Vec::new());
    for message in ran.output.lines().filter_map(Message::parse) {
        if let (Some(target), Some(path)) =
            (&message.target, &message.executable)
        {
            if message.is_kind("test") && target.name == test {
                built.executable.clone_from(path);
            } else if message.is_kind("bin") {
                built.binaries.push((target.name.clone(), path.clone()));
            }
        }
        let Some(diagnostic) = &message.message else { continue };
        let rendered = diagnostic.rendered.as_deref().unwrap_or_default();
        let file = diagnostic.file().unwrap_or_default();
        if diagnostic.is_error() && !sums_up(&diagnostic.message) {
            text.push_str(rendered);
            files.push(file.to_owned());
        } else if diagnostic.level == "warning" && !file.is_empty() {
            built.warnings.push((file.to_owned(), rendered.to_owned()));
        }
    }
    match &ran.end {
        End::Cancelled => Build::Cancelled,
        End::Exited(status) if status.success() => Build::Ready(built),
        End::Exited(_) if !text.is_empty() => Build::Refused { text, files },
        End::Exited(_) => Build::Cargo { text: ran.errors.clone() },
        End::Late | End::TooBig => Build::Cargo {
            text: "cargo did not end within an hour and was ended\n".into(),
        },
    }
}

/// rustc's last line counts the errors; they are on the screen already.
fn sums_up(message: &str) -> bool {
    message.starts_with("aborting due to")
}

/// Gives a test the environment that `cargo test` would.
pub(crate) fn as_cargo_would(
    command: &mut Command,
    folder: &Path,
    binaries: &[(String, PathBuf)],
) {
    command.current_dir(folder).env("CARGO_MANIFEST_DIR", folder);
    for (name, path) in binaries {
        command.env(format!("CARGO_BIN_EXE_{name}"), path);
    }
    // A backtrace buries the message that the test is about, and colors
    // are decided by `--color`.
    command.env("RUST_BACKTRACE", "0").env_remove("RUST_TEST_THREADS");
}

/// Writes a file unless it is so already: cargo looks at times.
///
/// # Errors
///
/// The file cannot be written.
pub(crate) fn write_if_new(path: &Path, text: &[u8]) -> Result<()> {
    if fs::read(path).is_ok_and(|old| old == text) {
        return Ok(());
    }
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder)
        .and_then(|()| fs::write(path, text))
        .map_err(crate::error::Error::file("cannot write", path))
}
