//! What the check found, as much as fits.

use super::colored;
use crate::ansi::{cut, fold, fold_words, strip};
use crate::catalog::Exercise;
use crate::check::{Report, Verdict};
use crate::desk::app::{App, Book};
use crate::progress::Status;

/// What the check found: the state in one line, then what was printed, as
/// much as fits.
pub(super) fn findings(
    app: &App,
    one: &Exercise,
    columns: usize,
    room: usize,
) -> Vec<String> {
    let mut lines = state(app, one, columns);
    let (text, notes) = match &app.report {
        Some(Ok(report)) => (report.text.as_str(), &report.notes[..]),
        Some(Err(error)) => (error.as_str(), &[][..]),
        None => ("", &[][..]),
    };
    for note in notes {
        lines.extend(colored(fold_words(note, columns), |l| {
            app.style.yellow(l)
        }));
    }
    if !text.is_empty() {
        let room = room.saturating_sub(lines.len());
        lines.extend(fitting(app.report.as_ref(), text, columns, room));
    }
    if lines.len() > room {
        lines.truncate(room);
    }
    lines
}

fn state(app: &App, one: &Exercise, columns: usize) -> Vec<String> {
    let style = app.style;
    if let Some(doing) = &app.doing {
        let seconds = doing.since.elapsed().as_secs();
        let what = match (doing.running, &app.book) {
            (true, _) => "running the tests",
            (false, Book::Building(_)) if seconds > 1 => {
                "compiling, in turns with the book"
            }
            (false, _) => "compiling",
        };
        let which = match doing.total {
            1 => String::new(),
            all => format!("{}/{all} {}: ", doing.done + 1, doing.key),
        };
        let text = format!("{which}{what} … {seconds} s");
        if doing.total > 1 || app.report.is_none() {
            return colored(fold_words(&text, columns), |l| style.yellow(l));
        }
    }
    match &app.report {
        Some(Ok(report)) => verdict(app, one, report, columns),
        Some(Err(_)) => vec![style.red("NOT CHECKED")],
        None => Vec::new(),
    }
}

fn verdict(
    app: &App,
    one: &Exercise,
    report: &Report,
    columns: usize,
) -> Vec<String> {
    let style = app.style;
    let words = report.verdict.words();
    if !report.verdict.passed() {
        let mut lines =
            colored(fold_words(&format!("RED  {words}"), columns), |l| {
                style.red(l)
            });
        if app.status() == Status::Untouched {
            let text = "The task is at the top of the file; every save runs \
                the tests.";
            lines.extend(fold_words(text, columns));
        }
        return lines;
    }
    let mut lines =
        colored(fold_words(&format!("GREEN  {words}"), columns), |l| {
            style.green(l)
        });
    let chapter = app.desk.catalog.chapter(&one.chapter).len();
    let text = if app.passed(None) == app.statuses.len() {
        "All exercises are solved. s shows our solution.".to_owned()
    } else if app.passed(Some(&one.chapter)) == chapter {
        format!(
            "Chapter {} is done. s shows our solution, n goes on.",
            one.number()
        )
    } else {
        "s shows our solution, n goes to the next exercise.".to_owned()
    };
    lines.extend(fold_words(&text, columns));
    lines
}

/// As much of the output as fits; what the tests say comes before which of
/// them pass.
fn fitting(
    report: Option<&Result<Report, String>>,
    text: &str,
    columns: usize,
    room: usize,
) -> Vec<String> {
    let all = fold(text, columns);
    if all.len() <= room || room == 0 {
        return all;
    }
    let ran = matches!(
        report,
        Some(Ok(Report { verdict: Verdict::Failed { .. }, .. }))
    );
    let says = |line: &&str| {
        let line = strip(line);
        let line = line.trim_end();
        !(line.is_empty()
            || line == "failures:"
            || line.starts_with("running ")
            || line.starts_with("test "))
    };
    let less: Vec<&str> = match ran {
        true => text.lines().filter(says).map(place).collect(),
        false => text.lines().collect(),
    };
    let mut lines = fold(&less.join("\n"), columns);
    if lines.len() > room {
        let shown = room - 1;
        let left_out = lines.len() - shown;
        lines.truncate(shown);
        let more = format!("… {left_out} more lines (o: all)");
        lines.push(cut(&more, columns));
    }
    lines
}

/// Of `thread 'NAME' (ID) panicked at FILE:LINE:COLUMN:` the place; the name
/// stands one line above.
fn place(line: &str) -> &str {
    let at =
        line.find(" panicked at ").filter(|_| line.starts_with("thread '"));
    at.map_or(line, |at| &line[at + " panicked ".len()..])
}
