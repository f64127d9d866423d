//! Listings and console blocks.

use std::path::Path;

use crate::anchor;
use crate::html::escape;
use crate::source::{Book, Fence};

/// `{{#listing path:anchor}}`: the part with its path and lines.
pub(super) fn listing(book: &Book, place: &str) -> Result<String, String> {
    let (path, name) = split(place)?;
    let text = std::fs::read_to_string(book.root.join(path))
        .map_err(|e| format!("{path}: {e}"))?;
    let part =
        anchor::excerpt(&text, name).map_err(|why| format!("{path} {why}"))?;
    let language = anchor::language(Path::new(path));
    let lines = match (part.first, part.last) {
        (first, last) if first == last => format!("line {first}"),
        (first, last) => format!("lines {first}–{last}"),
    };
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
    let folder = if folder.is_empty() { "" } else { &format!("{folder}/") };
    Ok(format!(
        "<figure class=\"listing\">\n\
         <figcaption><span class=\"path\">{}<b>{}</b></span>\
         <span class=\"lines\">{lines}</span></figcaption>\n\n\
         ````{language}\n{}\n````\n\n</figure>\n",
        escape(folder),
        escape(file),
        part.lines.join("\n"),
    ))
}

/// Splits `path:anchor`.
pub(crate) fn split(place: &str) -> Result<(&str, &str), String> {
    place
        .split_once(':')
        .filter(|(path, name)| !path.is_empty() && !name.is_empty())
        .ok_or_else(|| format!("{place}: a listing is path:anchor"))
}

/// A console block: commands and output apart, with what a reader needs to
/// know of where it runs; the words behind `console` are for the checks.
pub(super) fn console(fence: &Fence) -> String {
    let mut html = String::from("<div class=\"console\">\n");
    let about = about(fence);
    if !about.is_empty() {
        html.push_str(&format!("<p class=\"where\">{about}</p>\n"));
    }
    html.push_str("\n<pre><code class=\"nohighlight\">");
    let mut lines = Vec::new();
    let mut continued = false;
    for line in &fence.body {
        lines.push(console_line(line, continued));
        let command = continued || line.starts_with("$ ");
        continued = command && line.ends_with('\\');
    }
    html.push_str(&lines.join("\n"));
    html.push_str("\n</code></pre>\n\n</div>\n");
    html
}

fn console_line(line: &str, continued: bool) -> String {
    if continued {
        format!("<span class=\"command\">{}</span>", escape(line))
    } else if let Some(command) = line.strip_prefix("$ ") {
        format!(
            "<span class=\"prompt\">$ </span><span class=\"command\">{}</span>",
            escape(command)
        )
    } else if line == "^C" {
        "<span class=\"key\">^C</span>".to_owned()
    } else {
        escape(line)
    }
}

/// The small label above a console block, as HTML; empty when the block
/// needs none.
fn about(fence: &Fence) -> String {
    let mut words = Vec::new();
    if fence.value("server").is_some() {
        words.push("terminal 1 · server".to_owned());
    } else if fence.value("with").is_some() {
        words.push("terminal 2".to_owned());
    }
    if let Some(programs) = fence.value("needs") {
        let programs: Vec<String> = programs
            .split('+')
            .map(|program| format!("<code>{}</code>", escape(program)))
            .collect();
        words.push(format!("needs {}", programs.join(" and ")));
    }
    if let Some(input) = fence.value("input") {
        words.push(format!("type {}", keys(input)));
    }
    words.join(" · ")
}

/// What is typed: each line, and the key that ends it.
fn keys(input: &str) -> String {
    let lines: Vec<&str> = input.split("\\n").collect();
    let mut keys = Vec::new();
    for (i, line) in lines.iter().enumerate() {
        if !line.is_empty() {
            keys.push(format!("<code>{}</code>", escape(line)));
        }
        if i + 1 < lines.len() {
            keys.push("<kbd>Enter</kbd>".to_owned());
        }
    }
    keys.join(" ")
}
