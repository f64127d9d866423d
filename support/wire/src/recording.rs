//! What was recorded, and in which order it is told.

use std::collections::{HashMap, VecDeque};
use std::ops::Range;

use serde::{Deserialize, Serialize};

/// One conversation between two or more parties.
///
/// As JSON this is what `demo NAME --record FILE` writes and what
/// `book/recordings/` keeps.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Recording {
    /// What the conversation shows, one line.
    pub title: String,
    /// Names of the parties, as the picture's life-lines show them: the one
    /// that starts the conversation (mostly "client") first.
    pub sides: Vec<String>,
    /// What happened, in an order in which every effect follows its cause.
    pub events: Vec<Event>,
}

/// One thing that one party did or saw.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// Whose event it is: an index into [`Recording::sides`].
    pub side: usize,
    /// What happened.
    #[serde(flatten)]
    pub action: Action,
}

/// What a party did or saw.
///
/// Bytes are written in JSON as a string in the form of [`crate::escape`],
/// so that a recording can be read and compared line by line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "action", rename_all = "kebab-case")]
pub enum Action {
    /// A call that moved no bytes: `socket`, `bind`, `accept`, `close`, …
    Call {
        /// The call and its arguments, as `bind(127.0.0.1:9001)`.
        call: String,
        /// What came back, where it tells something; else empty.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        result: String,
        /// A call of another party that must have happened before this
        /// one (`accept` waits for `connect`), in the words of its `call` up
        /// to the parenthesis, or `send` or `receive`; else empty.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        after: String,
    },
    /// Bytes handed to the kernel by one `send` or `write`.
    Sent {
        /// To whom: an index into [`Recording::sides`].
        to: usize,
        /// The bytes that the call took.
        #[serde(with = "crate::text::as_text")]
        bytes: Vec<u8>,
        /// What the bytes are, when an annotator said so; they cover
        /// the bytes from first to last without a gap.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        parts: Vec<Part>,
    },
    /// Bytes that one `recv` or `read` returned.
    Received {
        /// From whom: an index into [`Recording::sides`].
        from: usize,
        /// The bytes that the call returned.
        #[serde(with = "crate::text::as_text")]
        bytes: Vec<u8>,
        /// As in `Sent`.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        parts: Vec<Part>,
    },
    /// This party said that it will send no more: `shutdown` of the writing
    /// half, or `close`.
    Finished {
        /// To whom.
        to: usize,
    },
    /// A read returned zero bytes: the end of the stream.
    End {
        /// Whose stream ended.
        from: usize,
    },
    /// A call failed because the peer reset the connection.
    Reset {
        /// Who reset it.
        from: usize,
    },
    /// A remark for the reader: something between the lines.
    Note {
        /// One short sentence.
        text: String,
    },
}

/// A run of bytes with one meaning.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// How many bytes, at least 1.
    pub len: usize,
    /// What they are for.
    pub kind: PartKind,
    /// A name for them ("length", "payload", "delimiter").
    pub label: String,
}

/// Whether bytes carry the message or mark its limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PartKind {
    /// Bytes that only say where messages begin and end.
    Framing,
    /// Bytes of a message.
    Payload,
}

