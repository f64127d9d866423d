//! The blocks of one page, run in order.

use std::collections::HashMap;
use std::env;
use std::path::Path;
use std::process;
use std::time::Instant;

use nix::unistd::{AccessFlags, access};

use super::Page;
use super::compare::{Extent, compare};
use super::fence::{Block, Command};
use super::process::Running;
use super::program::Programs;
use super::server::Server;
use super::update::{Edit, merge};
use crate::check::Complaint;

/// What became of one page.
#[derive(Clone, Debug, Default)]
pub(super) struct Outcome {
    pub(super) complaints: Vec<Complaint>,
    /// A missing program and the line of the block that needs it.
    pub(super) skipped: Vec<(String, usize)>,
    /// What would make the page true (only when asked for).
    pub(super) edits: Vec<Edit>,
}

/// What became of a page's server, for the blocks that talk to it.
enum State<'a> {
    Up(Box<Server<'a>>),
    /// It needs this program.
    Missing(String),
    /// It did not start, which was complained of.
    Failed,
    /// Its last block is done.
    Closed,
}

/// A page in the making.
pub(super) struct Session<'a> {
    pub(super) root: &'a Path,
    page: &'a Page,
    programs: &'a Programs,
    rewrite: bool,
    outcome: Outcome,
}

/// Runs all blocks of a page.
pub(super) fn run(
    root: &Path,
    page: &Page,
    blocks: &[Block],
    programs: &Programs,
    rewrite: bool,
) -> Outcome {
    let outcome = Outcome::default();
    let mut session = Session { root, page, programs, rewrite, outcome };
    let mut servers = HashMap::new();
    for (index, block) in blocks.iter().enumerate() {
        if !block.words.norun {
            session.block(block, &mut servers);
        }
        let rest = &blocks[index + 1..];
        for (name, state) in &mut servers {
            if !rest.iter().any(|b| b.words.with.as_ref() == Some(name))
                && let State::Up(server) = state
            {
                server.close(&mut session);
                *state = State::Closed;
            }
        }
    }
    session.outcome
}

impl<'a> Session<'a> {
    /// Runs one block, or says why not.
    fn block(
        &mut self,
        block: &'a Block,
        servers: &mut HashMap<String, State<'a>>,
    ) {
        let words = &block.words;
        let state = self.ready(block, servers);
        let name = words.server.clone();
        match state {
            Ok(peer) => {
                let Some(name) = name else {
                    return self.commands(block, peer);
                };
                if servers.contains_key(&name) {
                    let message =
                        format!("a second server `{name}` on this page");
                    return self.complain(block.line, message);
                }
                let state = match Server::start(self, block) {
                    Ok(server) => State::Up(Box::new(server)),
                    Err(()) => State::Failed,
                };
                servers.insert(name, state);
            }
            Err(state) => {
                if let State::Missing(program) = &state {
                    self.outcome.skipped.push((program.clone(), block.line));
                }
                if let Some(name) = name {
                    servers.insert(name, state);
                }
            }
        }
    }

