//! Passes over a stream, and the rows made from them.

use std::fmt;

use pairs::{Outcome, Plan, median};

use crate::counting::allocations;

/// What a median ratio may be.
pub(crate) const TARGET: f64 = 1.05;

/// One decoding of a whole stream.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Pass {
    /// One repetition is one frame.
    pub(crate) frames: pairs::Pass,
    /// Bytes of all frames.
    pub(crate) payload: u64,
    pub(crate) allocations: u64,
}

/// Runs `decode`, which counts frames and their bytes.
pub(crate) fn pass(decode: impl FnOnce() -> (u64, u64)) -> Pass {
    let (mut payload, allocated) = (0, allocations());
    let frames = pairs::Pass::of(|| {
        let (frames, bytes) = decode();
        payload = bytes;
        frames
    });
    let allocations = allocations() - allocated;
    Pass { frames, payload, allocations }
}

/// Two ways to decode the same payload.
pub(crate) struct Case {
    /// "Lines, LinesCodec".
    pub(crate) name: String,
    /// Bytes of one frame.
    pub(crate) frame: usize,
    /// How the bytes come.
    pub(crate) input: String,
    pub(crate) ours: Box<dyn FnMut() -> Pass>,
    pub(crate) theirs: Box<dyn FnMut() -> Pass>,
}

/// What a comparison gave.
pub(crate) struct Row {
    name: String,
    frame: usize,
    input: String,
    outcome: Outcome,
    /// For each frame: ours, theirs.
    allocations: [f64; 2],
}

impl Case {
    pub(crate) fn compare(&mut self, plan: &Plan) -> Row {
        let (ours, theirs) = ((self.ours)(), (self.theirs)());
        assert_eq!(
            (ours.frames.count, ours.payload),
            (theirs.frames.count, theirs.payload),
            "{}: both must find the same frames",
            self.name
        );
        let per_frame =
            |pass: Pass| pass.allocations as f64 / pass.frames.count as f64;
        let outcome = plan
            .compare_passes(&mut || (self.ours)().frames, &mut || {
                (self.theirs)().frames
            });
        Row {
            name: self.name.clone(),
            frame: self.frame,
            input: self.input.clone(),
            outcome,
            allocations: [per_frame(ours), per_frame(theirs)],
        }
    }
}

impl Row {
    pub(crate) fn holds(&self) -> bool {
        self.outcome.median() <= TARGET
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Row { name, frame, input, outcome, allocations } = self;
        let [ours, theirs] = outcome.times();
        write!(f, "| {name} | {frame} | {input} | {} ", outcome.ratio())?;
        write!(f, "| {ours:.1}, {theirs:.1} ")?;
        write!(f, "| {:.3}, {:.3} |", allocations[0], allocations[1])
    }
}

/// Prints what `make` costs on inputs of 100 kB, 1 MB and 10 MB.
pub(crate) fn print_growth(
    name: &str,
    plan: &Plan,
    make: impl Fn(usize) -> Box<dyn FnMut() -> Pass>,
) {
    let cells: Vec<String> = [100_000, 1_000_000, 10_000_000]
        .into_iter()
        .map(|length| {
            let mut decode = make(length);
            let pass = decode();
            let per_frame = || plan.run(&mut || decode().frames);
            let per_frame = std::iter::repeat_with(per_frame).take(5);
            let frames = pass.frames.count as f64;
            let per_byte = median(per_frame.collect()) * frames;
            format!("{:.3}", per_byte / pass.payload as f64)
        })
        .collect();
    println!("| {name} | {} |", cells.join(" | "));
}
