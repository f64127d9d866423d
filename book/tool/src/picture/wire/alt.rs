//! A conversation in words: the alternative text of its picture.

use wire::{Action, Recording, escape_byte};

use super::strip::size;

/// How many escaped characters of a chunk the words quote.
const QUOTED: usize = 32;

/// What happens, event by event.
pub(super) fn text(recording: &Recording) -> String {
    let mut text = recording.title.trim_end_matches('.').to_owned();
    for event in &recording.events {
        let who = name(recording, event.side);
        text.push_str(". ");
        text.push_str(&sentence(recording, who, &event.action));
    }
    text + "."
}

fn name(recording: &Recording, side: usize) -> &str {
    recording.sides.get(side).map_or("somebody", |name| name.as_str())
}

fn sentence(recording: &Recording, who: &str, action: &Action) -> String {
    match action {
        Action::Call { call, result, .. } if result.is_empty() => {
            format!("{who}: {call}")
        }
        Action::Call { call, result, .. } => {
            format!("{who}: {call} gives {result}")
        }
        Action::Sent { bytes, .. } => {
            format!("{who} sends {} {}", size(bytes.len()), quoted(bytes))
        }
        Action::Received { bytes, .. } => {
            format!("{who} receives {} {}", size(bytes.len()), quoted(bytes))
        }
        Action::Finished { .. } => format!("{who} will send no more"),
        Action::End { from } => {
            format!("{who} sees the end of {}", name(recording, *from))
        }
        Action::Reset { from } => {
            let from = name(recording, *from);
            format!("{who} finds the connection reset by {from}")
        }
        Action::Note { text } => text.trim_end_matches('.').to_owned(),
    }
}

fn quoted(bytes: &[u8]) -> String {
    let mut text = String::new();
    for &byte in bytes {
        let next = escape_byte(byte);
        if text.len() + next.len() > QUOTED {
            return format!("\"{text}…\"");
        }
        text.push_str(&next);
    }
    format!("\"{text}\"")
}