    /// The server that a block talks to, or what keeps the block from
    /// running.
    fn ready<'s>(
        &mut self,
        block: &Block,
        servers: &'s HashMap<String, State<'a>>,
    ) -> Result<Option<&'s Server<'a>>, State<'a>> {
        let missing = block.words.needs.iter().find(|p| !is_installed(p));
        if let Some(program) = missing {
            return Err(State::Missing(program.clone()));
        }
        let Some(name) = &block.words.with else { return Ok(None) };
        match servers.get(name) {
            Some(State::Up(server)) => Ok(Some(server)),
            Some(State::Missing(program)) => {
                Err(State::Missing(program.clone()))
            }
            Some(State::Failed | State::Closed) => Err(State::Failed),
            None => {
                let message =
                    format!("no block `server={name}` stands before this one");
                self.complain(block.line, message);
                Err(State::Failed)
            }
        }
    }

    /// Runs the commands of a block that is no server.
    fn commands(&mut self, block: &Block, peer: Option<&Server<'_>>) {
        let last = block.commands.len() - 1;
        for (index, command) in block.commands.iter().enumerate() {
            let Some(shell) = self.shell(command) else { return };
            let ports = peer.and_then(|server| server.ports.as_ref());
            let shell = match ports {
                Some(ports) => ports.to_real(&shell),
                None => shell,
            };
            let mut process = self.process(&shell);
            if let Some(ports) = ports {
                process.env("SERVE_ADDR", &ports.address);
            }
            let input = block.words.input.as_deref();
            let input = input.filter(|_| index == last);
            let started = Running::start(process, input);
            let Some(running) = self.started(command, started) else { return };
            let ended = running.finish(Instant::now() + block.words.deadline);
            let printed = match ports {
                Some(ports) => ports.to_page(&ended.output),
                None => ended.output,
            };
            if ended.status.is_none() {
                let seconds = block.words.deadline.as_secs();
                return self.complain(
                    command.line,
                    format!(
                        "`{}` has not ended after {seconds} s{}",
                        command.shell,
                        last_words(&printed)
                    ),
                );
            }
            let extent = match block.words.part {
                true => Extent::Part,
                false => Extent::Whole,
            };
            self.output(block, command, &lines(&printed), extent);
            if index == last {
                self.status(block, command, ended.status);
            }
        }
    }

    /// The shell's line for a command; `None` when a program is not built.
    pub(super) fn shell(&self, command: &Command) -> Option<String> {
        self.programs.replace(&command.shell)
    }

    /// A shell at the root of the repository, with the same environment on
    /// every machine.
    pub(super) fn process(&self, shell: &str) -> process::Command {
        let mut sh = process::Command::new("sh");
        sh.arg("-c").arg(shell).current_dir(self.root);
        sh.env("RUST_BACKTRACE", "0").env("NO_COLOR", "1");
        sh.env("LC_ALL", "C").env("TERM", "dumb");
        sh.env("CARGO_TERM_COLOR", "never").env_remove("SERVE_ADDR");
        sh
    }

    /// The running command, or a complaint.
    pub(super) fn started(
        &mut self,
        command: &Command,
        started: std::io::Result<Running>,
    ) -> Option<Running> {
        started
            .map_err(|e| {
                let message = format!("cannot start a shell: {e}");
                self.complain(command.line, message);
            })
            .ok()
    }

    /// Compares a command's output, all of it on the page.
    fn output(
        &mut self,
        block: &Block,
        command: &Command,
        run: &[String],
        extent: Extent,
    ) {
        let page = &command.output;
        let Some(difference) = compare(page, run, extent) else { return };
        if self.rewrite {
            self.edit(block, command, merge(page, run, extent));
        } else {
            let line = command.line_of(difference.index);
            self.complain(line, difference.describe());
        }
    }

    /// Compares an exit status with what the fence says.
    pub(super) fn status(
        &mut self,
        block: &Block,
        command: &Command,
        status: Option<i32>,
    ) {
        let expected = block.words.status;
        if let Some(status) = status
            && status != expected
        {
            let message = format!(
                "`{}` ended with exit status {status}, the fence says \
                 {expected} (`status=N` says another)",
                command.shell
            );
            self.complain(command.line, message);
        }
    }

    /// Replaces the output that a page shows for a command.
    pub(super) fn edit(
        &mut self,
        block: &Block,
        command: &Command,
        new: Vec<String>,
    ) {
        let from = command.line_of(0);
        let lines = from..from + command.output.len();
        let prefix = block.prefix.clone();
        self.outcome.edits.push(Edit { lines, prefix, new });
    }

    pub(super) fn rewrites(&self) -> bool {
        self.rewrite
    }

    pub(super) fn complain(&mut self, line: usize, message: String) {
        let file = self.page.path.clone();
        self.outcome.complaints.push(Complaint { file, line, message });
    }
}

/// The end of what a command printed, for a complaint.
pub(super) fn last_words(printed: &str) -> String {
    match printed.lines().rev().find(|line| !line.trim().is_empty()) {
        Some(line) => format!("; its last line: `{}`", line.trim_end()),
        None => "; it printed nothing".to_owned(),
    }
}

/// Output as the lines that a page would show.
pub(super) fn lines(printed: &str) -> Vec<String> {
    printed.lines().map(|line| line.trim_end().to_owned()).collect()
}

/// Whether a program is in one of the folders of `PATH`.
fn is_installed(program: &str) -> bool {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path).any(|folder| {
        let file = folder.join(program);
        file.is_file() && access(&file, AccessFlags::X_OK).is_ok()
    })
}
