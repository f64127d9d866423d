//! Passes, runs, pairs, and the numbers made from them.

use std::fmt;
use std::time::Duration;

use nix::time::{ClockId, clock_gettime};

use crate::counting::allocations;

/// What a median ratio may be.
pub(crate) const TARGET: f64 = 1.05;
/// How much CPU time a run takes.
const RUN: Duration = Duration::from_millis(300);
/// How many pairs of runs.
const PAIRS: usize = 15;

/// One decoding of a whole stream.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Pass {
    pub(crate) frames: u64,
    /// Bytes of all frames.
    pub(crate) payload: u64,
    pub(crate) time: Duration,
    pub(crate) allocations: u64,
}

/// Runs `decode`, which counts frames and their bytes.
pub(crate) fn pass(decode: impl FnOnce() -> (u64, u64)) -> Pass {
    let allocated = allocations();
    let start = cpu_time();
    let (frames, payload) = decode();
    let time = cpu_time() - start;
    let allocations = allocations() - allocated;
    Pass { frames, payload, time, allocations }
}

fn cpu_time() -> Duration {
    let clock = ClockId::CLOCK_THREAD_CPUTIME_ID;
    clock_gettime(clock).expect("Linux has this clock").into()
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
    /// Sorted.
    ratios: Vec<f64>,
    /// Nanoseconds per frame, the median of all runs.
    times: [f64; 2],
    allocations: [f64; 2],
}

impl Case {
    pub(crate) fn compare(&mut self) -> Row {
        let (ours, theirs) = ((self.ours)(), (self.theirs)());
        assert_eq!(
            (ours.frames, ours.payload),
            (theirs.frames, theirs.payload),
            "{}: both must find the same frames",
            self.name
        );
        let mut ratios = Vec::new();
        let mut times = [Vec::new(), Vec::new()];
        for pair in 0..PAIRS {
            let (a, b);
            if pair % 2 == 0 {
                a = run(&mut self.ours);
                b = run(&mut self.theirs);
            } else {
                b = run(&mut self.theirs);
                a = run(&mut self.ours);
            }
            ratios.push(a / b);
            times[0].push(a);
            times[1].push(b);
        }
        ratios.sort_by(f64::total_cmp);
        let per_frame =
            |pass: Pass| pass.allocations as f64 / pass.frames as f64;
        Row {
            name: self.name.clone(),
            frame: self.frame,
            input: self.input.clone(),
            ratios,
            times: times.map(median),
            allocations: [per_frame(ours), per_frame(theirs)],
        }
    }
}

/// Nanoseconds per frame.
fn run(decode: &mut dyn FnMut() -> Pass) -> f64 {
    let (mut time, mut frames) = (Duration::ZERO, 0);
    while time < RUN {
        let pass = decode();
        time += pass.time;
        frames += pass.frames;
    }
    time.as_nanos() as f64 / frames as f64
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

impl Row {
    pub(crate) fn holds(&self) -> bool {
        self.ratios[PAIRS / 2] <= TARGET
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Row { name, frame, input, ratios, times, allocations } = self;
        let at = |quarter: usize| ratios[(PAIRS - 1) * quarter / 4];
        write!(f, "| {name} | {frame} | {input} | {:.2} ", at(2))?;
        write!(f, "| {:.2}–{:.2} ", at(1), at(3))?;
        write!(f, "| {:.1}, {:.1} ", times[0], times[1])?;
        write!(f, "| {:.3}, {:.3} |", allocations[0], allocations[1])
    }
}

/// Prints what `make` costs on inputs of 100 kB, 1 MB and 10 MB.
pub(crate) fn print_growth(
    name: &str,
    make: impl Fn(usize) -> Box<dyn FnMut() -> Pass>,
) {
    let cells: Vec<String> = [100_000, 1_000_000, 10_000_000]
        .into_iter()
        .map(|length| {
            let mut decode = make(length);
            let mut per_byte = Vec::new();
            for _ in 0..5 {
                let pass = decode();
                let per_frame = run(&mut decode);
                let frames = pass.frames as f64;
                per_byte.push(per_frame * frames / pass.payload as f64);
            }
            format!("{:.3}", median(per_byte))
        })
        .collect();
    println!("| {name} | {} |", cells.join(" | "));
}
