//! More workers, fewer workers, and each keeps its number.
//!
//! In chapter 9 each worker has a place with a number: its name in the log, its
//! row on a scoreboard. A process id will not do for that, since it is another
//! one after every death. There the number of places is fixed. gunicorn changes
//! it while it runs: SIGTTIN means one worker more, SIGTTOU one fewer. Then who
//! is to go, and which numbers do the new ones get?
//!
//! ```text
//! three are wanted     0: pid 71   1: pid 72   2: pid 73
//! 72 ends              0: pid 71   1: free     2: pid 73
//! 80 is started        0: pid 71   1: pid 80   2: pid 73
//! two are wanted       0: pid 71   1: pid 80   2: pid 73, surplus
//! ```
//!
//! * A new worker gets the lowest slot that is free and below the number that
//!   is wanted.
//! * When fewer are wanted, those in the slots beyond are surplus: they shall
//!   end, the highest slot first. Until they have ended they keep their slots;
//!   then nobody gets these. Nobody below moves to another slot.
//! * When more are wanted again before they have ended, they are surplus no
//!   longer.
//! * A process id that is in no slot is nobody's: other programs end, too.

/// Which process is in which slot.
#[derive(Clone, Debug)]
pub struct Slots {
    // Your fields.
}

impl Slots {
    /// No worker runs, `wanted` shall.
    pub fn new(wanted: usize) -> Slots {
        let _ = wanted;
        todo!("so many slots, all of them free")
    }

    /// From now on `wanted` workers shall run.
    pub fn resize(&mut self, wanted: usize) {
        let _ = wanted;
        todo!("more slots or fewer, and nobody loses one that is taken")
    }

    /// The slot that the next worker gets; `None`: none is to be started.
    pub fn free(&self) -> Option<usize> {
        todo!("the lowest that is free and wanted")
    }

    /// `pid` was started: its slot. `None`: none was free.
    pub fn started(&mut self, pid: i32) -> Option<usize> {
        let _ = pid;
        todo!("put it into its slot")
    }

    /// `pid` has ended: the slot that it leaves. `None`: it had none.
    pub fn ended(&mut self, pid: i32) -> Option<usize> {
        let _ = pid;
        todo!("free its slot")
    }

    /// Those that shall end, the highest slot first.
    pub fn surplus(&self) -> Vec<i32> {
        todo!("whoever sits in a slot that is not wanted")
    }
}
