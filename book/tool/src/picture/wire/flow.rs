//! Which receive took which send's bytes, and what else caused what.

use std::collections::HashMap;

use wire::{Action, Recording};

/// Bytes on their way from one call to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Link {
    /// The event that sent them.
    pub(super) from: usize,
    /// The event that received them.
    pub(super) to: usize,
    /// Where they start in what was sent, and in what was received.
    pub(super) sent_at: usize,
    pub(super) received_at: usize,
    /// How many they are.
    pub(super) len: usize,
}

/// What led to what in a recording.
#[derive(Clone, Debug, Default)]
pub(super) struct Flow {
    /// Every run of bytes that went from one call to one call.
    pub(super) links: Vec<Link>,
    /// For each event, the earlier events that it needed.
    pub(super) causes: Vec<Vec<usize>>,
    /// For each event, whether all its bytes were received.
    pub(super) arrived: Vec<bool>,
}

/// One direction of a conversation: bytes sent and not yet received.
#[derive(Default)]
struct Direction {
    /// Event, position in its bytes, how many are left.
    waiting: Vec<(usize, usize, usize)>,
    /// The event that ended it.
    finished: Option<usize>,
}

impl Flow {
    /// Follows the bytes of a recording.
    pub(super) fn of(recording: &Recording) -> Flow {
        let count = recording.events.len();
        let mut flow = Flow {
            links: Vec::new(),
            causes: vec![Vec::new(); count],
            arrived: vec![true; count],
        };
        let mut ways: HashMap<(usize, usize), Direction> = HashMap::new();
        // Calls made so far, by name, and how often each was waited for.
        let mut calls: Vec<(usize, &str, usize)> = Vec::new();
        let mut taken: Vec<usize> = Vec::new();
        for (event, index) in recording.events.iter().zip(0..) {
            let side = event.side;
            match &event.action {
                Action::Sent { to, bytes, .. } => {
                    let way = ways.entry((side, *to)).or_default();
                    way.waiting.push((index, 0, bytes.len()));
                    flow.arrived[index] = false;
                }
                Action::Received { from, bytes, .. } => {
                    let way = ways.entry((*from, side)).or_default();
                    flow.receive(way, index, bytes.len());
                }
                Action::Finished { to } => {
                    let way = ways.entry((side, *to)).or_default();
                    way.finished.get_or_insert(index);
                }
                Action::End { from } | Action::Reset { from } => {
                    let way = ways.entry((*from, side)).or_default();
                    // The next conversation of the two has an end of its own.
                    flow.causes[index].extend(way.finished.take());
                }
                Action::Call { call, after, .. } => {
                    let cause = calls.iter().find(|(at, name, by)| {
                        name == after && *by != side && !taken.contains(at)
                    });
                    if let Some(&(at, ..)) = cause {
                        taken.push(at);
                        flow.causes[index].push(at);
                    }
                    let name = call.split('(').next().unwrap_or(call);
                    calls.push((index, name, side));
                }
                Action::Note { .. } => {}
            }
        }
        flow
    }

    fn receive(&mut self, way: &mut Direction, to: usize, mut wanted: usize) {
        let mut received_at = 0;
        while wanted > 0 {
            let Some((from, sent_at, left)) = way.waiting.first_mut() else {
                break;
            };
            let len = wanted.min(*left);
            self.links.push(Link {
                from: *from,
                to,
                sent_at: *sent_at,
                received_at,
                len,
            });
            self.causes[to].push(*from);
            *sent_at += len;
            *left -= len;
            received_at += len;
            wanted -= len;
            if *left == 0 {
                self.arrived[*from] = true;
                way.waiting.remove(0);
            }
        }
    }

    /// Where a chunk is cut: by the calls at the other end.
    pub(super) fn cuts(&self, event: usize) -> Vec<usize> {
        let cuts = self.links.iter().filter_map(|link| match link {
            link if link.from == event => Some(link.sent_at),
            link if link.to == event => Some(link.received_at),
            _ => None,
        });
        cuts.filter(|&at| at > 0).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wire::Event;

    fn sent(bytes: &str) -> Event {
        let action = Action::Sent { to: 1, bytes: bytes.into(), parts: vec![] };
        Event { side: 0, action }
    }

    fn received(bytes: &str) -> Event {
        let action =
            Action::Received { from: 0, bytes: bytes.into(), parts: vec![] };
        Event { side: 1, action }
    }

    fn flow(events: Vec<Event>) -> Flow {
        let sides = vec!["client".into(), "server".into()];
        Flow::of(&Recording { title: String::new(), sides, events })
    }

    #[test]
    fn one_send_may_feed_two_receives() {
        let flow = flow(vec![sent("abcd"), received("a"), received("bcd")]);
        let ends: Vec<(usize, usize, usize)> =
            flow.links.iter().map(|l| (l.from, l.to, l.len)).collect();
        assert_eq!(ends, [(0, 1, 1), (0, 2, 3)]);
        assert_eq!(flow.cuts(0), [1]);
        assert!(flow.arrived[0]);
    }

    #[test]
    fn each_conversation_of_two_parties_has_its_own_end() {
        let finished = || Event { side: 0, action: Action::Finished { to: 1 } };
        let end = || Event { side: 1, action: Action::End { from: 0 } };
        let flow = flow(vec![finished(), end(), finished(), end()]);
        assert_eq!(flow.causes, [vec![], vec![0], vec![], vec![2]]);
    }

    #[test]
    fn two_sends_may_feed_one_receive() {
        let flow = flow(vec![sent("ab"), sent("cd"), received("abc")]);
        assert_eq!(flow.causes[2], [0, 1]);
        assert_eq!(flow.cuts(2), [2]);
        assert!(!flow.arrived[1]);
    }
}
