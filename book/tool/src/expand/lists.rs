//! Exercises, chapters, and the two appendices made of all pages.

use std::sync::LazyLock;

use regex::Regex;

use super::boxes::{marker, target};
use crate::html::escape;
use crate::lists::{Exercise, Kind, Note};
use crate::source::{Book, Page};

/// `{{#exercises 01}}`: a card for each exercise.
pub(super) fn exercises(book: &Book, number: &str) -> Result<String, String> {
    let list = book.exercises.get(number).ok_or_else(|| {
        format!("exercises/ex{number}/exercises.toml is missing")
    })?;
    if list.exercises.is_empty() {
        return Err(format!("exercises/ex{number} has no exercise"));
    }
    let mut all = String::new();
    for exercise in &list.exercises {
        all.push_str(&card(book, number, exercise)?);
    }
    Ok(all)
}

fn card(
    book: &Book,
    number: &str,
    exercise: &Exercise,
) -> Result<String, String> {
    let Exercise { name, title, minutes, page, anchor } = exercise;
    let path = format!("exercises/ex{number}/src/{name}.rs");
    let text = std::fs::read_to_string(book.root.join(&path))
        .map_err(|e| format!("{path}: {e}"))?;
    let task = module_docs(&text);
    if task.trim().is_empty() {
        return Err(format!("{path} does not begin with its task"));
    }
    Ok(format!(
        "<section class=\"exercise\">\n\n\
         ### {title} {{#exercise-{name}}}\n\n\
         <p class=\"facts\"><span>{minutes} minutes</span>\
         <span><code>{path}</code></span>\
         <span><a href=\"{page}#{anchor}\">what it builds on</a></span></p>\n\n\
         {task}\n\n\
         <div class=\"console\">\n\n\
         <pre><code class=\"nohighlight\">\
         <span class=\"prompt\">$ </span>\
         <span class=\"command\">cargo test -p ex{number} --test {name}</span>\n\
         </code></pre>\n\n</div>\n\n</section>\n\n"
    ))
}

static ITEM: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\[(`[^`]+`)\](?:\([^)]*::[^)]*\))?").expect("a valid pattern")
});

/// The module's doc comment, its headings below the card's heading.
fn module_docs(text: &str) -> String {
    let docs = text.lines().map_while(|line| line.strip_prefix("//!"));
    let mut in_code = false;
    let lines = docs.map(|line| {
        let line = line.strip_prefix(' ').unwrap_or(line);
        in_code ^= line.trim_start().starts_with("```");
        match line {
            line if in_code => line.to_owned(),
            line if line.starts_with('#') => format!("###{line}"),
            // On a page, rustdoc's links to items lead nowhere.
            line => ITEM.replace_all(line, "$1").into_owned(),
        }
    });
    lines.collect::<Vec<String>>().join("\n")
}

/// `{{#chapters}}`: the table of chapters.
pub(super) fn chapters(book: &Book) -> String {
    let mut table = String::from("| no. | chapter | library | the idea |\n");
    table.push_str("| --- | --- | --- | --- |\n");
    for floor in &book.tower.floors {
        let title = match book.page_of(floor) {
            Some(_) => format!("[{}]({})", floor.title, floor.html()),
            None => floor.title.clone(),
        };
        table.push_str(&format!(
            "| {} | {title} | `{}` | {} |\n",
            floor.number, floor.library, floor.idea
        ));
    }
    table
}

/// `{{#notes-index}}`: every id, what it is about, where it is answered.
pub(super) fn notes_index(book: &Book) -> String {
    let kinds = [
        (Kind::Topic, "What the notes treat"),
        (Kind::Question, "What the notes asked"),
        (Kind::Statement, "What the notes say, and what really happens"),
    ];
    let mut text = String::new();
    for (kind, title) in kinds {
        text.push_str(&format!(
            "## {title}\n\n\
             | id | in short | answered in |\n| --- | --- | --- |\n"
        ));
        for note in book.notes.notes.iter().filter(|n| n.kind == kind) {
            let (id, target) = (&note.id, target(&note.id));
            text.push_str(&format!(
                "| <span id=\"{target}\">{id}</span> | {} | {} |\n",
                note.text,
                places(book, note),
            ));
        }
        text.push('\n');
    }
    text
}

/// Links to the answers that are written, and the chapters that are not.
fn places(book: &Book, note: &Note) -> String {
    let mut places = Vec::new();
    for page in book.pages.iter().filter(|p| ids(p).any(|id| id == note.id)) {
        let name = book.floor_of(page).map_or(page.title.clone(), |floor| {
            format!("chapter {}", floor.number)
        });
        let (html, target) = (page.html(), target(&note.id));
        places.push(format!("[{name}]({html}#{target})"));
    }
    for floor in &book.tower.floors {
        let named = note.chapters.contains(&floor.number);
        if named && book.page_of(floor).is_none() {
            places.push(format!("chapter {}, to come", floor.number));
        }
    }
    escape_bars(&places.join("; "))
}

fn escape_bars(text: &str) -> String {
    text.replace('|', "\\|")
}

/// The ids of the notes that a page answers: by marks and by boxes.
pub(crate) fn ids(page: &Page) -> impl Iterator<Item = String> {
    let marks = page
        .directives("answers")
        .flat_map(|d| d.args.split_whitespace().map(str::to_owned));
    let boxed = page.lines.iter().filter_map(|line| marker(line));
    marks.chain(boxed.flat_map(|marker| marker.ids))
}

/// `{{#check-yourself}}`: all questions and answers of all pages.
pub(super) fn check_yourself(book: &Book) -> Result<String, String> {
    let mut text = String::new();
    let chapters = book.written();
    // A page that lists all questions would be one of its own sources.
    let lists = |page: &Page| page.directives("check-yourself").count() > 0;
    for (floor, page) in chapters.filter(|(_, page)| !lists(page)) {
        let questions = questions(book, page)?;
        if questions.is_empty() {
            continue;
        }
        let title = escape(&floor.title);
        text.push_str(&format!(
            "## {} · [{title}]({}#check-yourself)\n\n",
            floor.number,
            floor.html()
        ));
        for question in questions {
            text.push_str(&question);
            text.push_str("\n\n");
        }
    }
    Ok(text)
}

/// The `<details class="check">` blocks of a page, expanded.
fn questions(book: &Book, page: &Page) -> Result<Vec<String>, String> {
    let mut found = Vec::new();
    let expanded = super::page(book, page);
    let mut lines = expanded.text.lines().zip(expanded.origin);
    while let Some((line, number)) = lines.next() {
        if line.trim() != "<details class=\"check\">" {
            continue;
        }
        let mut question = vec![line.to_owned()];
        let rest = lines.by_ref().map(|(line, _)| line);
        for line in rest {
            // Elsewhere, a link within the page has to name the page.
            question.push(line.replace("](#", &format!("]({}#", page.html())));
            if line.trim() == "</details>" {
                break;
            }
        }
        if question.last().is_none_or(|line| line.trim() != "</details>") {
            let path = page.path.display();
            return Err(format!("{path}:{number}: a question never ends"));
        }
        found.push(question.join("\n"));
    }
    Ok(found)
}
