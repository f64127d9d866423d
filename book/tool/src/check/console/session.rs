//! The blocks of one page, run in order.

mod commands;

use std::collections::HashMap;
use std::env;
use std::path::Path;

use nix::unistd::{AccessFlags, access};

use super::Page;
use super::fence::Block;
use super::program::Programs;
use super::server::Server;
use super::update::Edit;
use crate::check::Complaint;
pub(super) use commands::{last_words, lines};

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

    pub(super) fn rewrites(&self) -> bool {
        self.rewrite
    }

    pub(super) fn complain(&mut self, line: usize, message: String) {
        let file = self.page.path.clone();
        self.outcome.complaints.push(Complaint { file, line, message });
    }
}

/// Whether a program is in one of the folders of `PATH`.
fn is_installed(program: &str) -> bool {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path).any(|folder| {
        let file = folder.join(program);
        file.is_file() && access(&file, AccessFlags::X_OK).is_ok()
    })
}
