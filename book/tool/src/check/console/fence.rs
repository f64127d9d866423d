//! The `console` fences of a page: where they are and what they ask for.

use std::time::Duration;

use super::Page;
use crate::check::Complaint;
use crate::source::words::{KNOWN, split};

/// How long a command may take where the fence does not say.
const DEADLINE: Duration = Duration::from_secs(30);

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

/// What the words of a fence say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Words {
    pub(super) server: Option<String>,
    pub(super) with: Option<String>,
    pub(super) needs: Vec<String>,
    pub(super) status: i32,
    pub(super) input: Option<String>,
    pub(super) part: bool,
    pub(super) norun: bool,
    pub(super) deadline: Duration,
}

impl Default for Words {
    fn default() -> Words {
        Words {
            server: None,
            with: None,
            needs: Vec::new(),
            status: 0,
            input: None,
            part: false,
            norun: false,
            deadline: DEADLINE,
        }
    }
}

/// A fence of any language, with the text between its marks.
struct Fence<'a> {
    line: usize,
    prefix: &'a str,
    info: &'a str,
    body: Vec<&'a str>,
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

/// Every fence of a Markdown text.
fn fences(text: &str) -> Vec<Fence<'_>> {
    let mut found = Vec::new();
    let mut lines = text.lines().enumerate();
    while let Some((index, line)) = lines.next() {
        let Some((prefix, mark, info)) = opening(line) else { continue };
        let mut fence = Fence { line: index + 1, prefix, info, body: vec![] };
        for (_, line) in lines.by_ref() {
            let line = without(prefix, line);
            if closes(line, mark) {
                break;
            }
            fence.body.push(line);
        }
        found.push(fence);
    }
    found
}

/// What stands before a fence's mark, the mark, and what stands after it.
fn opening(line: &str) -> Option<(&str, &str, &str)> {
    let start = line.find(|c| c != ' ' && c != '>')?;
    let (prefix, rest) = line.split_at(start);
    let sign = rest.chars().next().filter(|c| "`~".contains(*c))?;
    let end = rest.find(|c| c != sign).unwrap_or(rest.len());
    let (mark, info) = rest.split_at(end);
    let info = info.trim();
    // Backticks in the rest make it inline code, not a fence.
    let is_fence = mark.len() >= 3 && !(sign == '`' && info.contains('`'));
    is_fence.then_some((prefix, mark, info))
}

/// A line inside a fence without what stands before the fence.
fn without<'a>(prefix: &str, line: &'a str) -> &'a str {
    let alike = prefix.bytes().zip(line.bytes()).take_while(|(a, b)| a == b);
    &line[alike.count()..]
}

fn closes(line: &str, mark: &str) -> bool {
    let line = line.trim();
    line.len() >= mark.len() && line.chars().all(|c| mark.starts_with(c))
}

/// A fence's text as commands and their output.
fn block(fence: &Fence<'_>, words: Words) -> Result<Block, (usize, String)> {
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
    let prefix = fence.prefix.to_owned();
    Ok(Block { line: fence.line, prefix, words, commands })
}

/// Reads the words after `console,`.
fn parse(text: &str) -> Result<Words, String> {
    let mut words = Words::default();
    for (word, value) in split(text) {
        let known = match (word, value) {
            ("part", "") => {
                words.part = true;
                continue;
            }
            (word, "") if KNOWN.contains(&word) && word != "part" => {
                return Err(format!("`{word}` wants a value: `{word}=…`"));
            }
            (word, value) => (word, value),
        };
        match known {
            ("server", name) => words.server = Some(name.to_owned()),
            ("with", name) => words.with = Some(name.to_owned()),
            ("needs", all) => {
                words.needs = all.split('+').map(str::to_owned).collect();
            }
            ("status", n) => words.status = number(word, n)?,
            ("deadline", n) => {
                let seconds: u32 = number(word, n)?;
                words.deadline = Duration::from_secs(seconds.into());
            }
            ("input", text) => words.input = Some(unescape(text)?),
            ("norun", _) => words.norun = true,
            _ => {
                return Err(format!(
                    "unknown word `{word}` in a console fence; known: {}",
                    KNOWN.join(", ")
                ));
            }
        }
    }
    Ok(words)
}

fn number<N: std::str::FromStr>(word: &str, text: &str) -> Result<N, String> {
    let wrong = |_| format!("`{word}={text}`: not a number");
    text.trim().parse().map_err(wrong)
}

/// The text of `input=` with its escapes replaced.
fn unescape(text: &str) -> Result<String, String> {
    let mut out = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        out.push(match chars.next() {
            Some('n') => '\n',
            Some('r') => '\r',
            Some('t') => '\t',
            Some('0') => '\0',
            Some('\\') => '\\',
            other => {
                let other = other.map(String::from).unwrap_or_default();
                return Err(format!(
                    "`\\{other}` in `input=`: known are \\n \\r \\t \\0 \\\\"
                ));
            }
        });
    }
    Ok(out)
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
    fn a_longer_fence_may_hold_a_shorter_one() {
        let (blocks, wrong) = of("````text\n```console\n```\n````\n");
        assert!(blocks.is_empty() && wrong.is_empty());
    }

    #[test]
    fn all_words_are_read() {
        let words = parse(
            "server=a,with=b,needs=ss+nc,status=2,part,deadline=3,input=x\\n",
        );
        let expected = Words {
            server: Some("a".into()),
            with: Some("b".into()),
            needs: vec!["ss".into(), "nc".into()],
            status: 2,
            input: Some("x\n".into()),
            part: true,
            norun: false,
            deadline: Duration::from_secs(3),
        };
        assert_eq!(words, Ok(expected));
    }

    #[test]
    fn commas_belong_to_free_text_unless_a_word_follows() {
        let words = parse("input=a, b,c,part").expect("right words");
        assert_eq!(words.input.as_deref(), Some("a, b,c"));
        assert!(words.part);
        assert!(parse("norun=needs root, and a phone").is_ok());
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
