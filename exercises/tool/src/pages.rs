//! The book: building it, and where its pages are.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, thread};

use crate::ansi;
use crate::cargo::cargo;
use crate::catalog::Exercise;
use crate::error::Result;
use crate::process::{Cancel, End, Errors, Limits, run};
use crate::root::Root;

/// The rendered book's folder.
pub(crate) fn folder(root: &Root) -> PathBuf {
    root.path().join("book").join("build")
}

/// Renders the book; the address of its first page, or one line that says
/// why there is none.
///
/// # Errors
///
/// Cargo cannot be started.
pub(crate) fn build(
    root: &Root,
    cancel: &Cancel,
) -> Result<std::result::Result<String, String>> {
    let mut command = cargo(root.path());
    command.args(["run", "-q", "-p", "book", "--"]).env("NO_COLOR", "1");
    let limits = Limits::cargo();
    let ran = run(command, Errors::Apart, limits, cancel, &mut |_| {})?;
    let index = folder(root).join("index.html");
    Ok(match ran.end {
        End::Exited(status) if status.success() && index.exists() => {
            Ok(url(&index, ""))
        }
        End::Exited(status) if status.success() => {
            Err(format!("there is no {}", index.display()))
        }
        _ => Err(first_words(&ran.errors)),
    })
}

/// The line that tells most: the first that is an error, else the first.
fn first_words(errors: &str) -> String {
    let text = ansi::strip(errors);
    let lines = || text.lines().map(str::trim).filter(|line| !line.is_empty());
    let error = lines().find(|line| line.starts_with("error"));
    let line = error.or_else(|| lines().next());
    line.unwrap_or("it ended without a word").to_owned()
}

/// The address of the page of an exercise.
pub(crate) fn page(root: &Root, exercise: &Exercise) -> String {
    url(&folder(root).join(&exercise.page), &exercise.anchor)
}

/// A `file:` URL (RFC 8089); what is not plain in a path is escaped.
fn url(path: &Path, anchor: &str) -> String {
    let mut url = String::from("file://");
    for byte in path.to_string_lossy().bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => url.push(byte.into()),
            b'/' | b'-' | b'_' | b'.' | b'~' => url.push(byte.into()),
            _ => url.push_str(&format!("%{byte:02X}")),
        }
    }
    if !anchor.is_empty() {
        url.push('#');
        url.push_str(anchor);
    }
    url
}

/// Shows a page in the browser; false where there is none to be seen.
pub(crate) fn open(url: &str) -> bool {
    let screen = ["DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME"];
    let seen = cfg!(target_os = "macos")
        || screen
            .iter()
            .any(|name| env::var_os(name).is_some_and(|v| !v.is_empty()));
    let program = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
    if !seen {
        return false;
    }
    let child = Command::new(program)
        .arg(url)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    match child {
        Ok(mut child) => {
            // Someone has to wait for it, or it stays as a zombie.
            thread::spawn(move || child.wait());
            true
        }
        Err(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_with_a_space_is_escaped() {
        assert_eq!(
            url(Path::new("/a b/c.html"), "d"),
            "file:///a%20b/c.html#d"
        );
    }

    #[test]
    fn the_first_error_is_what_is_told() {
        assert_eq!(first_words("warning: w\n\nerror: e\n"), "error: e");
        assert_eq!(first_words("   Compiling\n"), "Compiling");
        assert_eq!(first_words(""), "it ended without a word");
    }
}
