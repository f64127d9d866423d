//! Finds room from top to bottom, so that nothing covers anything.

/// Space between two things, one above the other.
const GAP: f64 = 5.0;
/// How much lower a thing is at least than the one that happened before.
const STEP: f64 = 10.0;

/// What was placed so far.
#[derive(Clone, Debug)]
pub(super) struct Place {
    /// Horizontal span, top, and bottom of each thing.
    taken: Vec<((f64, f64), f64, f64)>,
    /// The top of the first thing.
    start: f64,
}

impl Place {
    /// Nothing is placed; things begin at `start`.
    pub(super) fn new(start: f64) -> Place {
        Place { taken: Vec::new(), start }
    }

    /// Takes room for a thing that covers `span`, not above `floor`, below
    /// the top of the thing before, and below all that it would cover.
    /// Returns its top.
    pub(super) fn put(
        &mut self,
        span: (f64, f64),
        height: f64,
        floor: f64,
    ) -> f64 {
        let before = self.taken.last().map_or(self.start, |last| last.1 + STEP);
        let mut top = before.max(floor);
        for (other, _, bottom) in &self.taken {
            let apart = span.0 > other.1 + GAP || span.1 < other.0 - GAP;
            if !apart {
                top = top.max(bottom + GAP);
            }
        }
        self.taken.push((span, top, top + height));
        top
    }

    /// The spans of all things whose top lies between two heights.
    pub(super) fn between(
        &self,
        above: f64,
        below: f64,
    ) -> impl Iterator<Item = (f64, f64)> {
        let inside = move |top: f64| top > above && top < below;
        self.taken.iter().filter(move |t| inside(t.1)).map(|t| t.0)
    }

    /// The lowest point of everything.
    pub(super) fn bottom(&self) -> f64 {
        let bottoms = self.taken.iter().map(|thing| thing.2);
        bottoms.fold(self.start, f64::max)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn things_side_by_side_overlap_in_time_but_not_in_room() {
        let mut place = Place::new(0.0);
        assert_eq!(place.put((0.0, 50.0), 20.0, 0.0), 0.0);
        assert_eq!(place.put((100.0, 150.0), 20.0, 0.0), 10.0);
        assert_eq!(place.put((40.0, 120.0), 20.0, 0.0), 35.0);
        assert_eq!(place.bottom(), 55.0);
    }
}
