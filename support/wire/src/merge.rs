//! In which order a recording is told.

use std::collections::{HashMap, VecDeque};

use crate::recording::{Action, Event, Recording};

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recording::tests::{call, received, sent, sides};

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
}
