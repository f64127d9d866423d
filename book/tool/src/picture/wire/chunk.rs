//! Draws a chunk of bytes as a strip of cells, colored by what they are.

use wire::{Action, Part};

use super::super::svg::{Anchor, WIDTH};
use super::strip::{HEIGHT, LABELS, PAD, Shown};
use super::strip::{label_rows, offset, shown, size};
use super::{Drawing, Spot, end};

impl Drawing<'_> {
    /// Bytes that one call handed over or returned.
    pub(super) fn chunk(
        &mut self,
        index: usize,
        side: usize,
        peer: usize,
        bytes: &[u8],
        parts: &[Part],
    ) {
        let inward = self.inward(side, Some(peer));
        let shown = shown(bytes, parts, self.room() - 8.0);
        let mut size = size(bytes.len());
        if !self.flow.arrived[index] {
            size.push_str(", not read");
        }
        let size_width = size.chars().count() as f64 * 5.2 + 6.0;
        // Beside the strip where it fits, else below.
        let beside = shown.width + size_width + 34.0 <= self.room();
        let below = LABELS * label_rows(&shown, beside);
        let width = shown.width + if beside { size_width } else { 0.0 };
        let spot = self.hang(index, side, inward, width, HEIGHT + below);
        let top = spot.y - spot.half;
        let left = match inward > 0.0 {
            true => spot.outer,
            false => spot.outer - shown.width,
        };
        let middle = top + HEIGHT / 2.0;
        self.connect(index, side, spot.outer, middle);
        self.cells(&shown, left, top);
        self.cut_marks(index, &shown, left, top);
        let used = self.cell_labels(&shown, left, top + HEIGHT);
        self.size(&size, inward, beside, (left, top), &shown, used);
        // Arrows meet the strip at its middle, whatever hangs below it.
        let half = HEIGHT / 2.0;
        self.spots[index] = Spot { y: middle, half, ..spot };
    }

    fn cells(&mut self, shown: &Shown, left: f64, top: f64) {
        let mut x = left;
        for cell in &shown.cells {
            let at = [x, top, cell.width(), HEIGHT];
            self.front.rect(&format!("cell {}", cell.class), at, 2.0);
            let text: String = cell.pieces.iter().map(|p| span(p)).collect();
            let class = format!("mono bytes {}", cell.class);
            let place = (x + PAD, top + 14.2);
            self.front.marked_text(
                &class,
                place,
                Anchor::Start,
                Some(cell.text_width()),
                &text,
            );
            x += at[2];
        }
    }

    /// Where another call's bytes begin: a tick through the strip.
    fn cut_marks(&mut self, index: usize, shown: &Shown, left: f64, top: f64) {
        for cut in self.flow.cuts(index) {
            let x = left + offset(shown, cut);
            let ends = (top - 3.0, top + HEIGHT + 3.0);
            self.front.line("line cut", (x, ends.0), (x, ends.1));
        }
    }

    /// The short arrow between a life-line and a strip: away from the party
    /// for what it sends, to it for what it receives.
    fn connect(&mut self, index: usize, side: usize, outer: f64, y: f64) {
        let x = self.x(side);
        let sends =
            matches!(self.recording.events[index].action, Action::Sent { .. });
        let (from, to) = if sends { (x, outer) } else { (outer, x) };
        let class = format!("tip {}", self.color(side));
        self.front.arrow(&class, (from, y), (to, y));
    }

    /// Names below their cells, each name once, in two rows where one is too
    /// narrow; returns the span that the first row covers.
    fn cell_labels(&mut self, shown: &Shown, left: f64, y: f64) -> (f64, f64) {
        let mut x = left;
        let mut rows = [(f64::MAX, f64::MIN); 2];
        let mut told: Vec<&str> = Vec::new();
        for cell in &shown.cells {
            let width = cell.label.chars().count() as f64 * 5.0;
            let center = x + cell.width() / 2.0;
            x += cell.width();
            if cell.label.is_empty() || told.contains(&cell.label.as_str()) {
                continue;
            }
            told.push(&cell.label);
            let start = (center - width / 2.0).clamp(1.0, WIDTH - 1.0 - width);
            let row = usize::from(start < rows[0].1 + 5.0);
            if start < rows[row].1 + 5.0 {
                continue;
            }
            rows[row] = (rows[row].0.min(start), start + width);
            let class = format!("label tiny halo {}", cell.class);
            let at = (start + width / 2.0, y + 10.5 + 11.0 * row as f64);
            self.front.text(&class, at, Anchor::Middle, &cell.label);
        }
        rows[0]
    }

    /// How many bytes the chunk has.
    fn size(
        &mut self,
        size: &str,
        inward: f64,
        beside: bool,
        at: (f64, f64),
        shown: &Shown,
        labels: (f64, f64),
    ) {
        let (left, top) = at;
        let class = "label tiny halo muted";
        if beside {
            let x = if inward > 0.0 {
                left + shown.width + 5.0
            } else {
                left - 5.0
            };
            self.front.text(class, (x, top + 14.0), end(inward), size);
            return;
        }
        // At the end where the labels leave room.
        let width = size.len() as f64 * 5.3 + 8.0;
        let right = left + shown.width;
        let y = top + HEIGHT + 10.5;
        if labels.1 < right - width {
            self.front.text(class, (right, y), Anchor::End, size);
        } else if labels.0 > left + width {
            self.front.text(class, (left, y), Anchor::Start, size);
        }
    }
}

/// A byte's text; an escape is set apart from a character of that look.
fn span(piece: &str) -> String {
    let text = crate::html::escape(piece).replace(' ', "\u{a0}");
    if piece.len() > 1 {
        format!("<tspan class=\"escape\">{text}</tspan>")
    } else {
        text
    }
}
