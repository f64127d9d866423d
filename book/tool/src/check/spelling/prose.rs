//! What of a page a reader reads, and its words.

use std::sync::LazyLock;

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};
use regex::Regex;

/// What the parser would take for text: directives of the pages.
static DIRECTIVE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\{\{#[^}]*\}\}|\[![A-Z-]+\]"));
static TAG: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?s)<!--.*?(-->|$)|<[^>]*(>|$)"));
/// Addresses, and names of files and hosts, which have their own spelling.
static ADDRESS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\S+(://|@|\w\.\w)\S+"));
static TOKEN: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"[\p{L}\p{N}_][\p{L}\p{N}_'’]*"));

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a right pattern")
}

/// A text with spaces in place of its directives.
pub(super) fn without_directives(text: &str) -> String {
    blank(text, &DIRECTIVE)
}

/// The text that a reader reads, in pieces with their places.
pub(super) fn prose(text: &str) -> Vec<(usize, String)> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_GFM;
    let mut pieces = Vec::new();
    // How many elements are open whose text is not prose.
    let mut hidden = 0;
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        match event {
            Event::Start(tag) if hides(&tag) => hidden += 1,
            Event::End(TagEnd::CodeBlock) => hidden -= 1,
            Event::End(TagEnd::Link) if hidden > 0 => hidden -= 1,
            Event::Text(_) if hidden == 0 => {
                pieces.push((range.start, blank(&text[range], &ADDRESS)));
            }
            // A block as a whole: a comment may go over several lines.
            Event::Start(Tag::HtmlBlock) | Event::InlineHtml(_) => {
                let without = blank(&text[range.clone()], &TAG);
                pieces.push((range.start, blank(&without, &ADDRESS)));
            }
            _ => {}
        }
    }
    pieces
}

/// Code, and links whose text is their address.
fn hides(tag: &Tag<'_>) -> bool {
    match tag {
        Tag::CodeBlock(_) => true,
        Tag::Link { link_type, .. } => {
            matches!(link_type, LinkType::Autolink | LinkType::Email)
        }
        _ => false,
    }
}

/// The words of a piece of prose that can be judged, with their places.
///
/// Not: what has digits or underscores, abbreviations in capitals, and names
/// with capitals inside.
pub(super) fn words(prose: &str) -> impl Iterator<Item = (usize, &str)> {
    TOKEN.find_iter(prose).filter_map(|token| {
        let word = token.as_str().trim_end_matches(['\'', '’']);
        let word = ["'s", "’s"]
            .iter()
            .find_map(|end| word.strip_suffix(end))
            .unwrap_or(word);
        let plain = word.chars().all(|c| c.is_alphabetic() || "'’".contains(c));
        let inner = word.chars().skip(1).any(char::is_uppercase);
        (plain && !inner).then_some((token.start(), word))
    })
}

/// A text with spaces in place of what a pattern finds; lines and places stay.
fn blank(text: &str, pattern: &Regex) -> String {
    let spaces = |found: &regex::Captures<'_>| -> String {
        let bytes = found[0].bytes();
        bytes.map(|b| if b == b'\n' { '\n' } else { ' ' }).collect()
    };
    pattern.replace_all(text, spaces).into_owned()
}

/// Where each line begins.
pub(super) fn line_starts(text: &str) -> Vec<usize> {
    let after = text.match_indices('\n').map(|(at, _)| at + 1);
    std::iter::once(0).chain(after).collect()
}
