//! Wire pictures, figures, the tower.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use crate::html::escape;
use crate::picture;
use crate::source::Book;

/// Where a demo's recording is, below the root.
pub(crate) fn recording(package: &str, name: &str) -> String {
    format!("book/recordings/{package}-{name}.json")
}

/// `{{#wire ch01 hello}}`: the drawing of a recorded conversation.
pub(super) fn wire(
    book: &Book,
    package: &str,
    name: &str,
) -> Result<String, String> {
    let path = recording(package, name);
    let json = read(book, &path)?;
    let recording: ::wire::Recording =
        serde_json::from_str(&json).map_err(|e| format!("{path}: {e}"))?;
    let svg = picture::wire::draw(&recording);
    let title = escape(&sentence(&recording.title));
    let command = format!("cargo run -p {package} -- demo {name}");
    Ok(format!(
        "<figure class=\"wire\">\n{svg}\n<figcaption>{title}. \
         <span class=\"made\">Drawn from <code>{command}</code></span>\
         </figcaption>\n</figure>"
    ))
}

/// A title as the beginning of a caption: a capital first, no full stop.
fn sentence(title: &str) -> String {
    let mut rest = title.trim().trim_end_matches('.').chars();
    let first = rest.next().map(|c| c.to_uppercase().to_string());
    first.unwrap_or_default() + rest.as_str()
}

/// `{{#tower 01}}`: the tower with that floor lit.
pub(super) fn tower(
    book: &Book,
    number: Option<&str>,
) -> Result<String, String> {
    let lit = match number {
        Some(number) => Some(
            book.tower
                .floor(number)
                .ok_or_else(|| format!("the tower has no floor {number}"))?,
        ),
        None => None,
    };
    let written: Vec<&str> =
        book.written().map(|(floor, _)| floor.number.as_str()).collect();
    let svg = picture::tower::draw(&book.tower, lit, &written);
    let all_written = written.len() == book.tower.floors.len();
    let mut caption = Vec::new();
    if let Some(floor) = lit {
        caption.push(format!(
            "You are on floor {}, <code>{}</code>.",
            floor.number, floor.library
        ));
        if !floor.stands_on.is_empty() {
            caption.push("It stands on the green ones.".to_owned());
        }
    }
    if !all_written {
        caption.push("Dashed floors are still to be built.".to_owned());
    }
    let caption = caption.join(" ");
    Ok(format!(
        "<figure class=\"tower\">\n{svg}\n\
         <figcaption>{caption}</figcaption>\n</figure>"
    ))
}

/// `{{#figure name}}`: a drawn figure, inlined.
pub(super) fn figure(book: &Book, name: &str) -> Result<String, String> {
    let path = format!("book/src/figures/{name}.svg");
    let svg = read(book, &path)?;
    let title = element(&svg, "title");
    if title.is_none_or(|title| title.trim().is_empty()) {
        return Err(format!("{path} has no <title>: it is the alt text"));
    }
    for part in ["viewBox=", "role=\"img\""] {
        if !svg.contains(part) {
            return Err(format!("{path} has no {part}"));
        }
    }
    let caption = element(&svg, "desc")
        .map(|desc| format!("<figcaption>{}</figcaption>\n", desc.trim()))
        .unwrap_or_default();
    let svg = inlined(&svg, name);
    Ok(format!("<figure class=\"drawn\">\n{svg}\n{caption}</figure>"))
}

fn read(book: &Book, path: &str) -> Result<String, String> {
    let text = std::fs::read_to_string(book.root.join(path));
    text.map_err(|e| format!("{path}: {e}"))
}

/// The inside of the first element of this name.
fn element<'a>(svg: &'a str, name: &str) -> Option<&'a str> {
    let start = svg.find(&format!("<{name}"))?;
    let inside = start + svg[start..].find('>')? + 1;
    let end = inside + svg[inside..].find(&format!("</{name}>"))?;
    Some(&svg[inside..end])
}

static NOT_INLINE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?s)<\?.*?\?>|<!DOCTYPE.*?>|<!--.*?-->|<desc.*?</desc>")
        .expect("a valid pattern")
});
static ID: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r##"(\sid="|url\(#|href="#|aria-labelledby=")([\w-]+)"##)
        .expect("a valid pattern")
});

/// An SVG file as part of a page: no prologue, no comments, ids of its
/// own, and no blank line, which would end the block in Markdown.
fn inlined(svg: &str, name: &str) -> String {
    let svg = NOT_INLINE.replace_all(svg, "");
    let svg = ID.replace_all(&svg, |found: &Captures<'_>| {
        format!("{}figure-{name}-{}", &found[1], &found[2])
    });
    let lines = svg.lines().filter(|line| !line.trim().is_empty());
    // Indented by four spaces, a first line would be code.
    lines.map(str::trim_start).collect::<Vec<&str>>().join("\n")
}
