//! Arrows from each send to the receives that it fed.

use wire::Action;

use super::Drawing;

impl Drawing<'_> {
    /// Draws the arrows that end at an event.
    pub(super) fn arrows_to(&mut self, index: usize) {
        let causes = self.flow.causes[index].clone();
        for cause in causes {
            self.arrow(cause, index);
        }
    }

    fn arrow(&mut self, from: usize, to: usize) {
        let (a, b) = (self.spots[from], self.spots[to]);
        let events = &self.recording.events;
        let color = self.color(events[from].side);
        let class = match events[to].action {
            Action::Received { .. } => color.to_owned(),
            Action::Reset { .. } => "accent dashed".to_owned(),
            _ => format!("{color} dashed faint"),
        };
        let rightward = (b.outer - a.outer).signum();
        let gap = (b.inner - a.inner) * rightward;
        if gap > 26.0 {
            let start = (a.inner + 5.0 * rightward, a.y);
            let end = (b.inner - 4.0 * rightward, b.y);
            self.arrows.arrow(&class, start, end);
            return;
        }
        // One lies below the other: down to a place that nothing covers.
        let x = match events[to].action {
            Action::Received { .. } => self.landing(from, to),
            _ => b.inner + 12.0 * rightward,
        };
        let reach = (a.inner.min(a.outer) + 6.0, a.inner.max(a.outer) - 6.0);
        let start = (x - 8.0 * rightward).clamp(reach.0, reach.1);
        let start = (start, a.y + a.half + 1.0);
        self.arrows.arrow(&class, start, (x, b.y - b.half - 2.0));
    }

    /// Where on the upper edge of `to` an arrow from `from` arrives: in the
    /// middle of the widest stretch that both have and nothing between them
    /// covers.
    fn landing(&self, from: usize, to: usize) -> f64 {
        let (a, b) = (self.spots[from], self.spots[to]);
        let ends =
            |s: super::Spot| (s.inner.min(s.outer), s.inner.max(s.outer));
        let ((a0, a1), (b0, b1)) = (ends(a), ends(b));
        let common = (a0.max(b0), a1.min(b1));
        let common = if common.0 < common.1 { common } else { (b0, b1) };
        let mut free = vec![common];
        for span in self.place.between(a.y + a.half + 1.0, b.y - b.half - 1.0) {
            free = free.into_iter().flat_map(|f| without(f, span)).collect();
        }
        let widest =
            free.into_iter().max_by(|x, y| (x.1 - x.0).total_cmp(&(y.1 - y.0)));
        let (left, right) = widest.unwrap_or(common);
        (left + right) / 2.0
    }
}

/// What is left of a stretch without another one.
fn without(stretch: (f64, f64), taken: (f64, f64)) -> Vec<(f64, f64)> {
    let left = (stretch.0, stretch.1.min(taken.0 - 4.0));
    let right = (stretch.0.max(taken.1 + 4.0), stretch.1);
    [left, right].into_iter().filter(|(a, b)| a < b).collect()
}
