//! Runs the test programs and compares them with what each should do.

use std::collections::VecDeque;
use std::process::Command;
use std::sync::{Mutex, PoisonError, mpsc};
use std::thread;
use std::time::Duration;

use super::Problem;
use super::build::{Program, Programs, indent};
use super::plan::{Plan, Role};
use super::table::Meter;
use crate::ansi;
use crate::cargo::as_cargo_would;
use crate::check::list_tests;
use crate::process::{Cancel, End, Errors, Limits, Ran, run};
use crate::tally::Tally;
use crate::tidy::tidy;

/// How much of a test program's output a problem quotes, in lines.
const QUOTED: usize = 30;

/// What the runs showed.
#[derive(Default)]
pub(crate) struct Judged {
    pub(crate) problems: Vec<Problem>,
    /// For each exercise: tests of the untouched one, and how many failed.
    pub(crate) untouched: Vec<(usize, usize)>,
    /// For each exercise: mutants that were killed as they should.
    pub(crate) killed: Vec<usize>,
    /// For each exercise: whether the solution passed.
    pub(crate) solved: Vec<bool>,
}

/// One run: all tests of a variant, or one.
struct Task<'a> {
    variant: usize,
    program: &'a Program,
    test: Option<String>,
}

/// Runs everything, `jobs` programs at a time.
pub(crate) fn judge(
    plan: &Plan,
    built: &Programs,
    jobs: usize,
    deadline: Duration,
    meter: &Meter,
    cancel: &Cancel,
) -> Judged {
    let count = plan.exercises.len();
    let mut judged = Judged {
        untouched: vec![(0, 0); count],
        killed: vec![0; count],
        solved: vec![false; count],
        ..Judged::default()
    };
    let tasks = tasks(plan, built, &mut judged, cancel);
    let total = tasks.len();
    let queue = Mutex::new(tasks);
    let (sender, results) = mpsc::channel();
    thread::scope(|scope| {
        for _ in 0..jobs {
            let (queue, sender) = (&queue, sender.clone());
            scope.spawn(move || {
                let next = || {
                    let queue = queue.lock();
                    queue.unwrap_or_else(PoisonError::into_inner).pop_front()
                };
                while let (Some(task), false) = (next(), cancel.is_cancelled())
                {
                    let found = look(plan, &task, deadline, cancel);
                    if sender.send((task.variant, found)).is_err() {
                        return;
                    }
                }
            });
        }
        drop(sender);
        for (done, (variant, found)) in results.iter().enumerate() {
            meter.show("running", done + 1, total);
            judged.note(plan, variant, found);
        }
    });
    judged.problems.sort_by(|a, b| {
        let key = |p: &Problem| (p.exercise, p.column as usize);
        key(a).cmp(&key(b)).then_with(|| a.text.cmp(&b.text))
    });
    judged
}

fn tasks<'a>(
    plan: &Plan,
    built: &'a Programs,
    judged: &mut Judged,
    cancel: &Cancel,
) -> VecDeque<Task<'a>> {
    let mut tasks = VecDeque::new();
    for (variant, one) in plan.variants.iter().enumerate() {
        let Some(program) = built.by_variant.get(&variant) else { continue };
        if one.role != Role::Untouched {
            tasks.push_back(Task { variant, program, test: None });
            continue;
        }
        let tests = list_tests(&program.executable, cancel);
        judged.untouched[one.exercise].0 = tests.len();
        if tests.is_empty() {
            judged.note(plan, variant, Err("there is no test".into()));
        }
        tasks.extend(tests.into_iter().map(|test| Task {
            variant,
            program,
            test: Some(test),
        }));
    }
    tasks
}

impl Judged {
    fn note(&mut self, plan: &Plan, variant: usize, found: Result<(), String>) {
        let one = &plan.variants[variant];
        match (found, &one.role) {
            (Ok(()), Role::Untouched) => self.untouched[one.exercise].1 += 1,
            (Ok(()), Role::Solution) => self.solved[one.exercise] = true,
            (Ok(()), Role::Mutant { .. }) => self.killed[one.exercise] += 1,
            (Err(text), role) => self.problems.push(Problem {
                exercise: one.exercise,
                column: role.column(),
                text: format!("{}: {text}", role.words()),
            }),
        }
    }
}

/// Runs one task; what is wrong, if anything.
fn look(
    plan: &Plan,
    task: &Task<'_>,
    deadline: Duration,
    cancel: &Cancel,
) -> Result<(), String> {
    let mut command = Command::new(&task.program.executable);
    as_cargo_would(&mut command, &task.program.folder, &task.program.binaries);
    command.args(["--color", "never"]);
    if let Some(test) = &task.test {
        command.args(["--exact", test]);
    }
    let limits = Limits::tests(deadline);
    let ran = run(command, Errors::Mixed, limits, cancel, &mut |_| {})
        .map_err(|error| error.to_string())?;
    let status = match ran.end {
        End::Exited(status) => status,
        End::Late => {
            let who = task.test.as_deref().unwrap_or("a test");
            let seconds = deadline.as_secs();
            return Err(quote(format!("{who} hangs ({seconds} s)"), &ran));
        }
        End::TooBig => return Err("takes more than 1 GiB of memory".into()),
        End::Cancelled => return Err("ended by a signal".into()),
    };
    let role = &plan.variants[task.variant].role;
    verdict(role, task.test.as_deref(), &ran, status.success())
}

/// What is wrong with a run that has ended.
fn verdict(
    role: &Role,
    test: Option<&str>,
    ran: &Ran,
    success: bool,
) -> Result<(), String> {
    let tally = Tally::of(&ran.output);
    let none_ran =
        tally.finished && tally.passed.is_empty() && tally.failed.is_empty();
    match (role, test) {
        (Role::Untouched, Some(test)) if none_ran => {
            Err(format!("{test} is ignored, so it judges nothing"))
        }
        (Role::Untouched, Some(test)) if success => {
            Err(format!("{test} passes, so it judges nothing"))
        }
        (Role::Untouched, Some(_)) => Ok(()),
        (Role::Mutant { .. }, _) if success => {
            Err("survives: no test fails".into())
        }
        (Role::Mutant { killed_by, .. }, _) => {
            if ran.output.contains(killed_by.as_str()) {
                return Ok(());
            }
            let text = format!("killed, but no test says `{killed_by}`");
            Err(quote(text, ran))
        }
        _ if !success => Err(quote("fails".into(), ran)),
        _ if tally.passed.is_empty() => Err("no test ran".into()),
        _ => Ok(()),
    }
}

/// The text with the output below it.
fn quote(text: String, ran: &Ran) -> String {
    let output = tidy(&ansi::strip(&ran.output));
    let lines: Vec<&str> = output.lines().collect();
    let shown = lines[..lines.len().min(QUOTED)].join("\n");
    let more = match lines.len().saturating_sub(QUOTED) {
        0 => String::new(),
        more => format!("\n    … {more} more lines"),
    };
    format!("{text}:\n{}{more}", indent(&shown))
}