impl Recording {
    /// Puts each party's own list of events into one order.
    ///
    /// Two threads record at the same time, so the order in which their
    /// notes come in is chance. Each party's own order is not. This merges
    /// them the same way each time: an event comes when its cause has come
    /// (bytes are received after they were sent, the end is seen after it
    /// was said, an `after` follows the call it names), and among those that may
    /// come, the party that spoke last goes on, else the first of `sides`.
    pub fn merge(
        title: impl Into<String>,
        sides: Vec<String>,
        own: Vec<Vec<Action>>,
    ) -> Recording {
        let mut queues: Vec<VecDeque<Action>> =
            own.into_iter().map(VecDeque::from).collect();
        let mut told = Told::default();
        let mut events = Vec::new();
        let mut current = 0;
        loop {
            let order = (0..queues.len()).map(|i| (current + i) % queues.len());
            let ready = order.clone().find(|&side| {
                queues[side].front().is_some_and(|a| told.allows(side, a))
            });
            // A recording with a missing cause (a party that was not
            // recorded) is told as it stands rather than not at all.
            let any = || order.clone().find(|&s| !queues[s].is_empty());
            let Some(side) = ready.or_else(any) else { break };
            let Some(action) = queues[side].pop_front() else { break };
            told.tell(side, &action);
            events.push(Event { side, action });
            current = side;
        }
        Recording { title: title.into(), sides, events }
    }

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

/// What has been told so far, per direction (from, to).
#[derive(Default)]
struct Told {
    /// Bytes sent and bytes received.
    sent: HashMap<(usize, usize), usize>,
    received: HashMap<(usize, usize), usize>,
    /// Directions that were finished.
    finished: HashMap<(usize, usize), bool>,
    /// How often each call was made, by (party, name).
    calls: HashMap<(usize, String), usize>,
    /// How often each call was waited for by an `after`.
    waited: HashMap<(usize, String), usize>,
}

impl Told {
    fn allows(&self, side: usize, action: &Action) -> bool {
        match action {
            Action::Received { from, bytes, .. } => {
                let flow = (*from, side);
                let sent = self.sent.get(&flow).copied().unwrap_or(0);
                let had = self.received.get(&flow).copied().unwrap_or(0);
                had + bytes.len() <= sent
            }
            Action::End { from } | Action::Reset { from } => {
                self.finished.contains_key(&(*from, side))
            }
            Action::Call { after, .. } if !after.is_empty() => {
                let waited =
                    self.waited.get(&(side, after.clone())).unwrap_or(&0);
                let made: usize = self
                    .calls
                    .iter()
                    .filter(|((by, name), _)| *by != side && name == after)
                    .map(|(_, count)| count)
                    .sum();
                made > *waited
            }
            _ => true,
        }
    }

    fn tell(&mut self, side: usize, action: &Action) {
        match action {
            Action::Sent { to, bytes, .. } => {
                *self.sent.entry((side, *to)).or_default() += bytes.len();
                self.count(side, "send");
            }
            Action::Received { from, bytes, .. } => {
                *self.received.entry((*from, side)).or_default() += bytes.len();
                self.count(side, "receive");
            }
            Action::Finished { to } => {
                self.finished.insert((side, *to), true);
            }
            Action::Call { call, after, .. } => {
                self.count(side, call.split('(').next().unwrap_or(call));
                if !after.is_empty() {
                    *self.waited.entry((side, after.clone())).or_default() += 1;
                }
            }
            _ => {}
        }
    }

    fn count(&mut self, side: usize, call: &str) {
        *self.calls.entry((side, call.to_owned())).or_default() += 1;
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

    fn sides() -> Vec<String> {
        vec!["client".into(), "server".into()]
    }

    fn call(name: &str, after: &str) -> Action {
        Action::Call {
            call: format!("{name}()"),
            result: String::new(),
            after: after.into(),
        }
    }

    fn sent(to: usize, bytes: &str) -> Action {
        Action::Sent { to, bytes: bytes.into(), parts: vec![] }
    }

    fn received(from: usize, bytes: &str) -> Action {
        Action::Received { from, bytes: bytes.into(), parts: vec![] }
    }

    #[test]
    fn an_effect_follows_its_cause_whatever_thread_noted_first() {
        let client =
            vec![call("connect", "listen"), sent(1, "hi"), received(1, "HI")];
        let server = vec![
            call("listen", ""),
            call("accept", "connect"),
            received(0, "hi"),
            sent(0, "HI"),
        ];
        let told = Recording::merge("", sides(), vec![client, server]);
        let order: Vec<String> = told
            .events
            .iter()
            .map(|e| match &e.action {
                Action::Call { call, .. } => call.clone(),
                Action::Sent { .. } => format!("{} sends", e.side),
                Action::Received { .. } => format!("{} receives", e.side),
                other => format!("{other:?}"),
            })
            .collect();
        assert_eq!(
            order,
            [
                "listen()",
                "connect()",
                "0 sends",
                "accept()",
                "1 receives",
                "1 sends",
                "0 receives"
            ]
        );
    }

    #[test]
    fn a_missing_cause_does_not_lose_an_event() {
        let told =
            Recording::merge("", sides(), vec![vec![received(1, "x")], vec![]]);
        assert_eq!(told.events.len(), 1);
    }

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

    #[test]
    fn a_recording_survives_json_byte_for_byte() {
        let all: Vec<u8> = (0..=255).collect();
        let told = Recording::merge(
            "all bytes",
            sides(),
            vec![
                vec![Action::Sent { to: 1, bytes: all, parts: vec![] }],
                vec![],
            ],
        );
        let json = serde_json::to_string_pretty(&told).unwrap();
        assert_eq!(serde_json::from_str::<Recording>(&json).unwrap(), told);
    }
}
