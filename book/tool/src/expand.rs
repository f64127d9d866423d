//! What each directive becomes: a page as written, to Markdown for mdBook.
//!
//! # Layout
//!
//! * this file: the walk over a page's lines.
//! * `code`: listings and console blocks.
//! * `pictures`: wire pictures, figures, the tower.
//! * `boxes`: answers to the notes, marks, questions.
//! * `lists`: exercises, chapters, the two appendices made of all pages.

mod boxes;
mod code;
mod lists;
mod pictures;

pub(crate) use code::split as listing_place;
pub(crate) use lists::ids as noted_ids;
pub(crate) use pictures::recording as recording_path;

use crate::check::Complaint;
use crate::source::{Book, Directive, Page};

/// A page with every directive expanded.
#[derive(Clone, Debug, Default)]
pub struct Expanded {
    /// The Markdown for mdBook.
    pub text: String,
    /// For each line of `text`, the page's line that it comes from.
    pub origin: Vec<usize>,
    /// What could not be expanded, and why.
    pub complaints: Vec<Complaint>,
}

/// Expands one page.
pub fn page(book: &Book, page: &Page) -> Expanded {
    let mut walk = Walk {
        book,
        page,
        out: Expanded::default(),
        seen: boxes::Seen::default(),
    };
    walk.all();
    walk.out
}

/// The walk over one page.
struct Walk<'a> {
    book: &'a Book,
    page: &'a Page,
    out: Expanded,
    /// Ids of the notes that are already on this page.
    seen: boxes::Seen,
}

impl Walk<'_> {
    fn all(&mut self) {
        let mut line = 1;
        while line <= self.page.lines.len() {
            line = self.step(line);
        }
    }

    /// Expands what begins at `line` and returns the line behind it.
    fn step(&mut self, line: usize) -> usize {
        let page = self.page;
        let text = &page.lines[line - 1];
        if let Some(fence) = page.fences.iter().find(|f| f.line == line) {
            if fence.language() == "console" {
                let block = code::console(fence);
                self.put_block(line, &fence.prefix, &block);
            } else {
                for line in fence.line..=fence.end().min(page.lines.len()) {
                    self.put(line, &page.lines[line - 1]);
                }
            }
            return fence.end() + 1;
        }
        if let Some((marker, end)) = boxes::start(page, line) {
            self.boxed(line, end, &marker);
            return end;
        }
        let here: Vec<&Directive> =
            page.directives.iter().filter(|d| d.line == line).collect();
        match here[..] {
            [] => self.put(line, &boxes::summary(text)),
            [one] if one.alone && one.name != "answers" => {
                let end = text.find("{{").unwrap_or(0);
                match self.block(one) {
                    Ok(block) => self.put_block(line, &text[..end], &block),
                    Err(why) => self.complain(line, why),
                }
            }
            _ => {
                let text = self.inline(text, &here);
                self.put(line, &text);
            }
        }
        line + 1
    }

    /// What a directive that stands alone becomes.
    fn block(&mut self, directive: &Directive) -> Result<String, String> {
        let args: Vec<&str> = directive.args.split_whitespace().collect();
        match (directive.name.as_str(), &args[..]) {
            ("listing", [place]) => code::listing(self.book, place),
            ("wire", [package, name]) => {
                pictures::wire(self.book, package, name)
            }
            ("figure", [name]) => pictures::figure(self.book, name),
            // Floor 00 is the ground: nothing is lit.
            ("tower", [] | ["00"]) => pictures::tower(self.book, None),
            ("tower", [number]) => pictures::tower(self.book, Some(number)),
            ("exercises", [number]) => lists::exercises(self.book, number),
            ("notes-index", []) => Ok(lists::notes_index(self.book)),
            ("chapters", []) => Ok(lists::chapters(self.book)),
            ("check-yourself", []) => lists::check_yourself(self.book),
            ("listing" | "wire" | "figure" | "tower" | "exercises", _)
            | ("notes-index" | "chapters" | "check-yourself", _) => {
                Err(format!(
                    "{} is written wrong: see CONTRIBUTING.md",
                    directive.text
                ))
            }
            (name, _) => Err(format!("no directive is named {name:?}")),
        }
    }

    /// A line with directives inside: only `answers` may be there.
    fn inline(&mut self, text: &str, here: &[&Directive]) -> String {
        let mut text = text.to_owned();
        for directive in here {
            let line = directive.line;
            let made = match directive.name.as_str() {
                "answers" if text.starts_with('#') => {
                    Err("answers must not stand in a heading".to_owned())
                }
                "answers" => self.answers(&directive.args),
                name => Err(format!("{name} must stand alone on its line")),
            };
            match made {
                Ok(marks) => text = text.replacen(&directive.text, &marks, 1),
                Err(why) => self.complain(line, why),
            }
        }
        text
    }

    fn complain(&mut self, line: usize, why: String) {
        let complaint = Complaint::new(&self.page.path, line, why);
        self.out.complaints.push(complaint);
    }

    /// Writes one line that comes from the page's `line`.
    fn put(&mut self, line: usize, text: &str) {
        self.out.text.push_str(text);
        self.out.text.push('\n');
        self.out.origin.push(line);
    }

    /// Writes a block in place of the page's `line`, each line behind the
    /// prefix that the list or quote around it needs.
    fn put_block(&mut self, line: usize, prefix: &str, block: &str) {
        // Blank lines around, or Markdown takes it for a paragraph's part.
        let lines = block.trim_end().lines();
        for text in std::iter::once("").chain(lines).chain([""]) {
            self.put(line, format!("{prefix}{text}").trim_end());
        }
    }
}

#[cfg(test)]
mod tests;
