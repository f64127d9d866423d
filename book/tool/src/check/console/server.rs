//! A block that stays, and the blocks that talk to it.

use std::time::{Duration, Instant};

use nix::sys::signal::Signal;

use super::compare::{Extent, compare};
use super::fence::{Block, Command};
use super::ports::{self, Ports};
use super::process::Running;
use super::session::{Session, last_words, lines};
use super::update::merge;

/// How long a server may take to print what the page still shows of it.
const SETTLING: Duration = Duration::from_secs(5);
/// The line of a page at which the reader presses Ctrl-C.
const CTRL_C: &str = "^C";

/// A server of a page that has said that it is ready.
pub(super) struct Server<'a> {
    block: &'a Block,
    command: &'a Command,
    running: Option<Running>,
    /// Its port, unless it listens on something without one.
    pub(super) ports: Option<Ports>,
}

impl<'a> Server<'a> {
    /// Starts a server and waits until it is ready; what fails is a
    /// complaint of the session.
    pub(super) fn start(
        session: &mut Session<'_>,
        block: &'a Block,
    ) -> Result<Server<'a>, ()> {
        let command = &block.commands[0];
        let shell = session.shell(command).ok_or(())?;
        let (shell, names_address) = ports::free_port(&shell);
        let mut process = session.process(&direct(&shell));
        if !names_address {
            process.env("SERVE_ADDR", "127.0.0.1:0");
        }
        let started = Running::start(process, block.words.input.as_deref());
        let running = session.started(command, started).ok_or(())?;
        let deadline = block.words.deadline;
        if !running.wait_for(Instant::now() + deadline, ports::is_ready) {
            let words = last_words(&running.output());
            let message = format!(
                "the server `{}` has not printed `{}…` within {} s{words}",
                command.shell,
                ports::READY,
                deadline.as_secs(),
            );
            session.complain(command.line, message);
            return Err(());
        }
        let printed = running.output();
        let ports = Ports::of(&printed, &command.output, &command.shell);
        Ok(Server { block, command, running: Some(running), ports })
    }

    /// Ends the server and compares what it printed.
    pub(super) fn close(&mut self, session: &mut Session<'_>) {
        let Some(running) = self.running.take() else { return };
        let page = &self.command.output;
        let ctrl_c = page.iter().position(|line| line == CTRL_C);
        let before = &page[..ctrl_c.unwrap_or(page.len())];
        let beginning = match self.block.words.part {
            true => Extent::Part,
            false => Extent::Beginning,
        };
        // The last client has gone; the server may still be about to
        // say so.
        let settling = SETTLING.min(self.block.words.deadline);
        running.wait_for(Instant::now() + settling, |printed| {
            compare(before, &self.lines(printed), beginning).is_none()
        });
        let so_far = self.lines(&running.output());
        let Some(ctrl_c) = ctrl_c else {
            running.signal(Signal::SIGTERM);
            // It may have a socket's file to remove; what it says is not
            // compared.
            running.finish(Instant::now() + settling);
            return self.output(session, page, &so_far, beginning, None);
        };
        running.signal(Signal::SIGINT);
        let deadline = self.block.words.deadline;
        let ended = running.finish(Instant::now() + deadline);
        if ended.status.is_none() {
            let seconds = deadline.as_secs();
            let message = format!(
                "the server has not ended {seconds} s after Ctrl-C{}",
                last_words(&ended.output)
            );
            return session.complain(self.command.line, message);
        }
        let mut shown = page.clone();
        shown.remove(ctrl_c);
        let all = self.lines(&ended.output);
        let whole = match self.block.words.part {
            true => Extent::Part,
            false => Extent::Whole,
        };
        let split = Some((ctrl_c, so_far.len()));
        self.output(session, &shown, &all, whole, split);
        session.status(self.block, self.command, ended.status);
    }

    /// Compares the output; `split` says where `^C` stands in the page's
    /// lines and where in the run's.
    fn output(
        &self,
        session: &mut Session<'_>,
        page: &[String],
        run: &[String],
        extent: Extent,
        split: Option<(usize, usize)>,
    ) {
        let Some(difference) = compare(page, run, extent) else { return };
        if !session.rewrites() {
            let index = difference.index;
            let passed = split.is_some_and(|(at, _)| index >= at);
            let line = self.command.line_of(index + usize::from(passed));
            return session.complain(line, difference.describe());
        }
        let new = match split {
            None => merge(page, run, extent),
            Some((at, seen)) => {
                let mut new = merge(&page[..at], &run[..seen], extent);
                new.push(CTRL_C.to_owned());
                new.extend(merge(&page[at..], &run[seen..], extent));
                new
            }
        };
        session.edit(self.block, self.command, new);
    }

    /// The server's output as the page would show it.
    fn lines(&self, printed: &str) -> Vec<String> {
        match &self.ports {
            Some(ports) => lines(&ports.to_page(printed)),
            None => lines(printed),
        }
    }
}

/// The command with its shell out of the way, where it is a single program:
/// else a shell that dies of the Ctrl-C hides the server's exit status.
fn direct(shell: &str) -> String {
    let first = shell.split_whitespace().next().unwrap_or("");
    if shell.contains(['|', '&', ';', '(', '\n', '`', '{']) {
        shell.to_owned()
    } else if first.contains('=') {
        format!("exec env {shell}")
    } else {
        format!("exec {shell}")
    }
}

#[cfg(test)]
mod tests {
    use super::direct;

    #[test]
    fn a_single_program_takes_the_shell_s_place() {
        assert_eq!(direct("a b"), "exec a b");
        assert_eq!(direct("X='1 2' a"), "exec env X='1 2' a");
        assert_eq!(direct("a | b"), "a | b");
        assert_eq!(direct("a; b"), "a; b");
    }
}
