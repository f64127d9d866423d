//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

/// The learner's desk: shows the next exercise, runs its tests after every
/// save, and remembers what is solved.
///
/// Without a command it opens the desk in the terminal; where there is none,
/// it prints where you are.
#[derive(Debug, Parser)]
#[command(
    name = "learn",
    bin_name = "cargo learn",
    version,
    after_help = "An exercise is named ex01/greeting, or greeting where only \
        one chapter has it.\nExit status: 0 done, 1 not done (tests fail, a \
        file is missing, nothing is left), 2 wrong usage."
)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) common: Common,
    /// The exercise to start with (the desk only)
    #[arg(long, value_name = "EX")]
    pub(crate) start: Option<String>,
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

/// What all commands take.
#[derive(Debug, Args)]
pub(crate) struct Common {
    /// The repository, when it is not around the current folder
    #[arg(long, global = true, value_name = "DIR", env = "LEARN_ROOT")]
    pub(crate) root: Option<PathBuf>,
    /// Take the untouched exercises from DIR, not from this program
    #[arg(long, global = true, value_name = "DIR", env = "LEARN_PRISTINE")]
    #[arg(hide_short_help = true, hide_env = true)]
    pub(crate) pristine: Option<PathBuf>,
    /// How long the tests of one exercise may run, compiling not counted
    #[arg(long, global = true, value_name = "SECONDS", default_value_t = 60)]
    #[arg(env = "LEARN_DEADLINE", hide_env = true)]
    #[arg(value_parser = clap::value_parser!(u64).range(1..=3600))]
    pub(crate) deadline: u64,
}

/// The plain commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Show all exercises and how they stand
    List,
    /// Name the next exercise to solve (status 1 when none is left)
    Next,
    /// Run the tests: of the next exercise, of EX, of a chapter, of all
    Check {
        /// Exercises (ex01/greeting) or chapters (ex01)
        #[arg(value_name = "EX")]
        names: Vec<String>,
        /// All exercises
        #[arg(long, conflicts_with = "names")]
        all: bool,
    },
    /// Show the hints of an exercise, one more each time
    Hint {
        #[arg(value_name = "EX")]
        name: String,
        /// All of them at once
        #[arg(long)]
        all: bool,
    },
    /// Print our solution, once yours passes
    Solution {
        #[arg(value_name = "EX")]
        name: String,
    },
    /// Make an exercise untouched again; your version is kept in .learn/
    Reset {
        #[arg(value_name = "EX")]
        name: String,
        /// Do not ask
        #[arg(short, long)]
        yes: bool,
    },
    /// Prove that the exercises can be trusted: untouched ones fail, our
    /// solutions pass, solutions with a known mistake are caught
    Verify {
        /// Only these exercises (ex01/greeting) or chapters (ex01)
        #[arg(value_name = "EX")]
        names: Vec<String>,
        /// How many tests run at a time [default: twice the cores]
        #[arg(short, long, value_name = "N")]
        jobs: Option<std::num::NonZeroUsize>,
    },
    /// For maintainers: take exercises/ as the untouched files
    #[command(hide = true)]
    Pristine {
        /// Also a file that lost its todo!()
        #[arg(long)]
        force: bool,
    },
}
