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
/// From how many bytes on a run is mere bulk, and how many characters of it
/// are shown.
const BULK: usize = 256;
const SHOWN_OF_BULK: usize = 14;

/// A chunk as far as it is shown.
pub(super) struct Shown {
    /// The cells: a run of bytes with one meaning.
    pub(super) cells: Vec<Cell>,
    /// Width in units.
    pub(super) width: f64,
}

/// A run of bytes with one meaning.
pub(super) struct Cell {
    /// `framing`, `payload`, or `box` when nobody said.
    pub(super) class: &'static str,
    pub(super) label: String,
    /// The escaped bytes, one piece for each; where some are left out, an
    /// ellipsis is the last piece.
    pub(super) pieces: Vec<String>,
    /// How many bytes the run really has.
    pub(super) bytes: usize,
}

impl Cell {
    fn new(class: &'static str, label: &str, bytes: &[u8]) -> Cell {
        // More than this many are never shown.
        let pieces = bytes.iter().take(BULK).map(|&byte| escape_byte(byte));
        Cell {
            class,
            label: label.to_owned(),
            pieces: pieces.collect(),
            bytes: bytes.len(),
        }
    }

    /// How many characters it shows.
    fn chars(&self) -> usize {
        self.pieces.iter().map(|piece| piece.chars().count()).sum()
    }

    /// The width of its text.
    pub(super) fn text_width(&self) -> f64 {
        self.chars() as f64 * MONO
    }

    pub(super) fn width(&self) -> f64 {
        self.text_width() + 2.0 * PAD
    }

    /// Leaves out what goes beyond so many characters.
    fn shorten(&mut self, most: usize) {
        let whole = self.pieces.len() == self.bytes;
        if whole && self.chars() <= most {
            return;
        }
        let mut used = 1;
        let keeps = self.pieces.iter().take_while(|piece| {
            used += piece.len();
            used <= most
        });
        let keeps = keeps.count();
        self.pieces.truncate(keeps);
        self.pieces.push(ELLIPSIS.to_owned());
    }
}

/// Stands for bytes that are left out.
pub(super) const ELLIPSIS: &str = "…";

/// Shortens a chunk to what fits into `room`: each run of bytes as far as
/// needed, so that framing behind a long payload is still seen.
pub(super) fn shown(bytes: &[u8], parts: &[Part], room: f64) -> Shown {
    let width = |cells: &[Cell]| cells.iter().map(Cell::width).sum::<f64>();
    let mut cells = runs(bytes, parts);
    // What is cut anyway leaves room for arrows beside it; text without
    // marks (a request) is worth all the room there is.
    let room = match width(&cells) <= room || parts.is_empty() {
        true => room,
        false => 0.66 * room,
    };
    for limit in [60, 48, 40, 32, 26, 20, 16, 13, 10, 8, 6, 4] {
        cells = runs(bytes, parts);
        for cell in &mut cells {
            let bulk = cell.bytes >= BULK;
            cell.shorten(if bulk { limit.min(SHOWN_OF_BULK) } else { limit });
        }
        if width(&cells) <= room {
            break;
        }
    }
    Shown { width: width(&cells), cells }
}

/// A chunk as runs of bytes, at most [`MOST_CELLS`].
fn runs(bytes: &[u8], parts: &[Part]) -> Vec<Cell> {
    let mut cells = Vec::new();
    let mut rest = bytes;
    for part in parts {
        let (own, others) = rest.split_at(part.len.min(rest.len()));
        let class = match part.kind {
            PartKind::Framing => "framing",
            PartKind::Payload => "payload",
        };
        cells.push(Cell::new(class, &part.label, own));
        rest = others;
        if cells.len() + 1 == MOST_CELLS {
            break;
        }
    }
    if !rest.is_empty() {
        cells.push(Cell::new("box", "", rest));
    }
    cells
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

/// The distance of byte `at` from a strip's left end; bytes that are left out
/// are where the ellipsis is.
pub(super) fn offset(shown: &Shown, at: usize) -> f64 {
    let mut left = at;
    let mut x = 0.0;
    for cell in &shown.cells {
        if left == 0 {
            return x;
        }
        if left < cell.bytes {
            let inside = cell.pieces.iter().take(left);
            let chars: usize = inside.map(|p| p.chars().count()).sum();
            return x + PAD + chars as f64 * MONO;
        }
        left -= cell.bytes;
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

#[cfg(test)]
mod tests {
    use super::*;

    fn part(len: usize, kind: PartKind) -> Part {
        Part { len, kind, label: String::new() }
    }

    fn texts(shown: &Shown) -> Vec<String> {
        shown.cells.iter().map(|cell| cell.pieces.concat()).collect()
    }

    #[test]
    fn what_fits_is_shown_whole() {
        let parts = [part(2, PartKind::Framing), part(5, PartKind::Payload)];
        let shown = shown(b"5:hello\n", &parts, 300.0);
        assert_eq!(texts(&shown), ["5:", "hello", "\\n"]);
    }

    #[test]
    fn framing_behind_a_long_payload_is_still_seen() {
        let mut bytes = b"200:".to_vec();
        bytes.extend([b'x'; 200]);
        bytes.push(b',');
        let parts = [
            part(4, PartKind::Framing),
            part(200, PartKind::Payload),
            part(1, PartKind::Framing),
        ];
        let shown = shown(&bytes, &parts, 300.0);
        assert!(shown.width <= 300.0);
        let texts = texts(&shown);
        assert_eq!((texts[0].as_str(), texts[2].as_str()), ("200:", ","));
        assert!(texts[1].ends_with("xx…"), "{texts:?}");
        assert!(offset(&shown, 204) > offset(&shown, 100));
    }

    #[test]
    fn mere_bulk_is_short() {
        let shown = shown(&[b'x'; 65536], &[], 300.0);
        assert_eq!(texts(&shown), ["xxxxxxxxxxxxx…"]);
    }

    #[test]
    fn many_small_parts_end_with_the_rest_in_one_cell() {
        let bytes = [b'a'; 40];
        let parts: Vec<Part> =
            (0..20).map(|_| part(2, PartKind::Payload)).collect();
        let shown = shown(&bytes, &parts, 300.0);
        assert_eq!(shown.cells.len(), MOST_CELLS);
        assert!(shown.width <= 300.0);
        let bytes: usize = shown.cells.iter().map(|cell| cell.bytes).sum();
        assert_eq!(bytes, 40);
    }
}
