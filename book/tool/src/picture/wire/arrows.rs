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
        // The strips lie above each other: from edge to edge.
        let x = (a.inner + b.inner) / 2.0;
        let start = (x - 12.0 * rightward, a.y + a.half + 1.0);
        let end = (x + 12.0 * rightward, b.y - b.half - 2.0);
        self.arrows.arrow(&class, start, end);
    }
}
