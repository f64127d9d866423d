//! The `console` fences of a page: their commands, and what these print.

use super::Page;
use super::words::{Words, parse};
use crate::check::Complaint;
use crate::source::{Fence, fences};

/// One `console` fence.
#[derive(Clone, Debug)]
pub(super) struct Block {
    /// The line of the opening fence, counted from 1.
    pub(super) line: usize,
    /// What stands before the fence: spaces of a list, `> ` of a quote.
    pub(super) prefix: String,
    /// The words after `console`.
    pub(super) words: Words,
    /// The commands in their order, each with its output.
    pub(super) commands: Vec<Command>,
}

/// One command of a fence.
#[derive(Clone, Debug, Default)]
pub(super) struct Command {
    /// The line of its `$ `.
    pub(super) line: usize,
    /// The lines as they stand on the page, the first with its `$ `.
    pub(super) shown: Vec<String>,
    /// What the shell gets.
    pub(super) shell: String,
    /// What the page says it prints.
    pub(super) output: Vec<String>,
}

impl Command {
    /// The line on which output line `index` stands, or would stand.
    pub(super) fn line_of(&self, index: usize) -> usize {
        self.line + self.shown.len() + index
    }
}

/// The `console` blocks of a page, and what is wrong with their form.
pub(super) fn blocks(page: &Page) -> (Vec<Block>, Vec<Complaint>) {
    let mut blocks = Vec::new();
    let mut complaints = Vec::new();
    for fence in fences(&page.text) {
        let mut words = fence.info.splitn(2, ',');
        if words.next().map(str::trim) != Some("console") {
            continue;
        }
        let block = parse(words.next().unwrap_or(""))
            .map_err(|message| (fence.line, message))
            .and_then(|words| block(&fence, words));
        match block {
            Ok(block) => blocks.push(block),
            Err((line, message)) => {
                let file = page.path.clone();
                complaints.push(Complaint { file, line, message });
            }
        }
    }
    (blocks, complaints)
}

/// A fence's text as commands and their output.
fn block(fence: &Fence, words: Words) -> Result<Block, (usize, String)> {
    let mut commands: Vec<Command> = Vec::new();
    let mut continued = false;
    for (index, text) in fence.body.iter().enumerate() {
        let line = fence.line + 1 + index;
        let text = text.trim_end();
        match (text.strip_prefix("$ "), commands.last_mut()) {
            (_, Some(command)) if continued => {
                command.shown.push(text.to_owned());
                command.shell.push('\n');
                command.shell.push_str(text);
                continued = text.ends_with('\\');
            }
            (Some(shell), _) => {
                continued = shell.ends_with('\\');
                commands.push(Command {
                    line,
                    shown: vec![text.to_owned()],
                    shell: shell.to_owned(),
                    output: Vec::new(),
                });
            }
            (None, Some(command)) => command.output.push(text.to_owned()),
            (None, None) => {
                let message = "a console block begins with `$ ` and a \
                     command; what is no transcript is a `text` block";
                return Err((line, message.to_owned()));
            }
        }
    }
    if commands.is_empty() {
        let message = "an empty console block: write `$ ` and a command";
        return Err((fence.line, message.to_owned()));
    }
    if words.server.is_some() && commands.len() > 1 {
        let message = "a server block has one command, its server";
        return Err((commands[1].line, message.to_owned()));
    }
    let prefix = fence.prefix.clone();
    Ok(Block { line: fence.line, prefix, words, commands })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> (Vec<Block>, Vec<String>) {
        let page = Page { path: "p.md".into(), text: text.to_owned() };
        let (blocks, wrong) = blocks(&page);
        (blocks, wrong.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn commands_and_their_output_are_found_with_their_lines() {
        let (blocks, wrong) = of("# T\n\n```console\n$ a\n1\n$ b \\\n  c\n\
             2\n3\n```\n\n```text\n$ not this\n```\n");
        assert!(wrong.is_empty(), "{wrong:?}");
        let [block] = &blocks[..] else { panic!("{blocks:?}") };
        assert_eq!(block.line, 3);
        assert_eq!(block.commands[0].line, 4);
        assert_eq!(block.commands[1].shell, "b \\\n  c");
        assert_eq!(block.commands[1].output, ["2", "3"]);
        assert_eq!(block.commands[1].line_of(1), 9);
    }

    #[test]
    fn a_fence_in_a_list_or_a_quote_is_read_without_what_stands_before() {
        let (blocks, _) = of("> ~~~console\n> $ a\n>\n> b\n> ~~~\n\n\
             1. x\n\n   ```console\n   $ c\n     d\n   ```\n");
        assert_eq!(blocks[0].commands[0].output, ["", "b"]);
        assert_eq!(blocks[1].commands[0].output, ["  d"]);
    }

    #[test]
    fn what_a_fence_must_not_say_is_refused_with_its_line() {
        for (text, complaint) in [
            ("```console,sever=a\n$ a\n```\n", "p.md:1: unknown word `sever`"),
            ("\n```console,norun\n$ a\n```\n", "p.md:2: `norun` wants"),
            ("```console,status=x\n$ a\n```\n", "p.md:1: `status=x`"),
            ("```console,input=\\q\n$ a\n```\n", "p.md:1: `\\q` in"),
            ("```console\nls\n```\n", "p.md:2: a console block begins"),
            ("```console\n```\n", "p.md:1: an empty console block"),
            ("```console,server=a\n$ a\n$ b\n```\n", "p.md:3: a server"),
        ] {
            let (_, wrong) = of(text);
            assert_eq!(wrong.len(), 1, "{text}");
            assert!(wrong[0].starts_with(complaint), "{}", wrong[0]);
        }
    }
}
