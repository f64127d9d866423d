//! A page's blocks rewritten from a run.

use std::fs;
use std::io::{self, Write};
use std::ops::Range;
use std::path::Path;

use super::Page;
use super::compare::{ANY_LINES, Extent, same};
use crate::check::Complaint;

/// Lines of a page that give way to others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Edit {
    /// The lines, counted from 1; empty to insert before its start.
    pub(super) lines: Range<usize>,
    /// What stands before every line of the fence.
    pub(super) prefix: String,
    pub(super) new: Vec<String>,
}

/// Writes a page with its edits: the whole new page, or nothing.
pub(super) fn apply(
    root: &Path,
    page: &Page,
    edits: &[Edit],
) -> Result<(), Complaint> {
    let path = root.join(&page.path);
    let wrong =
        |line, message| Complaint { file: page.path.clone(), line, message };
    for edit in edits {
        // They would be read as a command or as the fence's end.
        let bad = |line: &&String| {
            line.starts_with("$ ") || line.trim().starts_with("```")
        };
        if let Some(line) = edit.new.iter().find(bad) {
            let message = format!("a page cannot show the output `{line}`");
            return Err(wrong(edit.lines.start, message));
        }
    }
    let current = fs::read_to_string(&path)
        .map_err(|e| wrong(1, format!("cannot read the page: {e}")))?;
    if current != page.text {
        let message = "the page was changed while its commands ran; \
             nothing was written: run it again";
        return Err(wrong(1, message.to_owned()));
    }
    write(&path, &edited(&page.text, edits))
        .map_err(|e| wrong(1, format!("cannot write the page: {e}")))
}

/// The page's text with the edits made, the last one first.
fn edited(text: &str, edits: &[Edit]) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let mut edits: Vec<&Edit> = edits.iter().collect();
    edits.sort_by_key(|edit| edit.lines.start);
    for edit in edits.into_iter().rev() {
        let range = edit.lines.start - 1..edit.lines.end - 1;
        let new = edit
            .new
            .iter()
            .map(|line| format!("{}{line}", edit.prefix).trim_end().to_owned());
        lines.splice(range, new);
    }
    let mut out = lines.join("\n");
    if text.ends_with('\n') {
        out.push('\n');
    }
    out
}

/// Writes beside the file and renames, so that no reader sees half a page.
fn write(path: &Path, text: &str) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.as_file().set_permissions(fs::metadata(path)?.permissions())?;
    file.persist(path)?;
    Ok(())
}

/// What one step of [`merge`] does.
#[derive(Clone, Copy)]
enum Step {
    /// The page's line says what the run's line says: it stays.
    Keep,
    /// The run's line takes the place of the page's line.
    Replace,
    /// The page's line goes.
    Drop,
    /// The run's line is new.
    Insert,
    /// The page's `...` takes in one more line of the run.
    Swallow,
    /// The page's `...` is complete.
    Close,
}

/// The run's lines, with the page's own words where these fit.
///
/// The best of all alignments: as many lines of the page as possible stay;
/// then what the author hid behind `...` stays hidden.
pub(super) fn merge(
    page: &[String],
    run: &[String],
    extent: Extent,
) -> Vec<String> {
    let (n, m) = (page.len(), run.len());
    // The value of what is best from (i, j) on, and its first step.
    let mut best = vec![vec![(0, None); m + 1]; n + 1];
    for i in (0..=n).rev() {
        for j in (0..=m).rev() {
            best[i][j] = steps(page, run, i, j)
                .map(|(step, value)| {
                    let (di, dj) = moves(step);
                    (value + best[i + di][j + dj].0, Some(step))
                })
                .max_by_key(|(value, _)| *value)
                .unwrap_or((0, None));
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut out = Vec::new();
    while let Some(step) = best[i][j].1 {
        match step {
            Step::Keep | Step::Close => out.push(page[i].clone()),
            Step::Replace => out.push(run[j].clone()),
            Step::Insert if extent != Extent::Part => out.push(run[j].clone()),
            Step::Insert | Step::Drop | Step::Swallow => {}
        }
        let (di, dj) = moves(step);
        (i, j) = (i + di, j + dj);
    }
    out
}

/// The steps possible at line `i` of the page and `j` of the run, and their
/// worth.
fn steps(
    page: &[String],
    run: &[String],
    i: usize,
    j: usize,
) -> impl Iterator<Item = (Step, i32)> {
    let here = page.get(i);
    let line = run.get(j);
    let any = here.is_some_and(|text| text == ANY_LINES);
    let fits = match (here, line) {
        (Some(here), Some(line)) => !any && same(here, line),
        _ => false,
    };
    let both = here.is_some() && line.is_some() && !any;
    [
        (Step::Drop, here.is_some() && !any, 0),
        (Step::Insert, line.is_some(), 100),
        (Step::Replace, both, 120),
        (Step::Close, any, 0),
        (Step::Swallow, any && line.is_some(), 105),
        (Step::Keep, fits, 300),
    ]
    .into_iter()
    .filter(|(_, possible, _)| *possible)
    .map(|(step, _, value)| (step, value))
}

fn moves(step: Step) -> (usize, usize) {
    match step {
        Step::Keep | Step::Replace => (1, 1),
        Step::Drop | Step::Close => (1, 0),
        Step::Insert | Step::Swallow => (0, 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn merged(page: &str, run: &str, extent: Extent) -> String {
        let lines = |text: &str| -> Vec<String> {
            text.split(' ').filter(|s| !s.is_empty()).map(Into::into).collect()
        };
        merge(&lines(page), &lines(run), extent).join(" ")
    }

    #[test]
    fn lines_that_fit_stay_and_the_others_are_the_run_s() {
        for (page, run, expected) in [
            ("a x[..] c", "a xyz d", "a x[..] d"),
            ("a b", "a n b", "a n b"),
            ("a b c", "a c", "a c"),
            ("", "a b", "a b"),
            ("a b", "", ""),
            ("a ... c", "A 1 2 c", "A ... c"),
            ("a ... c", "a 1 2 C", "a ... C"),
            ("a ...", "b 1 2", "b ..."),
        ] {
            assert_eq!(merged(page, run, Extent::Whole), expected, "{page}");
        }
    }

    #[test]
    fn a_part_stays_a_part() {
        assert_eq!(merged("b d", "a b D e", Extent::Part), "b D");
    }

    #[test]
    fn edits_keep_what_stands_before_the_fence() {
        let edit = |lines, new: &[&str]| Edit {
            lines,
            prefix: "> ".to_owned(),
            new: new.iter().map(|&s| s.to_owned()).collect(),
        };
        let edits = [edit(2..3, &["x", "", "y"]), edit(4..4, &["z"])];
        let text = edited("> 1\n> 2\n> 3\n> 4\n", &edits);
        assert_eq!(text, "> 1\n> x\n>\n> y\n> 3\n> z\n> 4\n");
    }
}
