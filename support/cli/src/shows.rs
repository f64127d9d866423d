//! `demo` and `experiment`: sub-commands that play a named piece.

use std::fs;
use std::path::PathBuf;

use wire::Recording;

use crate::{Result, say};

/// One conversation that `demo` can hold.
#[derive(Clone, Copy, Debug)]
pub struct Scene {
    /// Its name on the command line and in `book/recordings/`.
    pub name: &'static str,
    /// One line: what it shows.
    pub about: &'static str,
    /// Holds the conversation, on a free port, and returns its recording:
    /// the same in every run, except for ports.
    pub play: fn() -> Result<Recording>,
}

/// `demo [NAME] [--record FILE]`: holds scripted conversations and prints the
/// bytes on the wire.
#[derive(Clone, Debug, clap::Args)]
pub struct Demo {
    /// One conversation instead of all
    name: Option<String>,
    /// List the conversations
    #[arg(long)]
    list: bool,
    /// Also write the recording, as JSON
    #[arg(long, value_name = "FILE", requires = "name")]
    record: Option<PathBuf>,
}

impl Demo {
    /// Plays what was asked for.
    ///
    /// # Errors
    ///
    /// When there is no scene of that name, when a scene fails, when the
    /// recording cannot be written.
    pub fn run(self, scenes: &[Scene]) -> Result {
        if self.list {
            scenes.iter().for_each(|s| say!("{:<16} {}", s.name, s.about));
            return Ok(());
        }
        let names = scenes.iter().map(|scene| scene.name);
        let chosen = choose("conversation", self.name.as_deref(), names)?;
        for (i, scene) in chosen.map(|at| &scenes[at]).enumerate() {
            if i > 0 {
                say!("");
            }
            let recording = (scene.play)()?;
            say!("{}", recording.to_string().trim_end());
            if let Some(file) = &self.record {
                let json = serde_json::to_string_pretty(&recording)?;
                fs::write(file, json + "\n").map_err(|error| {
                    format!("cannot write {}: {error}", file.display())
                })?;
            }
        }
        Ok(())
    }
}

/// One experiment: a piece of the system's behavior, made visible.
#[derive(Clone, Copy, Debug)]
pub struct Play {
    /// Its name on the command line.
    pub name: &'static str,
    /// One line: the question that it answers.
    pub about: &'static str,
    /// Does it and prints what happened.
    pub run: fn() -> Result,
}

/// `experiment [NAME]`: without a name, lists them.
#[derive(Clone, Debug, clap::Args)]
pub struct Experiment {
    /// Which one; without it, the list
    name: Option<String>,
}

impl Experiment {
    /// Runs the experiment that was asked for, or lists all.
    ///
    /// # Errors
    ///
    /// When there is none of that name, or it fails.
    pub fn run(self, plays: &[Play]) -> Result {
        let Some(name) = self.name else {
            plays.iter().for_each(|p| say!("{:<16} {}", p.name, p.about));
            return Ok(());
        };
        let names = plays.iter().map(|play| play.name);
        for at in choose("experiment", Some(&name), names)? {
            (plays[at].run)()?;
        }
        Ok(())
    }
}

/// The indexes that `name` asks for: one, or all without a name.
fn choose<'a>(
    what: &str,
    name: Option<&str>,
    names: impl Iterator<Item = &'a str>,
) -> Result<std::ops::Range<usize>> {
    let names: Vec<&str> = names.collect();
    let Some(name) = name else { return Ok(0..names.len()) };
    match names.iter().position(|&known| known == name) {
        Some(at) => Ok(at..at + 1),
        None => Err(format!(
            "there is no {what} '{name}'; there are: {}",
            names.join(", ")
        )
        .into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_name_all_are_chosen() {
        let all = choose("demo", None, ["a", "b"].into_iter()).unwrap();
        assert_eq!(all, 0..2);
    }

    #[test]
    fn an_unknown_name_is_answered_with_the_known_ones() {
        let names = ["hello", "reset"].into_iter();
        let error = choose("demo", Some("helo"), names).unwrap_err();
        assert_eq!(
            error.to_string(),
            "there is no demo 'helo'; there are: hello, reset"
        );
    }
}
