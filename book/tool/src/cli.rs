//! The command line.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::check::browser::{self, available};
use crate::check::{self, Options, Report};
use crate::error::{Error, Result};
use crate::source::Book;
use crate::{preprocess, render, root, serve};

/// Builds the book, and refuses a book that lies.
#[derive(Debug, Parser)]
#[command(name = "cargo book", bin_name = "cargo book", version)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Task>,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Render the book into book/build (what `cargo book` alone does)
    Build,
    /// Show the book over HTTP, rebuilt on each save
    Serve {
        /// Where to listen
        #[arg(default_value = "127.0.0.1:9000")]
        address: String,
    },
    /// Check everything that the pages say
    Check {
        /// Rewrite transcripts and recordings from a real run
        #[arg(long)]
        update: bool,
        /// Run one check only
        #[arg(long, value_name = "NAME")]
        only: Option<String>,
    },
    /// Take pictures of all pages, in both themes and two widths, to look at
    Shots {
        /// Where to put them
        #[arg(default_value = "target/shots")]
        folder: PathBuf,
    },
    /// Expand the directives of a book that mdBook sends (for book.toml)
    Preprocess {
        #[command(subcommand)]
        question: Option<Question>,
    },
}

#[derive(Debug, Subcommand)]
enum Question {
    /// Exit with 0 when pages can be expanded for this renderer
    Supports {
        /// The renderer's name
        renderer: String,
    },
}

/// Runs the command that the arguments name.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let command = arguments.command.unwrap_or(Task::Build);
    match run(command) {
        Ok(code) => code,
        Err(e) => {
            eprintln!("{e}");
            // A name that does not exist is wrong usage.
            let usage = matches!(e, Error::NoCheck { .. });
            ExitCode::from(if usage { 2 } else { 1 })
        }
    }
}

fn run(command: Task) -> Result<ExitCode> {
    if let Task::Preprocess { question: Some(question) } = &command {
        let Question::Supports { renderer } = question;
        let supported = preprocess::supports(renderer);
        return Ok(if supported {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        });
    }
    let root = root::here()?;
    match command {
        Task::Build => built(&render::build(&root)?),
        Task::Serve { address } => serve::serve(&root, &address)?,
        Task::Check { update, only } => {
            return checked(&root, &Options { update, only });
        }
        Task::Shots { folder } => shots(&root, &folder)?,
        Task::Preprocess { .. } => preprocess::run(&root)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// Builds the book and takes a picture of every page.
fn shots(root: &Path, to: &Path) -> Result<()> {
    let tools = available().ok_or(Error::NoBrowser)?;
    let index = render::build(root)?;
    let folder = index.parent().unwrap_or(root);
    let files = browser::shots(&tools, folder, to).map_err(Error::Browser)?;
    println!("{} pictures in {}", files.len(), to.display());
    Ok(())
}

/// Says where the book is.
fn built(index: &Path) {
    println!("the book: {}", index.display());
    println!("to open:  {}", file_url(index));
}

/// A path as a browser takes it.
fn file_url(path: &Path) -> String {
    let path = path.to_string_lossy();
    let mut url = String::from("file://");
    for byte in path.bytes() {
        match byte {
            b'/' | b'-' | b'_' | b'.' | b'~' => url.push(byte.into()),
            byte if byte.is_ascii_alphanumeric() => url.push(byte.into()),
            byte => url.push_str(&format!("%{byte:02X}")),
        }
    }
    url
}

fn checked(root: &Path, options: &Options) -> Result<ExitCode> {
    let book = Book::load(root)?;
    let Report { complaints, skipped } = check::run(&book, options)?;
    skipped.iter().for_each(|line| println!("{line}"));
    let all = options.only.is_none();
    if options.only.as_deref().is_none_or(|only| only == "notes") {
        let (answered, open) = check::notes_tally(&book);
        println!("notes: {answered} answered, {open} open");
    }
    // mdBook refuses, or warns of, things that no check looks for.
    if all && complaints.is_empty() {
        let folder = tempfile::tempdir().map_err(Error::file(root))?;
        render::build_into(root, folder.path())?;
    }
    match complaints.len() {
        0 => {
            match &options.only {
                Some(only) => println!("{only}: nothing to complain of"),
                None => println!("the book tells the truth"),
            }
            Ok(ExitCode::SUCCESS)
        }
        count => {
            for complaint in &complaints {
                println!("{complaint}");
            }
            let word = if count == 1 { "complaint" } else { "complaints" };
            eprintln!("{count} {word}");
            Ok(ExitCode::FAILURE)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_becomes_an_address_that_a_browser_opens() {
        assert_eq!(
            file_url(Path::new("/a b/ü.html")),
            "file:///a%20b/%C3%BC.html"
        );
    }

    #[test]
    fn the_command_line_is_sound() {
        use clap::CommandFactory;
        Arguments::command().debug_assert();
    }
}
