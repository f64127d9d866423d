//! More workers, fewer workers, and each keeps its number.

/// Which process is in which slot.
#[derive(Clone, Debug)]
pub struct Slots {
    wanted: usize,
    /// By slot. May be longer than `wanted`: those beyond are surplus.
    pids: Vec<Option<i32>>,
}

impl Slots {
    /// No worker runs, `wanted` shall.
    pub fn new(wanted: usize) -> Slots {
        Slots { wanted, pids: vec![None; wanted] }
    }

    /// From now on `wanted` workers shall run.
    pub fn resize(&mut self, wanted: usize) {
        self.wanted = wanted;
        if wanted > self.pids.len() {
            self.pids.resize(wanted, None);
        }
    }

    /// The slot that the next worker gets; `None`: none is to be started.
    pub fn free(&self) -> Option<usize> {
        self.pids.iter().take(self.wanted).position(Option::is_none)
    }

    /// `pid` was started: its slot. `None`: none was free.
    pub fn started(&mut self, pid: i32) -> Option<usize> {
        let slot = self.free()?;
        self.pids[slot] = Some(pid);
        Some(slot)
    }

    /// `pid` has ended: the slot that it leaves. `None`: it had none.
    pub fn ended(&mut self, pid: i32) -> Option<usize> {
        let slot = self.pids.iter().position(|&other| other == Some(pid))?;
        self.pids[slot] = None;
        Some(slot)
    }

    /// Those that shall end, the highest slot first.
    pub fn surplus(&self) -> Vec<i32> {
        self.pids.iter().skip(self.wanted).rev().flatten().copied().collect()
    }
}
