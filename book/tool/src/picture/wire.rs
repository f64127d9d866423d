//! A recorded conversation: life-lines, chunks of bytes, and which bytes
//! arrived by which call.
//!
//! # Layout
//!
//! * this file: what is drawn for each event, from top to bottom.
//! * `arrows`: from each send to what it fed.
//! * `calls`: calls, remarks, the end; `chunk`: bytes.
//! * `flow`: which receive took which send's bytes.
//! * `strip`: a chunk of bytes as cells, and how much of it is shown.
//! * `place`: where the next thing has room.
//! * `alt`: the same in words.

mod alt;
mod arrows;
mod calls;
mod chunk;
mod flow;
mod place;
mod strip;

use wire::{Action, Recording};

use super::svg::{Anchor, Svg, WIDTH};
use flow::Flow;
use place::Place;

/// Where the first and the last life-line are.
const MARGIN: f64 = 20.0;
/// Where life-lines begin.
const TOP: f64 = 30.0;
/// Space between a life-line and what hangs at it.
const ARM: f64 = 12.0;

/// Draws a conversation.
pub fn draw(recording: &Recording) -> String {
    let mut drawing = Drawing::new(recording);
    for index in 0..recording.events.len() {
        drawing.event(index);
    }
    let height = drawing.place.bottom() + 14.0;
    let mut svg = drawing.lines(height);
    svg.append(drawing.arrows);
    svg.append(drawing.front);
    svg.finish("wire", height + 4.0, &alt::text(recording))
}

/// Where an event was drawn, for the arrows from and to it.
#[derive(Clone, Copy, Debug, Default)]
struct Spot {
    /// The end away from the life-line, where arrows come and go.
    inner: f64,
    /// The end at the life-line.
    outer: f64,
    /// The height of the middle, and half of the thing's height.
    y: f64,
    half: f64,
}

struct Drawing<'a> {
    recording: &'a Recording,
    flow: Flow,
    place: Place,
    spots: Vec<Spot>,
    arrows: Svg,
    front: Svg,
}

impl<'a> Drawing<'a> {
    fn new(recording: &'a Recording) -> Drawing<'a> {
        Drawing {
            recording,
            flow: Flow::of(recording),
            place: Place::new(TOP + 8.0),
            spots: vec![Spot::default(); recording.events.len()],
            arrows: Svg::new(),
            front: Svg::new(),
        }
    }

    /// The horizontal position of a party's life-line.
    fn x(&self, side: usize) -> f64 {
        let gaps = self.recording.sides.len().saturating_sub(1).max(1);
        MARGIN + (WIDTH - 2.0 * MARGIN) * side as f64 / gaps as f64
    }

    /// Towards which side (1.0 right, -1.0 left) a party's things hang.
    fn inward(&self, side: usize, peer: Option<usize>) -> f64 {
        let last = side + 1 == self.recording.sides.len() && side > 0;
        match peer {
            Some(peer) if peer < side => -1.0,
            Some(_) => 1.0,
            None if last => -1.0,
            None => 1.0,
        }
    }

    /// The room between two life-lines.
    fn room(&self) -> f64 {
        let gaps = self.recording.sides.len().saturating_sub(1).max(1);
        (WIDTH - 2.0 * MARGIN) / gaps as f64 - 2.0 * ARM
    }

    /// Whose color a party has.
    fn color(&self, side: usize) -> &'static str {
        let name = self.recording.sides.get(side).map_or("", |s| s.as_str());
        match name {
            name if name.contains("client") => "client",
            name if name.contains("server") => "server",
            name if name.contains("kernel") => "kernel",
            _ if side == 0 => "client",
            _ if side + 1 == self.recording.sides.len() => "server",
            _ => "kernel",
        }
    }

    fn event(&mut self, index: usize) {
        let recording = self.recording;
        let side = recording.events[index].side;
        match &recording.events[index].action {
            Action::Call { call, result, .. } => {
                self.call(index, side, call, result);
            }
            Action::Sent { to, bytes, parts } => {
                self.chunk(index, side, *to, bytes, parts);
            }
            Action::Received { from, bytes, parts } => {
                self.chunk(index, side, *from, bytes, parts);
            }
            Action::Finished { to } => {
                self.mark(index, side, *to, "no more to send");
            }
            Action::End { from } => {
                self.mark(index, side, *from, "0 bytes: the end");
            }
            Action::Reset { from } => {
                self.mark(index, side, *from, "connection reset");
            }
            Action::Note { text } => self.note(index, text),
        }
        self.arrows_to(index);
    }

    /// Finds room for something `width` wide and `height` high that hangs
    /// at a life-line, below its causes; notes and returns the spot.
    fn hang(
        &mut self,
        index: usize,
        side: usize,
        inward: f64,
        width: f64,
        height: f64,
    ) -> Spot {
        let outer = self.x(side) + inward * ARM;
        let inner = outer + inward * width;
        let causes = &self.flow.causes[index];
        let floor = causes.iter().map(|&cause| {
            let cause = self.spots[cause];
            // Beside its cause a slant is enough; below it, an arrow has to
            // find room between the two.
            match (inner - cause.inner) * -inward > 26.0 {
                true => cause.y + 17.0 - height / 2.0,
                false => cause.y + cause.half + 19.0,
            }
        });
        let floor = floor.fold(0.0, f64::max);
        let span = (outer.min(inner), outer.max(inner));
        let y = self.place.put(span, height, floor);
        let half = height / 2.0;
        let spot = Spot { inner, outer, y: y + half, half };
        self.spots[index] = spot;
        spot
    }

    /// The life-lines and the parties' names.
    fn lines(&self, height: f64) -> Svg {
        let mut svg = Svg::new();
        let last = self.recording.sides.len().saturating_sub(1);
        for (name, side) in self.recording.sides.iter().zip(0..) {
            let (x, color) = (self.x(side), self.color(side));
            let class = format!("line lifeline {color}");
            svg.line(&class, (x, TOP - 6.0), (x, height));
            let width = name.chars().count() as f64 * 7.4 + 18.0;
            let left = match side {
                0 => 1.0,
                _ if side == last => WIDTH - 1.0 - width,
                _ => x - width / 2.0,
            };
            svg.rect(color, [left, 1.0, width, 23.0], 4.0);
            let at = (left + width / 2.0, 17.0);
            let class = format!("label bold {color}");
            svg.text(&class, at, Anchor::Middle, name);
        }
        svg
    }
}

/// The anchor of a text that hangs at a life-line.
fn end(inward: f64) -> Anchor {
    if inward > 0.0 { Anchor::Start } else { Anchor::End }
}

#[cfg(test)]
mod tests;
