//! Builds the scratch workspace, once.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

use super::plan::Plan;
use super::table::Meter;
use super::{Problem, workspace};
use crate::ansi;
use crate::cargo::{Message, cargo};
use crate::error::{Error, Result};
use crate::process::{Cancel, End, Errors, Limits, Ran, run};
use crate::root::Root;

/// The test program of each variant that could be built, by its position in
/// the plan, and the folder it runs in.
#[derive(Default)]
pub(crate) struct Programs {
    pub(crate) by_variant: HashMap<usize, Program>,
}

/// One test program.
pub(crate) struct Program {
    pub(crate) executable: PathBuf,
    pub(crate) folder: PathBuf,
    /// The variant's binary, by the name that the tests know.
    pub(crate) binaries: Vec<(String, PathBuf)>,
}

/// Builds all; a variant that does not compile becomes a problem.
///
/// # Errors
///
/// Cargo cannot be started, or refuses before it compiles anything.
pub(crate) fn build(
    root: &Root,
    plan: &mut Plan,
    meter: &Meter,
    cancel: &Cancel,
) -> Result<Programs> {
    // All crates are here already, as a rule: then no network is needed.
    let mut ran = call(root, plan, true, meter, cancel)?;
    let refused = |ran: &Ran| match ran.end {
        End::Exited(status) => !status.success(),
        _ => true,
    };
    if refused(&ran) && !ran.output.contains("\"compiler-message\"") {
        ran = call(root, plan, false, meter, cancel)?;
    }
    let Report { mut programs, errors, elsewhere } =
        Report::read(root, plan, &ran.output);
    let nothing = errors.is_empty() && elsewhere.is_empty();
    if refused(&ran) && nothing && !cancel.is_cancelled() {
        let text = ran.errors.trim().to_owned();
        return Err(Error::Told(format!("cargo refuses to build: {text}")));
    }
    if !elsewhere.is_empty() {
        return Err(Error::Told(format!(
            "what the exercises stand on does not compile:\n{elsewhere}"
        )));
    }
    for (at, text) in errors {
        programs.by_variant.remove(&at);
        let variant = &plan.variants[at];
        let words = variant.role.words();
        plan.problems.push(Problem {
            exercise: variant.exercise,
            column: variant.role.column(),
            text: format!("{words} does not compile:\n{}", indent(&text)),
        });
    }
    Ok(programs)
}

/// What cargo says of the build.
#[derive(Default)]
struct Report {
    programs: Programs,
    /// The compiler's errors, by variant.
    errors: BTreeMap<usize, String>,
    /// Its errors in packages that are no variants.
    elsewhere: String,
}

impl Report {
    fn read(root: &Root, plan: &Plan, output: &str) -> Report {
        let folders: HashMap<PathBuf, usize> = (0..plan.variants.len())
            .map(|i| (workspace::package(root, &plan.variants[i]), i))
            .collect();
        let mut report = Report::default();
        for message in output.lines().filter_map(Message::parse) {
            let folder = message.manifest_path.parent().map(PathBuf::from);
            let variant = folder.as_ref().and_then(|f| folders.get(f)).copied();
            if let Some(said) = &message.message
                && said.is_error()
            {
                let text = said.rendered.as_deref().unwrap_or(&said.message);
                let place = match variant {
                    Some(variant) => report.errors.entry(variant).or_default(),
                    None => &mut report.elsewhere,
                };
                place.push_str(&ansi::strip(text));
            }
            if let (Some(variant), Some(folder)) = (variant, folder) {
                report.programs.add(plan, variant, folder, message);
            }
        }
        report
    }
}

impl Programs {
    fn add(
        &mut self,
        plan: &Plan,
        variant: usize,
        folder: PathBuf,
        message: Message,
    ) {
        let (test, binary) = (message.is_kind("test"), message.is_kind("bin"));
        let Some(path) = message.executable else { return };
        let one = &plan.exercises[plan.variants[variant].exercise];
        let program = self.by_variant.entry(variant).or_insert(Program {
            executable: PathBuf::new(),
            folder,
            binaries: Vec::new(),
        });
        if test {
            program.executable = path;
        } else if binary {
            let name = format!("{}-{}", one.chapter, one.name);
            program.binaries.push((name, path));
        }
    }
}

fn call(
    root: &Root,
    plan: &Plan,
    offline: bool,
    meter: &Meter,
    cancel: &Cancel,
) -> Result<Ran> {
    let mut command = cargo(&workspace::folder(root));
    // `build --test`, not `test --no-run`: only this one goes on after a
    // package that does not compile.
    command
        .args(["build", "--workspace", "--keep-going", "--test", "*"])
        .args(["--message-format=json", "--color=never"])
        .arg("--target-dir")
        .arg(workspace::target(root));
    if offline {
        command.arg("--offline");
    }
    let total = plan.variants.len();
    let mut done = 0;
    meter.show("building", 0, total);
    let limits = Limits::cargo();
    let limits = Limits { output: 256 << 20, ..limits };
    run(command, Errors::Apart, limits, cancel, &mut |line| {
        let test = |message: &Message| message.is_kind("test");
        if Message::parse(line).is_some_and(|message| {
            message.reason == "compiler-artifact" && test(&message)
        }) {
            done += 1;
            meter.show("building", done, total);
        }
    })
}

/// The text four columns to the right.
pub(crate) fn indent(text: &str) -> String {
    let lines = text.trim_end().lines().map(|line| format!("    {line}"));
    lines.collect::<Vec<_>>().join("\n")
}
