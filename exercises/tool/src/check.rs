//! Checking one exercise: build its test, run it, say what happened.

use std::process::Command;
use std::time::Duration;

use crate::cargo::{Build, Built, as_cargo_would, build_test};
use crate::catalog::Exercise;
use crate::error::Result;
use crate::files;
use crate::pristine::Pristine;
use crate::process::{Cancel, End, Errors, Limits, run};
use crate::root::Root;
use crate::tally::Tally;
use crate::tidy::tidy;

/// What a check found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// All tests pass.
    Passed { tests: usize },
    /// Some do not.
    Failed { passed: usize, tests: usize },
    /// rustc refused; when the error is not in the exercise's own files,
    /// where it is.
    Refused { elsewhere: Option<String> },
    /// Cargo refused before rustc was asked.
    Cargo,
    /// The tests did not end in time and were ended.
    Hung { seconds: u64, tests: Vec<String> },
    /// The tests took more memory than they may and were ended.
    Grew,
    /// The test program ended without a result: `exit`, abort, a signal.
    Died { how: String },
    /// There is no test in the file.
    Empty,
    /// The check was ended because it is of no use any more.
    Cancelled,
}

impl Verdict {
    /// Whether the exercise is solved.
    pub(crate) fn passed(&self) -> bool {
        matches!(self, Verdict::Passed { .. })
    }

    /// What to tell the learner, one line.
    pub(crate) fn words(&self) -> String {
        match self {
            Verdict::Passed { tests: 1 } => "the test passes".into(),
            Verdict::Passed { tests } => format!("all {tests} tests pass"),
            Verdict::Failed { passed, tests } => {
                format!("{passed} of {tests} tests pass")
            }
            Verdict::Refused { elsewhere: None } => {
                "it does not compile".into()
            }
            Verdict::Refused { elsewhere: Some(file) } => {
                format!("{file} does not compile, and stops its neighbors")
            }
            Verdict::Cargo => "cargo refuses to build it".into(),
            Verdict::Hung { seconds, tests } => {
                let who = match &tests[..] {
                    [] => "the tests".to_owned(),
                    [one] => format!("`{one}`"),
                    [one, more @ ..] => {
                        format!("`{one}` and {} more", more.len())
                    }
                };
                format!(
                    "hangs: {who} did not end in {seconds} s, so we ended it"
                )
            }
            Verdict::Grew => {
                "ended: the tests took more than 1 GiB of memory (an \
                 endless loop that prints or pushes?)"
                    .into()
            }
            Verdict::Died { how } => format!("the tests ended early: {how}"),
            Verdict::Empty => "there is no test in its test file".into(),
            Verdict::Cancelled => "the check was ended".into(),
        }
    }
}

/// A verdict and what it rests on.
#[derive(Clone, Debug)]
pub(crate) struct Report {
    pub(crate) verdict: Verdict,
    /// What the compiler or the tests printed, with their colors.
    pub(crate) text: String,
    /// What else the learner should know, one line each.
    pub(crate) notes: Vec<String>,
    /// The files that were judged; none when they changed meanwhile.
    pub(crate) fingerprint: Option<String>,
}

/// How a check is done.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Manner {
    /// Whether the output may have colors.
    pub(crate) color: bool,
    /// How long the tests of one exercise may run, compiling not counted.
    pub(crate) deadline: Duration,
}

/// Checks one exercise whose files are all there. `running` is called when it is built.
///
/// # Errors
///
/// Cargo cannot be started.
pub(crate) fn check(
    root: &Root,
    pristine: &Pristine,
    exercise: &Exercise,
    manner: Manner,
    cancel: &Cancel,
    running: &mut dyn FnMut(),
) -> Result<Report> {
    let mut notes = Vec::new();
    for tests in exercise.all_tests() {
        if !files::same(root, pristine, &tests) {
            notes.push(format!(
                "exercises/{tests} is not as it came; x (reset) brings it back"
            ));
        }
    }
    let before = files::fingerprint(root, exercise);
    let (verdict, text) =
        build_and_run(root, exercise, manner, cancel, running)?;
    let same = files::fingerprint(root, exercise) == before;
    let known = same && verdict != Verdict::Cancelled;
    Ok(Report { verdict, text, notes, fingerprint: known.then_some(before) })
}

