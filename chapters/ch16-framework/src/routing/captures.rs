//! Where the variables of a rule stand in a path.

use super::MAX_VARIABLES;

/// From where to where, in octets, in the rule's order.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spans {
    list: [(u32, u32); MAX_VARIABLES],
    length: usize,
}

impl Spans {
    /// The texts in `path`, which must be the path that matched.
    pub(super) fn texts<'p>(
        &self,
        path: &'p str,
    ) -> impl Iterator<Item = &'p str> {
        let spans = self.list.into_iter().take(self.length);
        let text = |(from, to)| path.get(from as usize..to as usize);
        spans.map(text).map(Option::unwrap_or_default)
    }
}

/// What the variables of a rule are in one path, in the rule's order.
#[derive(Clone, Copy, Debug)]
pub struct Captures<'p> {
    path: &'p str,
    spans: Spans,
}

impl<'p> Captures<'p> {
    pub(super) fn new(path: &'p str) -> Self {
        let spans = Spans { list: [(0, 0); MAX_VARIABLES], length: 0 };
        Captures { path, spans }
    }

    /// Adds a variable; `text` is a part of the path. False: there is no room
    /// for it.
    pub(super) fn push(&mut self, text: &str) -> bool {
        let Spans { list, length } = &mut self.spans;
        let from = text.as_ptr().addr() - self.path.as_ptr().addr();
        let to = u32::try_from(from + text.len());
        let (Some(place), Ok(to)) = (list.get_mut(*length), to) else {
            return false;
        };
        *place = (from as u32, to); // `from` is not above `to`
        *length += 1;
        true
    }

    /// How many there are so far.
    pub(super) fn length(&self) -> usize {
        self.spans.length
    }

    /// Takes back all but the first ones.
    pub(super) fn truncate(&mut self, length: usize) {
        self.spans.length = length;
    }

    pub(super) fn spans(&self) -> Spans {
        self.spans
    }

    /// The texts.
    pub fn texts(&self) -> impl Iterator<Item = &'p str> {
        self.spans.texts(self.path)
    }
}
