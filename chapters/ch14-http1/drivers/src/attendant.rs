//! Who looks after the connections of a pool that wait, and who works on one.

use std::sync::Arc;
use std::time::Instant;

use http_basic::{Stop, Talk, Terms, complain, report};
use threading::Pool;

use crate::parking::{Lot, Parked, Waiting};
use crate::threads::LAST;
use crate::{Rest, Service, Times};

/// What the attendant and the threads of the pool share.
pub(crate) struct Shared {
    pub(crate) lot: Lot,
    pub(crate) times: Times,
    pub(crate) stop: Stop,
    pub(crate) service: Arc<dyn Service>,
}

/// Hands those for whom there is something to do to the pool.
pub(crate) struct Attendant {
    pub(crate) shared: Arc<Shared>,
    pub(crate) pool: Arc<Pool<Turn>>,
    pub(crate) waiting: Waiting,
}

impl Attendant {
    /// Until the server ends and all have gone.
    pub(crate) fn attend(mut self) {
        loop {
            let ending = self.shared.stop.is_stopped();
            let in_work = self.shared.lot.arrived(&mut self.waiting.parked);
            if ending && in_work == 0 && self.waiting.parked.is_empty() {
                return;
            }
            if ending {
                self.idle_ones_leave();
            }
            let stop = (!ending).then_some(&self.shared.stop as _);
            match self.waiting.wait(&self.shared.lot, stop) {
                Ok(()) => self.look_after_all(),
                Err(error) => {
                    // Too many for the system. Who comes now shall be served.
                    complain(&"parking", &error);
                    self.waiting.parked.clear();
                }
            }
        }
    }

    /// Their next turn sees that the server ends, and closes them.
    fn idle_ones_leave(&mut self) {
        let Attendant { shared, pool, waiting } = self;
        let idle = |parked: &mut Parked| parked.conversation.is_idle();
        for parked in waiting.parked.extract_if(.., idle) {
            set_out(shared, pool, parked);
        }
    }

    /// After a wait: who has something to do, and whose time is over.
    fn look_after_all(&mut self) {
        let Attendant { shared, pool, waiting } = self;
        let now = Instant::now();
        // From the last one: who takes a place that was left has had its look.
        for at in (0..waiting.parked.len()).rev() {
            let late = waiting.parked[at].conversation.until() <= now;
            if !waiting.ready[at] && !late {
                continue;
            }
            let mut parked = waiting.parked.swap_remove(at);
            let again = match waiting.ready[at] {
                true => Ok(true),
                false => parked.conversation.late(),
            };
            match again {
                Ok(true) => set_out(shared, pool, parked),
                Ok(false) => {}
                Err(e) => report(parked.conversation.peer(), &Err(e)),
            }
        }
    }
}

/// Lets a thread of the pool do what can be done now.
fn set_out(shared: &Arc<Shared>, pool: &Pool<Turn>, parked: Parked) {
    shared.lot.take_out();
    let (shared, parked) = (Arc::clone(shared), Some(parked));
    // Not taken: the pool is closed, the end of the grace. It is dropped.
    let _ = pool.submit(Turn { shared, parked }, None);
}

/// A connection in work, until it is dropped.
pub(crate) struct Turn {
    shared: Arc<Shared>,
    /// `None` in between: what a panic leaves behind is not parked.
    parked: Option<Parked>,
}

impl Turn {
    pub(crate) fn run(mut self) {
        if let Some(parked) = self.parked.take() {
            self.parked = turn(&self.shared, parked);
        }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.shared.lot.bring_back(self.parked.take());
    }
}

/// Does what can be done now; the connection, when it has to wait again.
fn turn(shared: &Shared, mut parked: Parked) -> Option<Parked> {
    let Shared { times, stop, service, .. } = shared;
    let mut limits = times.limits();
    limits.grace = limits.grace.saturating_add(LAST);
    let terms = Terms { limits, stop, others_wait: &|| false };
    let Parked { held, conversation } = &mut parked;
    let talk = Talk::new(held, &terms);
    match conversation.turn(held, &talk, &**service, Rest::Outside) {
        Ok(Some(_)) => return Some(parked),
        Ok(None) => {}
        Err(_) if held.was_cut() => {
            complain(conversation.peer(), &"cut off at the end");
        }
        Err(error) => report(conversation.peer(), &Err(error)),
    }
    None
}
