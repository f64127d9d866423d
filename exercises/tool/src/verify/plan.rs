//! Which variants of the exercises there are to build and to judge.

use std::fs;
use std::path::Path;

use super::{Column, Problem};
use crate::catalog::Exercise;
use crate::error::{Error, Result};
use crate::pristine::Pristine;
use crate::root::Root;

/// How many mutants an exercise must have.
const MUTANTS: usize = 2;
/// How many hints.
const HINTS: usize = 3;

/// What a variant is, and so what is expected of it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Role {
    /// Every test must fail.
    Untouched,
    /// Every test must pass.
    Solution,
    /// A test must fail, and say so.
    Mutant { name: String, killed_by: String },
}

impl Role {
    /// What problems call it.
    pub(crate) fn words(&self) -> String {
        match self {
            Role::Untouched => "the untouched exercise".into(),
            Role::Solution => "our solution".into(),
            Role::Mutant { name, .. } => format!("mutant {name}"),
        }
    }

    pub(crate) fn column(&self) -> Column {
        match self {
            Role::Untouched => Column::Untouched,
            Role::Solution => Column::Solution,
            Role::Mutant { .. } => Column::Mutants,
        }
    }
}

/// One source of one exercise, a package of the scratch workspace.
#[derive(Clone, Debug)]
pub(crate) struct Variant {
    /// Position in [`Plan::exercises`].
    pub(crate) exercise: usize,
    pub(crate) role: Role,
    /// Package and folder.
    pub(crate) package: String,
    /// The text of `src/NAME.rs`.
    pub(crate) source: Vec<u8>,
}

/// Everything that is to be done.
pub(crate) struct Plan {
    pub(crate) exercises: Vec<Exercise>,
    pub(crate) variants: Vec<Variant>,
    /// What is wrong before anything is built.
    pub(crate) problems: Vec<Problem>,
}

impl Plan {
    /// Finds the variants of these exercises.
    ///
    /// # Errors
    ///
    /// A folder of mutants cannot be read.
    pub(crate) fn new(
        root: &Root,
        pristine: &Pristine,
        exercises: Vec<Exercise>,
    ) -> Result<Plan> {
        let mut plan = Plan { exercises, variants: vec![], problems: vec![] };
        for position in 0..plan.exercises.len() {
            let one = plan.exercises[position].clone();
            plan.untouched(pristine, position, &one);
            plan.solution(root, position, &one);
            plan.mutants(root, position, &one)?;
        }
        Ok(plan)
    }

    fn untouched(&mut self, pristine: &Pristine, at: usize, one: &Exercise) {
        let hints = one.hints.len();
        if hints != HINTS {
            self.wrong(at, Column::List, format!("{hints} hints, not {HINTS}"));
        }
        if pristine.get(&one.tests()).is_none() {
            let text = format!("there is no exercises/{}", one.tests());
            self.wrong(at, Column::List, text);
        }
        match pristine.get(&one.source()) {
            Some(source) => self.add(at, one, Role::Untouched, source.into()),
            None => {
                let text = format!("there is no exercises/{}", one.source());
                self.wrong(at, Column::Untouched, text);
            }
        }
    }

    fn solution(&mut self, root: &Root, at: usize, one: &Exercise) {
        match fs::read(root.solutions(&one.source())) {
            Ok(source) => self.add(at, one, Role::Solution, source),
            Err(error) => {
                let text = format!("solutions/{}: {error}", one.source());
                self.wrong(at, Column::Solution, text);
            }
        }
    }

    fn mutants(
        &mut self,
        root: &Root,
        at: usize,
        one: &Exercise,
    ) -> Result<()> {
        let folder = format!("{}/mutants/{}", one.chapter, one.name);
        let files = rust_files(&root.solutions(&folder))?;
        if files.len() < MUTANTS {
            let count = files.len();
            let text = format!("{count} in solutions/{folder}, not {MUTANTS}");
            self.wrong(at, Column::Mutants, text);
        }
        for (name, source) in files {
            let text = String::from_utf8_lossy(&source);
            let first = text.lines().next().unwrap_or_default();
            match first.strip_prefix("// killed by: ").map(str::trim) {
                Some(killed_by) if !killed_by.is_empty() => {
                    let killed_by = killed_by.to_owned();
                    let role = Role::Mutant { name, killed_by };
                    self.add(at, one, role, source);
                }
                _ => {
                    let text = format!(
                        "mutant {name}: its first line is not `// killed by: \
                         TEXT`"
                    );
                    self.wrong(at, Column::Mutants, text);
                }
            }
        }
        Ok(())
    }

    fn add(&mut self, at: usize, one: &Exercise, role: Role, source: Vec<u8>) {
        let end = match &role {
            Role::Untouched => "untouched".to_owned(),
            Role::Solution => "solution".to_owned(),
            Role::Mutant { name, .. } => format!("mutant-{name}"),
        };
        let package = format!("{}-{}-{end}", one.chapter, one.name);
        self.variants.push(Variant { exercise: at, role, package, source });
    }

    fn wrong(&mut self, exercise: usize, column: Column, text: String) {
        self.problems.push(Problem { exercise, column, text });
    }
}

/// The `.rs` files of a folder, in order, by name without its end; none where
/// there is no folder.
fn rust_files(folder: &Path) -> Result<Vec<(String, Vec<u8>)>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.extension().is_some_and(|end| end == "rs") {
            let name = path.file_stem().unwrap_or_default();
            let source =
                fs::read(&path).map_err(Error::file("cannot read", &path))?;
            files.push((name.to_string_lossy().into_owned(), source));
        }
    }
    files.sort();
    Ok(files)
}
