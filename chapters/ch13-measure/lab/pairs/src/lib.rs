//! Two ways to do the same in this thread, in interleaved runs.
//!
//! A run repeats one of the two until 0.3 s of this thread's CPU time are
//! used. Runs alternate, and take turns in who is first. One ratio per pair;
//! 15 pairs; median and quartiles of the ratios.

use std::fmt;
use std::time::Duration;

use nix::time::{ClockId, clock_gettime};

/// How many repetitions between two looks at the clock.
const BATCH: u32 = 1_000;

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

    /// Measures `ours` beside `theirs`.
    pub fn compare(
        &self,
        ours: &mut dyn FnMut(),
        theirs: &mut dyn FnMut(),
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

    /// Nanoseconds each.
    fn run(&self, once: &mut dyn FnMut()) -> f64 {
        let (start, mut count) = (cpu_time(), 0);
        loop {
            for _ in 0..BATCH {
                once();
            }
            count += BATCH;
            let time = cpu_time() - start;
            if time >= self.run {
                return time.as_nanos() as f64 / f64::from(count);
            }
        }
    }
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

    /// The ratio that so many quarters of the others are below.
    fn quarter(&self, quarters: usize) -> f64 {
        self.ratios[(self.ratios.len() - 1) * quarters / 4]
    }
}

/// Four cells of a table in Markdown: ratio, quartiles, and both times.
impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [low, median, high] = [1, 2, 3].map(|q| self.quarter(q));
        let [ours, theirs] = self.times;
        write!(f, "{median:.2} | {low:.2}–{high:.2} ")?;
        write!(f, "| {ours:.0} | {theirs:.0}")
    }
}

fn cpu_time() -> Duration {
    let clock = ClockId::CLOCK_THREAD_CPUTIME_ID;
    clock_gettime(clock).expect("Linux has this clock").into()
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
