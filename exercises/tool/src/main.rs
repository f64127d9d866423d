//! The learner's desk: `cargo learn`.
//!
//! # Layout
//!
//! * `cli`: the command line. `plain`: the commands that print and end.
//! * `desk`: the one that draws, and stays.
//! * `verify`: the proof that exercises, solutions and mutants agree.
//! * `exercise`, `catalog`, `pristine`, `files`, `progress`: the exercises, how they
//!   came, what the learner made of them, what is known of that.
//! * `check`, `tally`, `cargo`, `process`: running the tests of one exercise.
//! * `author`: for those who write exercises. `pages`: the book. `root`: where all
//!   this is. `ansi`, `bar`, `tidy`: text.

mod ansi;
mod author;
mod bar;
mod cargo;
mod catalog;
mod check;
mod cli;
mod desk;
mod error;
mod exercise;
mod files;
mod pages;
mod plain;
mod pristine;
mod process;
mod progress;
mod root;
mod tally;
mod tidy;
mod verify;

use std::io::{self, IsTerminal as _, Write as _};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use clap::Parser as _;

use crate::catalog::Catalog;
use crate::cli::{Cli, Command};
use crate::error::{Error, Result};
use crate::plain::Desk;
use crate::pristine::Pristine;
use crate::progress::Progress;
use crate::root::Root;

fn main() -> ExitCode {
    match run(Cli::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(Error::Output(e)) if e.kind() == io::ErrorKind::BrokenPipe => {
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("learn: {error}");
            let usage = matches!(error, Error::Usage(_));
            ExitCode::from(if usage { 2 } else { 1 })
        }
    }
}

/// Does what was asked; false when that was "no".
fn run(cli: Cli) -> Result<bool> {
    let root = Root::find(cli.common.root)?;
    let out = &mut io::stdout();
    if let Some(Command::Pristine { force }) = cli.command {
        return author::pristine(&root, force, out);
    }
    let pristine = match &cli.common.pristine {
        Some(folder) => Pristine::read(folder)?,
        None => Pristine::embedded(),
    };
    let deadline = Duration::from_secs(cli.common.deadline);
    if let Some(Command::Verify { names, jobs }) = cli.command {
        return verify::verify(&root, &pristine, &names, jobs, deadline, out);
    }
    let catalog = Catalog::load(&root, &pristine);
    let progress = Progress::load(&root);
    let pristine = Arc::new(pristine);
    let mut desk = Desk { root, pristine, catalog, progress, deadline };
    if cli.command.is_none() && has_screen() {
        return desk::open(desk, cli.start.as_deref());
    }
    if cli.start.is_some() {
        let why = "--start is for the desk, and this is no terminal to draw on";
        return Err(Error::Usage(why.into()));
    }
    plain::tell_trouble(&mut desk);
    let done = match cli.command {
        None => plain::overview(&desk, out),
        Some(Command::List) => plain::list(&desk, out),
        Some(Command::Next) => plain::next(&desk, out),
        Some(Command::Check { names, all }) => {
            plain::check_some(&mut desk, &names, all, out)
        }
        Some(Command::Hint { name, all }) => {
            plain::hint(&mut desk, &name, all, out)
        }
        Some(Command::Solution { name }) => plain::solution(&desk, &name, out),
        Some(Command::Reset { name, yes }) => {
            plain::reset(&mut desk, &name, yes, out)
        }
        Some(Command::Verify { .. } | Command::Pristine { .. }) => Ok(true),
    };
    out.flush()?;
    done
}

/// Whether there is a terminal that can be drawn on and types back.
fn has_screen() -> bool {
    io::stdin().is_terminal()
        && io::stdout().is_terminal()
        && std::env::var_os("TERM")
            .is_some_and(|term| term != "dumb" && !term.is_empty())
}
