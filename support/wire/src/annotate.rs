//! What the bytes of a recording are for.

use std::ops::Range;

use crate::recording::{Action, Part, Recording};

impl Recording {
    /// Marks which bytes frame messages and which are messages.
    ///
    /// `annotate` is given everything that `from` sent to `to`, in one piece,
    /// and returns parts that cover it; they are laid over the chunks as they were
    /// really sent and received, split where a chunk ends. Bytes beyond the
    /// last part stay without one.
    pub fn annotate(
        &mut self,
        from: usize,
        to: usize,
        annotate: impl FnOnce(&[u8]) -> Vec<Part>,
    ) {
        let mut all = Vec::new();
        for event in &self.events {
            if let Action::Sent { to: t, bytes, .. } = &event.action
                && (event.side, *t) == (from, to)
            {
                all.extend_from_slice(bytes);
            }
        }
        let parts = annotate(&all);
        let (mut sent, mut received) = (0, 0);
        for event in &mut self.events {
            let side = event.side;
            match &mut event.action {
                Action::Sent { to: t, bytes, parts: own }
                    if (side, *t) == (from, to) =>
                {
                    *own = cut(&parts, sent..sent + bytes.len());
                    sent += bytes.len();
                }
                Action::Received { from: f, bytes, parts: own }
                    if (*f, side) == (from, to) =>
                {
                    *own = cut(&parts, received..received + bytes.len());
                    received += bytes.len();
                }
                _ => {}
            }
        }
    }
}

/// The parts that lie in `range` of the flow, cut at its ends.
fn cut(parts: &[Part], range: Range<usize>) -> Vec<Part> {
    let mut start = 0;
    let mut inside = Vec::new();
    for part in parts {
        let end = start + part.len;
        let len = end.min(range.end).saturating_sub(start.max(range.start));
        if len > 0 {
            inside.push(Part { len, ..part.clone() });
        }
        start = end;
    }
    inside
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recording::PartKind;
    use crate::recording::tests::{received, sent, sides};

    #[test]
    fn parts_are_cut_where_the_chunks_end() {
        let client = vec![sent(1, "3:abc,")];
        let server = vec![received(0, "3:a"), received(0, "bc,")];
        let mut told = Recording::merge("", sides(), vec![client, server]);
        told.annotate(0, 1, |all| {
            assert_eq!(all, b"3:abc,");
            let part = |len, kind, label: &str| Part {
                len,
                kind,
                label: label.into(),
            };
            vec![
                part(2, PartKind::Framing, "length"),
                part(3, PartKind::Payload, "payload"),
                part(1, PartKind::Framing, "comma"),
            ]
        });
        let lens: Vec<Vec<usize>> = told
            .events
            .iter()
            .map(|e| match &e.action {
                Action::Sent { parts, .. } | Action::Received { parts, .. } => {
                    parts.iter().map(|p| p.len).collect()
                }
                _ => vec![],
            })
            .collect();
        assert_eq!(lens, [vec![2, 3, 1], vec![2, 1], vec![2, 1]]);
    }
}