/// The exercise's files as the compiler names them.
fn own_files(exercise: &Exercise) -> Vec<String> {
    let names = exercise.files().into_iter();
    names.map(|name| format!("exercises/{name}")).collect()
}

fn build_and_run(
    root: &Root,
    exercise: &Exercise,
    manner: Manner,
    cancel: &Cancel,
    running: &mut dyn FnMut(),
) -> Result<(Verdict, String)> {
    let (package, test) = (&exercise.chapter, &exercise.name);
    let build = build_test(root.path(), package, test, manner.color, cancel)?;
    Ok(match build {
        Build::Ready(built) => {
            running();
            run_tests(root, exercise, manner, &built, cancel)?
        }
        Build::Refused { text, files } => {
            let own = own_files(exercise);
            let mine = |file: &String| file.is_empty() || own.contains(file);
            let elsewhere = match files.iter().any(mine) {
                true => None,
                false => files.into_iter().next(),
            };
            (Verdict::Refused { elsewhere }, text)
        }
        Build::Cargo { text } => (Verdict::Cargo, text),
        Build::Cancelled => (Verdict::Cancelled, String::new()),
    })
}

fn run_tests(
    root: &Root,
    exercise: &Exercise,
    manner: Manner,
    built: &Built,
    cancel: &Cancel,
) -> Result<(Verdict, String)> {
    let mut command = Command::new(&built.executable);
    let folder = root.exercises(&exercise.chapter);
    as_cargo_would(&mut command, &folder, &built.binaries);
    command.args(["--color", if manner.color { "always" } else { "never" }]);
    let limits = Limits::tests(manner.deadline);
    let ran = run(command, Errors::Mixed, limits, cancel, &mut |_| {})?;
    let tally = Tally::of(&ran.output);
    let verdict = match ran.end {
        End::Cancelled => Verdict::Cancelled,
        End::TooBig => Verdict::Grew,
        End::Late => Verdict::Hung {
            seconds: manner.deadline.as_secs(),
            tests: unfinished(built, &tally, cancel),
        },
        End::Exited(status) if tally.finished => match tally.tests() {
            0 => Verdict::Empty,
            tests if status.success() => Verdict::Passed { tests },
            tests => Verdict::Failed { passed: tally.passed.len(), tests },
        },
        End::Exited(status) => Verdict::Died { how: status.to_string() },
    };
    let own = own_files(exercise);
    let mut text = String::new();
    for (file, warning) in &built.warnings {
        if own.contains(file) {
            text.push_str(warning);
        }
    }
    // The lesson first, the style after it.
    Ok((verdict, format!("{}{text}", tidy(&ran.output))))
}

/// The names of the tests that were not reported.
fn unfinished(built: &Built, tally: &Tally, cancel: &Cancel) -> Vec<String> {
    list_tests(&built.executable, cancel)
        .into_iter()
        .filter(|name| {
            !tally.passed.contains(name) && !tally.failed.contains(name)
        })
        .collect()
}

/// The names of all tests of a test program; none when it does not answer.
pub(crate) fn list_tests(
    executable: &std::path::Path,
    cancel: &Cancel,
) -> Vec<String> {
    let mut command = Command::new(executable);
    command.args(["--list", "--format", "terse"]);
    let limits = Limits::tests(Duration::from_secs(30));
    let ran = run(command, Errors::Apart, limits, cancel, &mut |_| {});
    let output = ran.map(|ran| ran.output).unwrap_or_default();
    output
        .lines()
        .filter_map(|line| line.strip_suffix(": test"))
        .map(str::to_owned)
        .collect()
}
