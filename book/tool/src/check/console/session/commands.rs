//! One block's commands, run and compared.

use std::process;
use std::time::Instant;

use super::Session;
use crate::check::console::compare::{Extent, compare};
use crate::check::console::fence::{Block, Command};
use crate::check::console::process::Running;
use crate::check::console::server::Server;
use crate::check::console::update::{Edit, merge};

impl Session<'_> {
    /// Runs the commands of a block that is no server.
    pub(super) fn commands(
        &mut self,
        block: &Block,
        peer: Option<&Server<'_>>,
    ) {
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
                return self.late(block, command, &printed);
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

    /// Complains of a command that had to be ended.
    fn late(&mut self, block: &Block, command: &Command, printed: &str) {
        let seconds = block.words.deadline.as_secs();
        let last = last_words(printed);
        let shell = &command.shell;
        let message =
            format!("`{shell}` has not ended after {seconds} s{last}");
        self.complain(command.line, message);
    }

    /// The shell's line for a command; `None` when a program is not built.
    pub(in crate::check::console) fn shell(
        &self,
        command: &Command,
    ) -> Option<String> {
        self.programs.replace(&command.shell)
    }

    /// A shell at the root of the repository, with the same environment on
    /// every machine.
    pub(in crate::check::console) fn process(
        &self,
        shell: &str,
    ) -> process::Command {
        let mut sh = process::Command::new("sh");
        sh.arg("-c").arg(shell).current_dir(self.root);
        sh.env("RUST_BACKTRACE", "0").env("NO_COLOR", "1");
        sh.env("LC_ALL", "C").env("TERM", "dumb");
        sh.env("CARGO_TERM_COLOR", "never").env_remove("SERVE_ADDR");
        sh
    }

    /// The running command, or a complaint.
    pub(in crate::check::console) fn started(
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
    pub(in crate::check::console) fn status(
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
    pub(in crate::check::console) fn edit(
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
}

/// The end of what a command printed, for a complaint.
pub(in crate::check::console) fn last_words(printed: &str) -> String {
    match printed.lines().rev().find(|line| !line.trim().is_empty()) {
        Some(line) => format!("; its last line: `{}`", line.trim_end()),
        None => "; it printed nothing".to_owned(),
    }
}

/// Output as the lines that a page would show.
pub(in crate::check::console) fn lines(printed: &str) -> Vec<String> {
    printed.lines().map(|line| line.trim_end().to_owned()).collect()
}
