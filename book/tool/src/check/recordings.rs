//! Wire pictures show what the demos do today.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::Complaint;
use crate::error::{Error, Result};
use crate::expand::recording_path;
use crate::programs;
use crate::source::Book;

/// Where a page wants a picture: page and line, package, name.
struct Wanted<'a> {
    file: &'a Path,
    line: usize,
    package: &'a str,
    name: &'a str,
}

impl Wanted<'_> {
    fn program(&self) -> programs::Wanted {
        programs::Wanted::main_of(self.package)
    }
}

/// Records every conversation that a page shows, and complains where the
/// committed recording differs in more than ports and process ids; with
/// `update` it is rewritten instead.
///
/// # Errors
///
/// [`Error::File`] when a recording cannot be written.
pub fn check(book: &Book, update: bool) -> Result<Vec<Complaint>> {
    let wanted = wanted(book);
    let mut programs: Vec<programs::Wanted> =
        wanted.values().map(Wanted::program).collect();
    programs.sort();
    programs.dedup();
    if programs.is_empty() {
        return Ok(Vec::new());
    }
    let built = match programs::build(&book.root, &programs) {
        Ok(built) => built,
        // The other checks' complaints must not be lost over this.
        Err(why) => {
            let why = format!("the demos cannot be built: {why}");
            let wire = wanted.values().next();
            let complaint = wire.map(|w| Complaint::new(w.file, w.line, why));
            return Ok(complaint.into_iter().collect());
        }
    };
    let mut complaints = Vec::new();
    for (path, wanted) in &wanted {
        let program = built.file(&wanted.program());
        let fresh = program.and_then(|file| record(book, file, wanted.name));
        let why = match fresh {
            Err(why) => Some(why),
            Ok(fresh) => settle(book, path, wanted, &fresh, update)?,
        };
        let complaint = |why| Complaint::new(wanted.file, wanted.line, why);
        complaints.extend(why.map(complaint));
    }
    Ok(complaints)
}

/// What is wrong with the committed recording at `path`, beside a fresh one;
/// with `update` it becomes that one.
fn settle(
    book: &Book,
    path: &str,
    wanted: &Wanted<'_>,
    fresh: &str,
    update: bool,
) -> Result<Option<String>> {
    let file = book.root.join(path);
    let old = std::fs::read_to_string(&file).unwrap_or_default();
    let (old, new) = (normal(&old), normal(fresh));
    if old == new {
        return Ok(None);
    }
    if update {
        write(&file, fresh)?;
        return Ok(None);
    }
    Ok(Some(format!(
        "{path} is not what `cargo run -p {} -- demo {}` does now: {} \
         (`cargo book check --update`)",
        wanted.package,
        wanted.name,
        difference(&old, &new),
    )))
}

/// The recordings that pages show, by path.
fn wanted(book: &Book) -> BTreeMap<String, Wanted<'_>> {
    let mut wanted = BTreeMap::new();
    for page in &book.pages {
        for wire in page.directives("wire") {
            let Some((package, name)) = wire.args.split_once(' ') else {
                continue;
            };
            let (file, line) = (page.path.as_path(), wire.line);
            let name = name.trim();
            wanted.entry(recording_path(package, name)).or_insert(Wanted {
                file,
                line,
                package,
                name,
            });
        }
    }
    wanted
}

/// What the demo records now.
fn record(
    book: &Book,
    program: &str,
    name: &str,
) -> std::result::Result<String, String> {
    let file = tempfile::NamedTempFile::new().map_err(|e| e.to_string())?;
    let done = Command::new(program)
        .current_dir(&book.root)
        .args(["demo", name, "--record"])
        .arg(file.path())
        .output()
        .map_err(|e| format!("{program}: {e}"))?;
    let said = String::from_utf8_lossy(&done.stderr);
    if !done.status.success() {
        let said = said.lines().next().unwrap_or("no reason given");
        return Err(format!("demo {name} failed: {said}"));
    }
    let json = std::fs::read_to_string(file.path());
    json.map_err(|e| format!("demo {name} recorded nothing: {e}"))
}

fn write(path: &Path, json: &str) -> Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(Error::file(folder))?;
    }
    let mut json = json.trim_end().to_owned();
    json.push('\n');
    std::fs::write(path, json).map_err(Error::file(path))
}

static NUMBER: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\d+").expect("a valid pattern"));
static PID: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\bpid[ =:]*\d+").expect("a valid pattern"));

/// A recording without what differs from run to run.
fn normal(json: &str) -> String {
    let json = PID.replace_all(json, "pid N");
    let json = NUMBER.replace_all(&json, |found: &Captures<'_>| {
        let number = &found[0];
        match number.parse::<u32>() {
            Ok(32768..=65535) => "PORT".to_owned(),
            _ => number.to_owned(),
        }
    });
    json.trim_end().to_owned()
}

/// The first line that differs.
fn difference(old: &str, new: &str) -> String {
    let mut lines = 0;
    let mut old = old.lines();
    for new in new.lines() {
        lines += 1;
        let old = old.next();
        if old != Some(new) {
            let old = old.unwrap_or("nothing").trim();
            return format!("line {lines} is {old}, now {}", new.trim());
        }
    }
    format!("it now ends after line {lines}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_and_process_ids_may_differ_and_nothing_else() {
        let one = "accept() 127.0.0.1:51234, pid 77, 1024 bytes";
        let two = "accept() 127.0.0.1:40001, pid 81, 1024 bytes";
        assert_eq!(normal(one), normal(two));
        assert_ne!(normal(one), normal(&one.replace("1024", "1023")));
        assert_ne!(normal("127.0.0.1:9001"), normal("127.0.0.1:9002"));
    }

    #[test]
    fn the_first_line_that_differs_is_named() {
        assert_eq!(difference("a\nb", "a\nc"), "line 2 is b, now c");
        assert_eq!(difference("a\nb", "a"), "it now ends after line 1");
    }
}
