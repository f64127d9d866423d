//! A chunk of bytes as a row of cells: what is shown, and how wide it is.

use wire::{Part, PartKind, escape_byte};

use super::super::svg::MONO;

/// The height of a strip, and of the labels below it.
pub(super) const HEIGHT: f64 = 20.0;
pub(super) const LABELS: f64 = 13.0;
/// Space at both ends of a cell.
pub(super) const PAD: f64 = 3.5;

/// The most cells of one strip; what follows is cut.
const MOST_CELLS: usize = 9;

/// A chunk as far as it is shown.
pub(super) struct Shown {
    /// The cells: a run of bytes with one meaning.
    pub(super) cells: Vec<Cell>,
    /// How many bytes are shown.
    pub(super) count: usize,
    /// Width in units.
    pub(super) width: f64,
}

/// A run of bytes with one meaning.
pub(super) struct Cell {
    /// `framing`, `payload`, or `box` when nobody said.
    pub(super) class: &'static str,
    pub(super) label: String,
    /// The escaped bytes, one piece for each.
    pub(super) pieces: Vec<String>,
}

impl Cell {
    /// The width of its text.
    pub(super) fn text_width(&self) -> f64 {
        let pieces = self.pieces.iter();
        let chars: usize = pieces.map(|piece| piece.chars().count()).sum();
        chars as f64 * MONO
    }

    pub(super) fn width(&self) -> f64 {
        self.text_width() + 2.0 * PAD
    }
}

/// Cuts a chunk to what fits into `room`.
pub(super) fn shown(bytes: &[u8], parts: &[Part], room: f64) -> Shown {
    let pads = 2.0 * PAD * parts.len().clamp(1, MOST_CELLS) as f64;
    let fits = ((room - pads) / MONO).max(4.0) as usize;
    let whole: usize = bytes.iter().map(|&b| escape_byte(b).len()).sum();
    // What is left out needs the room of an ellipsis.
    let fits = if whole > fits { fits - 2 } else { fits };
    let mut cells: Vec<Cell> = Vec::new();
    let (mut used, mut count) = (0, 0);
    let mut owners = parts.iter().flat_map(|p| (0..p.len).map(move |i| (p, i)));
    for &byte in bytes {
        let piece = escape_byte(byte);
        let owner = owners.next();
        let first = owner.is_some_and(|(_, index)| index == 0);
        let full = first && cells.len() >= MOST_CELLS;
        if used + piece.len() > fits || full {
            break;
        }
        used += piece.len();
        count += 1;
        let class = match owner.map(|(part, _)| part.kind) {
            Some(PartKind::Framing) => "framing",
            Some(PartKind::Payload) => "payload",
            None => "box",
        };
        let fresh = first || cells.last().is_none_or(|c| c.class != class);
        if fresh {
            let label = owner.map_or("", |(part, _)| part.label.as_str());
            let label = label.to_owned();
            cells.push(Cell { class, label, pieces: Vec::new() });
        }
        if let Some(cell) = cells.last_mut() {
            cell.pieces.push(piece);
        }
    }
    if count < bytes.len()
        && let Some(cell) = cells.last_mut()
    {
        cell.pieces.push("…".to_owned());
    }
    let width = cells.iter().map(Cell::width).sum();
    Shown { cells, count, width }
}

/// How many rows of labels hang below a strip.
pub(super) fn label_rows(shown: &Shown, beside: bool) -> f64 {
    let mut x = 0.0;
    let (mut end, mut rows) = (f64::MIN, if beside { 0.0 } else { 1.0 });
    let mut told: Vec<&str> = Vec::new();
    for cell in &shown.cells {
        let half = cell.label.chars().count() as f64 * 2.5;
        let center = x + cell.width() / 2.0;
        x += cell.width();
        if cell.label.is_empty() || told.contains(&cell.label.as_str()) {
            continue;
        }
        told.push(&cell.label);
        if center - half < end + 5.0 {
            return 1.85;
        }
        rows = 1.0;
        end = center + half;
    }
    rows
}

/// The distance of byte `at` from a strip's left end.
pub(super) fn offset(shown: &Shown, at: usize) -> f64 {
    let mut left = at;
    let mut x = 0.0;
    for cell in &shown.cells {
        if left == 0 {
            return x;
        }
        if left < cell.pieces.len() {
            let inside = cell.pieces.iter().take(left);
            let chars: usize = inside.map(|p| p.chars().count()).sum();
            return x + PAD + chars as f64 * MONO;
        }
        left -= cell.pieces.len();
        x += cell.width();
    }
    x
}

/// A number of bytes in words: `1,024 bytes`.
pub(super) fn size(count: usize) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (digit, left) in digits.chars().zip((0..digits.len()).rev()) {
        text.push(digit);
        if left > 0 && left % 3 == 0 {
            text.push(',');
        }
    }
    text + if count == 1 { " byte" } else { " bytes" }
}
