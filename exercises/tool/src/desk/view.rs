//! How the desk looks, for a screen of any size.
//!
//! From the top: which exercise, where its file is, the bars, the book; what
//! the check found; hints; what else there is to say; the keys. On a small
//! screen the least needed lines go first.

mod findings;

use super::app::{App, Book, Mode};
use crate::ansi::{cut, fold, fold_words, width};
use crate::bar::bar;
use crate::catalog::Exercise;
use crate::progress::Status;
use findings::findings;

/// Lines that the findings get before anything else is left out.
const LEAST: usize = 4;

/// The lines of the screen.
pub(super) fn draw(app: &App, size: (usize, usize)) -> Vec<String> {
    match &app.mode {
        Mode::Pager(pager) => pager.draw(size, app.style),
        Mode::List(selected) => list(app, *selected, size),
        Mode::Exercise | Mode::Reset => match app.exercise() {
            Some(one) => exercise(app, one, size),
            None => empty(app, size),
        },
    }
}

fn empty(app: &App, (columns, _): (usize, usize)) -> Vec<String> {
    let mut lines = vec!["There are no exercises yet.".to_owned()];
    lines.extend(book(app, columns));
    lines.extend(notices(app, columns));
    lines.push(app.style.dim("q quit"));
    lines
}

fn exercise(
    app: &App,
    one: &Exercise,
    (columns, rows): (usize, usize),
) -> Vec<String> {
    let mut head = head(app, one, columns);
    let mut foot = notices(app, columns);
    let mut keys = keys(app, one, columns);
    let mut hints = hints(app, one, columns);
    // The least needed goes first: the end of the head, then keys.
    let least = LEAST.min(rows);
    let used = |h: &[String], f: &[String], k: &[String]| {
        h.len() + f.len() + k.len() + least
    };
    while used(&head, &foot, &keys) > rows && head.len() > 1 {
        head.pop();
    }
    while used(&head, &foot, &keys) > rows && keys.len() > 1 {
        keys.pop();
    }
    while used(&head, &foot, &keys) > rows && !foot.is_empty() {
        foot.remove(0);
    }
    foot.extend(keys);
    let room = rows.saturating_sub(head.len() + foot.len());
    if hints.len() > room / 2 {
        // The newest is the one that was asked for.
        hints.drain(..hints.len() - room / 2);
    }
    let room = room - hints.len();
    let mut lines = head;
    lines.extend(findings(app, one, columns, room));
    lines.resize(rows.saturating_sub(hints.len() + foot.len()), String::new());
    lines.extend(hints);
    lines.extend(foot);
    lines.truncate(rows);
    lines
}

fn head(app: &App, one: &Exercise, columns: usize) -> Vec<String> {
    let style = app.style;
    let title = format!("{}  {}", one.key(), one.title);
    let minutes = format!("  {} min", one.minutes);
    let mut lines = vec![style.bold(&cut(&title, columns))];
    if width(&title) + minutes.len() <= columns {
        lines[0].push_str(&style.dim(&minutes));
    }
    lines.push(cut(&format!("edit exercises/{}", one.source()), columns));
    let chapter = app.desk.catalog.chapter(&one.chapter).len();
    let here = app.passed(Some(&one.chapter));
    let (all, done) = (app.statuses.len(), app.passed(None));
    let half = |columns: usize| {
        let book = format!("all {}", bar(done, all, columns - 4));
        let name = format!("chapter {} ", one.number());
        let width = columns - name.len();
        (book, name + &bar(here, chapter, width))
    };
    if columns >= 70 {
        let (book, chapter) = half(columns / 2 - 1);
        let room = columns / 2;
        lines.push(format!("{book:room$}{chapter}"));
    } else {
        let (book, chapter) = half(columns.max(20));
        lines.extend([book, chapter]);
    }
    lines.extend(self::book(app, columns));
    lines.push(style.dim(&"─".repeat(columns)));
    lines
}

/// Where the book is; the address whole, so that a terminal can open it.
fn book(app: &App, columns: usize) -> Vec<String> {
    let text = match &app.book {
        Book::Building(since) => {
            format!("building the book … {} s", since.elapsed().as_secs())
        }
        Book::At(url) => format!("book {url}"),
        Book::Failed(why) => format!("the book was not built: {why}"),
    };
    let mut lines = fold(&text, columns);
    lines.truncate(3);
    lines
}

fn hints(app: &App, one: &Exercise, columns: usize) -> Vec<String> {
    if app.status() == Status::Passed {
        return Vec::new();
    }
    let shown = app.desk.progress.hints(&one.key());
    let all = one.hints.len();
    one.hints
        .iter()
        .take(shown)
        .enumerate()
        .flat_map(|(i, hint)| {
            let text = format!("hint {}/{all}: {hint}", i + 1);
            colored(fold_words(&text, columns), |l| app.style.yellow(l))
        })
        .collect()
}

fn notices(app: &App, columns: usize) -> Vec<String> {
    app.notices.iter().flat_map(|notice| fold_words(notice, columns)).collect()
}

fn keys(app: &App, one: &Exercise, columns: usize) -> Vec<String> {
    if matches!(app.mode, Mode::Reset) {
        let text = format!(
            "Make {} untouched again? Yours is kept in .learn/backups. y: \
             yes, any other key: no",
            one.key()
        );
        return colored(fold_words(&text, columns), |l| app.style.bold(l));
    }
    let run = format!("r run ch{}", one.number());
    let mut keys = vec!["n next", "p previous", "l list", "h hint", &run];
    keys.push("b page");
    if app.status() == Status::Passed {
        keys.push("s our solution");
    }
    keys.extend(["o output", "c check all", "x reset", "q quit"]);
    let mut lines = vec![String::new()];
    for key in keys {
        let line = lines.last_mut().filter(|line| {
            line.is_empty() || width(line) + 2 + key.len() <= columns
        });
        match line {
            Some(line) if line.is_empty() => line.push_str(key),
            Some(line) => {
                line.push_str("  ");
                line.push_str(key);
            }
            None => lines.push(key.to_owned()),
        }
    }
    colored(lines, |line| app.style.dim(line))
}

fn list(
    app: &App,
    selected: usize,
    (columns, rows): (usize, usize),
) -> Vec<String> {
    let style = app.style;
    let all = &app.desk.catalog.exercises;
    let done = bar(app.passed(None), all.len(), columns.saturating_sub(4));
    let mut lines = vec![format!("all {done}")];
    let room = rows.saturating_sub(3).max(1);
    let top = (selected + 1).saturating_sub(room);
    let rows_shown = all.iter().zip(&app.statuses).enumerate();
    for (at, (one, status)) in rows_shown.skip(top).take(room) {
        let cursor = if at == selected { '>' } else { ' ' };
        let text = cut(
            &format!("{cursor} {} {}  {}", status.mark(), one.key(), one.title),
            columns,
        );
        lines.push(match status {
            Status::Passed => style.green(&text),
            Status::Failed => style.red(&text),
            _ if at == selected => style.bold(&text),
            _ => text,
        });
    }
    lines.resize(rows.saturating_sub(2).max(1), String::new());
    let marks = "# passes  x fails  ? edited";
    lines.push(style.dim(&cut(marks, columns)));
    let keys = "arrows: move  Enter: go  other: back";
    lines.push(style.dim(&cut(keys, columns)));
    lines
}

fn colored(lines: Vec<String>, color: impl Fn(&str) -> String) -> Vec<String> {
    lines.iter().map(|line| color(line)).collect()
}
