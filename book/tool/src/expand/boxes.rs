//! Boxed answers to the notes, marks, and questions.

use std::collections::BTreeSet;

use super::Walk;
use crate::html::{escape, with_code};
use crate::source::Page;

/// The ids that a page already is the target of.
pub(super) type Seen = BTreeSet<String>;

/// The first line of a boxed answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Marker {
    /// What the notes did: `SAY` or `ASK`.
    pub(crate) say: bool,
    /// The ids that it answers, as written.
    pub(crate) ids: Vec<String>,
    /// The statement or the question, as Markdown.
    pub(crate) text: String,
}

/// The marker on a line of a page, if there is one.
pub(crate) fn marker(text: &str) -> Option<Marker> {
    let rest = text.strip_prefix('>')?.trim_start();
    let (say, rest) = match rest.strip_prefix("[!NOTES-SAY]") {
        Some(rest) => (true, rest),
        None => (false, rest.strip_prefix("[!NOTES-ASK]")?),
    };
    let mut text = rest.trim();
    let mut ids = Vec::new();
    loop {
        let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
        if !is_id(word) {
            break;
        }
        ids.push(word.to_owned());
        text = rest.trim_start();
    }
    Some(Marker { say, ids, text: text.to_owned() })
}

/// Whether this looks like an id of the notes: a letter, two digits.
fn is_id(word: &str) -> bool {
    let [letter, tens, ones] = word.as_bytes() else { return false };
    letter.is_ascii_uppercase()
        && tens.is_ascii_digit()
        && ones.is_ascii_digit()
}

/// The box that starts at `line`, and the line behind its end.
pub(super) fn start(page: &Page, line: usize) -> Option<(Marker, usize)> {
    let marker = marker(&page.lines[line - 1])?;
    let rest = &page.lines[line..];
    let len = rest.iter().take_while(|l| l.starts_with('>')).count();
    Some((marker, line + 1 + len))
}

/// The marked links from a page to the appendix.
fn links(walk: &Walk<'_>, ids: &[String]) -> String {
    let index = walk.book.page_with("notes-index");
    let index = index.map(Page::html).unwrap_or_default();
    let links: Vec<String> = ids
        .iter()
        .map(|id| {
            let target = target(id);
            format!("<a href=\"{index}#{target}\">{id}</a>")
        })
        .collect();
    links.join(", ")
}

/// The fragment of an id, on chapter pages and in the appendix.
pub(crate) fn target(id: &str) -> String {
    format!("note-{}", id.to_lowercase())
}

impl Walk<'_> {
    /// `{{#answers A01 C04}}`: small marks, targets of the appendix's links.
    pub(super) fn answers(&mut self, args: &str) -> Result<String, String> {
        let ids: Vec<String> =
            args.split_whitespace().map(str::to_owned).collect();
        if ids.is_empty() {
            return Err("answers names no id".to_owned());
        }
        self.known(&ids)?;
        let targets = self.targets(&ids);
        let links = links(self, &ids);
        Ok(format!(
            "{targets}<span class=\"answers\">the notes: {links}</span>"
        ))
    }

    fn known(&self, ids: &[String]) -> Result<(), String> {
        match ids.iter().find(|id| self.book.notes.note(id).is_none()) {
            Some(id) => Err(format!("the notes have no {id}")),
            None => Ok(()),
        }
    }

    /// Empty elements with the ids that this page does not have yet.
    fn targets(&mut self, ids: &[String]) -> String {
        let mut html = String::new();
        for id in ids {
            if self.seen.insert(id.clone()) {
                html.push_str(&format!("<span id=\"{}\"></span>", target(id)));
            }
        }
        html
    }

    /// A boxed answer on the lines from `line` up to `end`.
    pub(super) fn boxed(&mut self, line: usize, end: usize, marker: &Marker) {
        if marker.ids.is_empty() || marker.text.is_empty() {
            let kind = if marker.say { "SAY" } else { "ASK" };
            self.complain(
                line,
                format!("a box is `> [!NOTES-{kind}] ID the notes' words`"),
            );
        }
        if let Err(why) = self.known(&marker.ids) {
            self.complain(line, why);
        }
        let (class, kind) = match marker.say {
            true => ("say", "The notes say"),
            false => ("ask", "The notes asked"),
        };
        let targets = self.targets(&marker.ids);
        let links = links(self, &marker.ids);
        let head = format!(
            "<div class=\"notes-box {class}\" role=\"note\">\n\n\
             {targets}<span class=\"kind\">{kind}</span> {} \
             <span class=\"ids\">{links}</span>",
            marker.text,
        );
        for text in head.lines() {
            self.put(line, text);
        }
        let body = Page::new(
            &self.page.name,
            &unquote(&self.page.lines[line..end - 1]),
        );
        self.inner(&body, line);
        self.put(end - 1, "");
        self.put(end - 1, "</div>");
        self.put(end - 1, "");
    }

    /// Expands the inside of a box, whose lines follow the page's `line`.
    fn inner(&mut self, body: &Page, line: usize) {
        let mut walk = Walk {
            book: self.book,
            page: body,
            out: super::Expanded::default(),
            seen: std::mem::take(&mut self.seen),
        };
        walk.all();
        self.seen = walk.seen;
        self.out.text.push_str(&walk.out.text);
        let origin = walk.out.origin.iter().map(|at| at + line);
        self.out.origin.extend(origin);
        for mut complaint in walk.out.complaints {
            complaint.line += line;
            self.out.complaints.push(complaint);
        }
    }
}

/// The lines of a block quote without their marks.
fn unquote(lines: &[String]) -> String {
    let bare = lines.iter().map(|line| {
        let line = line.strip_prefix('>').unwrap_or(line);
        line.strip_prefix(' ').unwrap_or(line)
    });
    bare.collect::<Vec<&str>>().join("\n")
}

/// A `<summary>` line may use back-quotes, though it is HTML.
pub(super) fn summary(line: &str) -> String {
    let Some(inside) = line
        .trim()
        .strip_prefix("<summary>")
        .and_then(|line| line.strip_suffix("</summary>"))
    else {
        return line.to_owned();
    };
    if !inside.contains('`') {
        return line.to_owned();
    }
    // What is HTML already stays as it is.
    let plain = !inside.contains(['<', '&']);
    let inside = if plain { with_code(inside) } else { code_only(inside) };
    format!("<summary>{inside}</summary>")
}

fn code_only(text: &str) -> String {
    let pieces = text.split('`').enumerate();
    let html = pieces.map(|(i, piece)| match i % 2 {
        1 => format!("<code>{}</code>", escape(piece)),
        _ => piece.to_owned(),
    });
    html.collect()
}
