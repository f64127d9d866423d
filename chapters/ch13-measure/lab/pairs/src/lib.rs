//! Two ways to do the same in this thread, in interleaved runs.
//!
//! A run repeats one of the two until 0.3 s of this thread's CPU time are
//! used. Runs alternate, and take turns in who is first. One ratio per pair;
//! 15 pairs; median and quartiles of the ratios.
//!
//! What is measured in memory is mostly measured over sockets, too, by the
//! program `servers`: [`sockets_hold`] starts it.

mod sockets;

use std::fmt;
use std::time::Duration;

use nix::time::{ClockId, clock_gettime};

pub use sockets::sockets_hold;

/// How many repetitions between two looks at the clock.
const BATCH: u64 = 1_000;

/// Some repetitions, and the CPU time that they took.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Pass {
    /// How many there were.
    pub count: u64,
    /// How long all of them took.
    pub time: Duration,
}

impl Pass {
    /// Runs `work`, which says how many repetitions it was.
    pub fn of(work: impl FnOnce() -> u64) -> Pass {
        let start = cpu_time();
        let count = work();
        Pass { count, time: cpu_time() - start }
    }

    /// Nanoseconds for each repetition.
    fn each(self) -> f64 {
        self.time.as_nanos() as f64 / self.count as f64
    }
}

/// How much is measured.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    pairs: usize,
    /// How much CPU time a run takes.
    run: Duration,
}

impl Plan {
    /// What counts.
    pub const FULL: Plan = Plan { pairs: 15, run: Duration::from_millis(300) };
    /// To see that it works.
    pub const QUICK: Plan = Plan { pairs: 5, run: Duration::from_millis(50) };

    /// [`Plan::QUICK`] if the command line says `--quick`; anything else on
    /// it ends the program with status 2.
    pub fn from_command_line(program: &str) -> Plan {
        let words: Vec<String> = std::env::args().skip(1).collect();
        match &words[..] {
            [] => Plan::FULL,
            [word] if word == "--quick" => Plan::QUICK,
            _ => {
                let words = words.join(" ");
                eprintln!("{program}: {words}? There is --quick.");
                std::process::exit(2);
            }
        }
    }

    /// Measures `ours` beside `theirs`; each does it once.
    pub fn compare(
        &self,
        ours: &mut dyn FnMut(),
        theirs: &mut dyn FnMut(),
    ) -> Outcome {
        self.compare_passes(&mut || batch(ours), &mut || batch(theirs))
    }

    /// Measures `ours` beside `theirs`, which look at the clock themselves:
    /// for work that needs something prepared outside of the measured time.
    pub fn compare_passes(
        &self,
        ours: &mut dyn FnMut() -> Pass,
        theirs: &mut dyn FnMut() -> Pass,
    ) -> Outcome {
        let (mut ratios, mut times) = (Vec::new(), [Vec::new(), Vec::new()]);
        for pair in 0..self.pairs {
            let (a, b);
            if pair % 2 == 0 {
                a = self.run(ours);
                b = self.run(theirs);
            } else {
                b = self.run(theirs);
                a = self.run(ours);
            }
            ratios.push(a / b);
            times[0].push(a);
            times[1].push(b);
        }
        ratios.sort_by(f64::total_cmp);
        Outcome { ratios, times: times.map(median) }
    }

    /// Nanoseconds for each repetition, of as many passes as fill a run.
    pub fn run(&self, pass: &mut dyn FnMut() -> Pass) -> f64 {
        let mut all = Pass::default();
        while all.time < self.run {
            let next = pass();
            all.count += next.count;
            all.time += next.time;
        }
        all.each()
    }
}

fn batch(once: &mut dyn FnMut()) -> Pass {
    Pass::of(|| {
        for _ in 0..BATCH {
            once();
        }
        BATCH
    })
}

/// What a comparison gave.
#[derive(Debug)]
pub struct Outcome {
    /// Sorted.
    ratios: Vec<f64>,
    /// Nanoseconds each, the medians: ours, theirs.
    times: [f64; 2],
}

impl Outcome {
    /// The median of the ratios.
    pub fn median(&self) -> f64 {
        self.quarter(2)
    }

    /// Nanoseconds each, the medians: ours, theirs.
    pub fn times(&self) -> [f64; 2] {
        self.times
    }

    /// The ratio that so many quarters of the others are below.
    fn quarter(&self, quarters: usize) -> f64 {
        self.ratios[(self.ratios.len() - 1) * quarters / 4]
    }

    /// "1.02 | 1.01–1.03": the median, and the quartiles.
    pub fn ratio(&self) -> String {
        let [low, median, high] = [1, 2, 3].map(|q| self.quarter(q));
        format!("{median:.2} | {low:.2}–{high:.2}")
    }
}

/// Four cells of a table in Markdown: ratio, quartiles, and both times.
impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [ours, theirs] = self.times;
        write!(f, "{} | {ours:.0} | {theirs:.0}", self.ratio())
    }
}

fn cpu_time() -> Duration {
    let clock = ClockId::CLOCK_THREAD_CPUTIME_ID;
    clock_gettime(clock).expect("Linux has this clock").into()
}

/// The value in the middle.
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
