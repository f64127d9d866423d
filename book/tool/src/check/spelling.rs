//! Spelling of the prose, American.
//!
//! Looks at what a reader reads: the text of a page without code, addresses,
//! HTML tags and directives; and the doc comments of a Rust file. A word is
//! wrong when the lists of the program `typos` know it as a misspelling, or
//! as a spelling that is not American. So no list of all right words
//! is needed, and names, calls and terms pass.
//!
//! `book/spelling.txt` holds the words that are right here all the same, one
//! on a line, a reason after `#`. A word of it that no text uses is wrong
//! too.

mod prose;

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use typos_dict::WORD;
use typos_vars::VARS;
use unicase::UniCase;

use super::Complaint;
use crate::source::{Book, files_below};
use prose::{line_starts, prose, without_directives, words};

/// Where the allowed words stand, from the root of the repository.
pub const ALLOWED: &str = "book/spelling.txt";

/// Where the crates are. Of the exercises it is the untouched copy: the others
/// are the learner's.
const CRATES: [&str; 5] =
    ["book/tool", "chapters", "exercises/tool", "solutions", "support"];

/// The prose of all pages, and of the doc comments of all crates.
pub fn check(book: &Book) -> Vec<Complaint> {
    let allowed = book.root.join(ALLOWED);
    let allowed = std::fs::read_to_string(allowed).unwrap_or_default();
    let mut speller = Speller::new(Path::new(ALLOWED), &allowed);
    let mut complaints = Vec::new();
    for page in &book.pages {
        let text = page.lines.join("\n");
        complaints.extend(speller.markdown(&page.path, &text));
    }
    for folder in CRATES {
        for path in files_below(&book.root.join(folder)) {
            if path.extension().is_none_or(|end| end != "rs") {
                continue;
            }
            let file = path.strip_prefix(&book.root).unwrap_or(&path);
            let text = std::fs::read_to_string(&path).unwrap_or_default();
            complaints.extend(speller.rust_docs(file, &text));
        }
    }
    complaints.extend(speller.unused());
    complaints
}

/// Checks texts one after the other, and then its own list.
#[derive(Clone, Debug)]
pub struct Speller {
    list: PathBuf,
    /// An allowed word in small letters, its line, and whether it was met.
    allowed: HashMap<String, (usize, bool)>,
}

impl Speller {
    /// A speller that lets the words of `allowed` pass: the text of the file
    /// `list`, one word on a line, with comments after `#`.
    pub fn new(list: &Path, allowed: &str) -> Speller {
        let words = allowed.lines().enumerate().filter_map(|(i, line)| {
            let word = line.split('#').next().unwrap_or("").trim();
            let entry = (word.to_lowercase(), (i + 1, false));
            (!word.is_empty()).then_some(entry)
        });
        Speller { list: list.to_owned(), allowed: words.collect() }
    }

    /// The wrong words of a Markdown text.
    pub fn markdown(&mut self, file: &Path, text: &str) -> Vec<Complaint> {
        let text = without_directives(text);
        let starts = line_starts(&text);
        let mut complaints = Vec::new();
        for (at, prose) in prose(&text) {
            for (offset, word) in words(&prose) {
                let Some(message) = self.judge(word) else { continue };
                let line = starts.partition_point(|&s| s <= at + offset);
                let file = file.to_owned();
                complaints.push(Complaint { file, line, message });
            }
        }
        complaints
    }

    /// The wrong words of the doc comments of a Rust file.
    pub fn rust_docs(&mut self, file: &Path, text: &str) -> Vec<Complaint> {
        let doc = |line: &str| {
            let line = line.trim_start();
            let doc =
                line.strip_prefix("///").or_else(|| line.strip_prefix("//!"));
            doc.map(|d| d.strip_prefix(' ').unwrap_or(d)).map(str::to_owned)
        };
        // Lines without a doc comment become empty: line numbers stay.
        let docs: Vec<String> =
            text.lines().map(|line| doc(line).unwrap_or_default()).collect();
        self.markdown(file, &docs.join("\n"))
    }

    /// The allowed words that no text had; to be asked when all were checked.
    pub fn unused(&self) -> Vec<Complaint> {
        let unused = self.allowed.iter().filter(|(_, (_, met))| !met);
        let mut complaints: Vec<Complaint> = unused
            .map(|(word, (line, _))| Complaint {
                file: self.list.clone(),
                line: *line,
                message: format!("no text uses `{word}`: take it out"),
            })
            .collect();
        complaints.sort_by_key(|complaint| complaint.line);
        complaints
    }

