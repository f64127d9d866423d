//! Runs, pairs, and the numbers made from them.

use std::fmt;
use std::io;
use std::time::Duration;

use crate::ask::Say;
use crate::programs::Programs;
use crate::rows::Row;
use crate::server::Server;
use crate::who::Who;

/// How far a median may be above its target.
const TOLERANCE: f64 = 0.05;
/// Requests before a run that do not count.
const WARM_UP: u64 = 200;

/// How much is measured.
pub(crate) struct Plan {
    pairs: usize,
    /// CPU time of the server in each run.
    run: Duration,
}

impl Plan {
    pub(crate) const FULL: Plan =
        Plan { pairs: 15, run: Duration::from_secs(2) };
    pub(crate) const QUICK: Plan =
        Plan { pairs: 5, run: Duration::from_millis(300) };
}

/// What a comparison gave.
pub(crate) struct Outcome {
    ours: String,
    theirs: String,
    /// What the clients do.
    say: Say,
    target: Option<f64>,
    /// Sorted.
    ratios: Vec<f64>,
    /// Microseconds of CPU time per request, sorted.
    times: [Vec<f64>; 2],
}

impl Row {
    pub(crate) fn compare(
        &self,
        programs: &Programs,
        plan: &Plan,
    ) -> io::Result<Outcome> {
        let mut ratios = Vec::new();
        let mut times = [Vec::new(), Vec::new()];
        for pair in 0..plan.pairs {
            let once = |who| run(who, self.say, programs, plan);
            let (ours, theirs) = (|| once(self.ours), || once(self.theirs));
            let (a, b);
            if pair % 2 == 0 {
                a = ours()?;
                b = theirs()?;
            } else {
                b = theirs()?;
                a = ours()?;
            }
            ratios.push(a / b);
            times[0].push(a);
            times[1].push(b);
        }
        ratios.sort_by(f64::total_cmp);
        times.iter_mut().for_each(|times| times.sort_by(f64::total_cmp));
        let title = |who: Who| who.title(self.say);
        let (ours, theirs) = (title(self.ours), title(self.theirs));
        let Row { say, target, .. } = *self;
        Ok(Outcome { ours, theirs, say, target, ratios, times })
    }
}

/// Microseconds of CPU time per request.
fn run(
    who: Who,
    say: Say,
    programs: &Programs,
    plan: &Plan,
) -> io::Result<f64> {
    let server = Server::start(who.command(say, programs))?;
    let mut clients = say.begin(server.address(), programs.page(say))?;
    clients.repeat(WARM_UP)?;
    let before = server.cpu_time()?;
    let (mut used, mut count, mut next) = (Duration::ZERO, 0, WARM_UP);
    while used < plan.run {
        count += clients.repeat(next)?;
        used = server.cpu_time()? - before;
        next = requests_for(plan.run.saturating_sub(used), used, count);
    }
    drop(clients); // who closes first: the same everywhere
    server.end()?;
    Ok(used.as_secs_f64() * 1e6 / count as f64)
}

/// How many more requests take `left`, when `count` took `used`.
fn requests_for(left: Duration, used: Duration, count: u64) -> u64 {
    // Too short a time says nothing: the first steps only double the count.
    let share = left.as_secs_f64() / used.as_secs_f64().max(1e-9);
    let more = (count as f64 * share.min(10.0) * 1.02).ceil();
    (more as u64).max(WARM_UP)
}

/// Only where connections are kept do the clients differ in what the servers'
/// names do not tell.
pub(crate) fn print_heading(say: Say) {
    let (clients, line) = match say.is_kept() {
        true => ("| clients ", "| --- "),
        false => ("", ""),
    };
    println!(
        "{clients}| ours | against | CPU time, ours / theirs | quartiles \
         | target | µs: ours, theirs |"
    );
    println!("{line}| --- | --- | --: | --- | --: | --- |");
}

impl Outcome {
    pub(crate) fn holds(&self) -> bool {
        let median = quarter(&self.ratios, 2);
        self.target.is_none_or(|target| median <= target + TOLERANCE)
    }
}

/// The value that so many quarters of the others are below.
fn quarter(sorted: &[f64], quarters: usize) -> f64 {
    sorted[(sorted.len() - 1) * quarters / 4]
}

/// "1.20", "0.125"
fn short(target: f64) -> String {
    let text = format!("{target:.3}");
    text.strip_suffix('0').unwrap_or(&text).to_owned()
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Outcome { ours, theirs, say, target, ratios, times } = self;
        let [low, median, high] = [1, 2, 3].map(|q| quarter(ratios, q));
        if say.is_kept() {
            write!(f, "| {} ", say.name())?;
        }
        write!(f, "| {ours} | {theirs} | {median:.2} ")?;
        write!(f, "| {low:.2}–{high:.2} ")?;
        match target {
            Some(target) => write!(f, "| {} ", short(*target))?,
            None => write!(f, "| – ")?,
        }
        let [ours, theirs] = [0, 1].map(|side| quarter(&times[side], 2));
        write!(f, "| {ours:.1}, {theirs:.1} |")
    }
}
