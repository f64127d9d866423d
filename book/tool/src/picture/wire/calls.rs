//! What is drawn beside the bytes: calls, remarks, the end of a stream.

use wire::Action;

use super::super::svg::{Anchor, SMALL_MONO, WIDTH};
use super::{Drawing, Spot, end};

impl Drawing<'_> {
    /// A call that moved no bytes: a dot and its name.
    pub(super) fn call(
        &mut self,
        index: usize,
        side: usize,
        call: &str,
        result: &str,
    ) {
        let inward = self.inward(side, None);
        let fits = (self.room() / SMALL_MONO) as usize;
        let mut lines = vec![call.to_owned()];
        if !result.is_empty() {
            let whole = format!("{call} → {result}");
            if whole.chars().count() <= fits {
                lines = vec![whole];
            } else {
                lines.push(format!("→ {result}"));
            }
        }
        let lines: Vec<String> =
            lines.iter().map(|line| shortened(line, fits)).collect();
        let longest = lines.iter().map(|l| l.chars().count()).max();
        let width = longest.unwrap_or(0) as f64 * SMALL_MONO;
        let height = 14.0 * lines.len() as f64;
        let spot = self.hang(index, side, inward, width, height);
        let color = self.color(side);
        let top = spot.y - spot.half;
        self.front.circle(
            &format!("{color} solid"),
            (self.x(side), top + 7.0),
            2.6,
        );
        for (line, i) in lines.iter().zip(0..) {
            let y = top + 11.0 + 14.0 * f64::from(i);
            let class = format!("mono small halo {color}");
            self.front.text(&class, (spot.outer, y), end(inward), line);
        }
    }

    /// The end of a stream, said or seen, and a reset.
    pub(super) fn mark(
        &mut self,
        index: usize,
        side: usize,
        peer: usize,
        label: &str,
    ) {
        let inward = self.inward(side, Some(peer));
        let width = label.len() as f64 * 5.6;
        let spot = self.hang(index, side, inward, width, 15.0);
        let (x, y) = (self.x(side), spot.y);
        let color = self.color(side);
        if matches!(self.recording.events[index].action, Action::Reset { .. }) {
            let class = "line thick accent";
            self.front.line(class, (x - 5.0, y - 5.0), (x + 5.0, y + 5.0));
            self.front.line(class, (x - 5.0, y + 5.0), (x + 5.0, y - 5.0));
        } else {
            let class = format!("line thick {color}");
            self.front.line(&class, (x - 7.0, y), (x + 7.0, y));
        }
        let class = match self.recording.events[index].action {
            Action::Reset { .. } => "label small halo accent".to_owned(),
            _ => format!("label small halo {color}"),
        };
        self.front.text(&class, (spot.outer, y + 4.0), end(inward), label);
    }

    /// A remark between the lines.
    pub(super) fn note(&mut self, index: usize, text: &str) {
        let lines = wrapped(text, 52);
        let height = 15.0 * lines.len() as f64;
        let span = (0.0, WIDTH);
        let top = self.place.put(span, height + 4.0, 0.0) + 2.0;
        for (line, i) in lines.iter().zip(0..) {
            let at = (WIDTH / 2.0, top + 11.0 + 15.0 * f64::from(i));
            let class = "label small halo muted italic";
            self.front.text(class, at, Anchor::Middle, line);
        }
        let y = top + height / 2.0;
        let half = height / 2.0;
        self.spots[index] = Spot { inner: 0.0, outer: 0.0, y, half };
    }
}

/// A text, cut to so many characters.
fn shortened(text: &str, longest: usize) -> String {
    if text.chars().count() <= longest {
        return text.to_owned();
    }
    let kept: String = text.chars().take(longest - 1).collect();
    kept + "…"
}

/// A text as lines of so many characters.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let line = lines.len() - 1;
        let used = lines[line].chars().count();
        if used > 0 && used + 1 + word.chars().count() > width {
            lines.push(word.to_owned());
        } else {
            if used > 0 {
                lines[line].push(' ');
            }
            lines[line].push_str(word);
        }
    }
    lines
}