    /// What is wrong with a word.
    fn judge(&mut self, word: &str) -> Option<String> {
        let right = corrections(word)?;
        if let Some((_, met)) = self.allowed.get_mut(&word.to_lowercase()) {
            *met = true;
            return None;
        }
        let known = format!("if it is right, add it to {ALLOWED}");
        Some(match right.is_empty() {
            true => format!("spelling: `{word}` is no word ({known})"),
            false => {
                let right = right.join("` or `");
                format!("spelling: `{word}`, write `{right}` ({known})")
            }
        })
    }
}

/// What to write for a word that is wrong; `None` for one that is right.
fn corrections(word: &str) -> Option<Vec<String>> {
    let Some(right) = WORD.find(&UniCase::new(word)) else {
        return variants(word);
    };
    let american = |word: &&str| {
        variants(word).unwrap_or_else(|| vec![(*word).to_owned()])
    };
    let mut right: Vec<String> = right.iter().flat_map(american).collect();
    right.dedup();
    Some(right)
}

/// The American spellings of a word that is not American.
fn variants(word: &str) -> Option<Vec<String>> {
    let (_, spellings) = VARS.find(&UniCase::new(word))?.first()?;
    let american = spellings[0];
    let is_one = american.iter().any(|a| a.eq_ignore_ascii_case(word));
    (!is_one).then(|| american.iter().map(|&a| a.to_owned()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(text: &str) -> Vec<String> {
        let mut speller = Speller::new(Path::new(ALLOWED), "");
        let found = speller.markdown(Path::new("p.md"), text);
        let short = |c: &Complaint| {
            let message = c.to_string();
            message.split(" (").next().unwrap_or("").to_owned()
        };
        found.iter().map(short).collect()
    }

    #[test]
    fn a_misspelling_is_named_with_its_line_and_what_to_write() {
        assert_eq!(
            wrong("# Title\n\nAll is well,\nbut *teh* server\n\n- recieves\n"),
            [
                "p.md:4: spelling: `teh`, write `the`",
                "p.md:6: spelling: `recieves`, write `receives`",
            ]
        );
    }

    #[test]
    fn british_spellings_are_wrong_in_an_american_book() {
        for (british, american) in [
            ("colour", "color"),
            ("Behaviour", "behavior"),
            ("serialise", "serialize"),
            ("honoured", "honored"),
            ("behabiour", "behavior"),
        ] {
            let said =
                format!("p.md:1: spelling: `{british}`, write `{american}`");
            assert_eq!(wrong(british), [said]);
            assert_eq!(wrong(american), [""; 0]);
        }
    }

    #[test]
    fn code_addresses_tags_and_directives_are_not_prose() {
        let text = "`teh` <b class=\"teh\">ok</b> [text](teh.html)\n\n\
             <https://teh.example> https://teh.example/teh teh.rs a@teh.org\n\n\
             ```text\nteh\n```\n\n    teh\n\n{{#listing teh:teh}}\n\n\
             <!-- teh\nteh -->\n\nteh_call teh2 TEH tehTeh\n";
        assert_eq!(wrong(text), [""; 0]);
    }

    #[test]
    fn headings_links_tables_boxes_and_summaries_are_prose() {
        let text = "# Teh\n\n[teh](x.html)\n\n|teh|\n|---|\n|teh|\n\n\
             > [!NOTE]\n> teh\n\n<details>\n<summary>Teh answer</summary>\n\n\
             teh\n</details>\n";
        let lines: Vec<String> = wrong(text)
            .iter()
            .map(|said| said.split(':').nth(1).unwrap_or("").to_owned())
            .collect();
        assert_eq!(lines, ["1", "3", "5", "7", "10", "13", "15"]);
    }

    #[test]
    fn contractions_and_possessives_are_words() {
        assert_eq!(wrong("It isn't the server's, it’s the clients'."), [""; 0]);
        assert_eq!(wrong("the colour's hue").len(), 1);
    }

    #[test]
    fn doc_comments_are_prose_and_code_is_not() {
        let mut speller = Speller::new(Path::new(ALLOWED), "");
        let text =
            "//! Teh.\n\nfn teh() {}\n  /// `teh`,\n  /// teh.\n// teh\n";
        let found = speller.rust_docs(Path::new("a.rs"), text);
        let lines: Vec<usize> = found.iter().map(|c| c.line).collect();
        assert_eq!(lines, [1, 5]);
    }

    #[test]
    fn allowed_words_pass_and_unused_ones_are_named() {
        let list = "# Names.\nColour # of the poem\nodour\n";
        let mut speller = Speller::new(Path::new(ALLOWED), list);
        assert!(speller.markdown(Path::new("p.md"), "Colour").is_empty());
        let unused: Vec<String> =
            speller.unused().iter().map(ToString::to_string).collect();
        let said = "book/spelling.txt:3: no text uses `odour`: take it out";
        assert_eq!(unused, [said]);
    }
}
