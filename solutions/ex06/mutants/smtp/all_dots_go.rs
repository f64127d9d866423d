// killed by: one dot is taken from a line that begins with one
//! All dots at the start of a line go.

use std::mem;

use bytes::BytesMut;
use delimited::{Delimited, DelimitedError};
use endpoint::Peer;
use framing::Decoder;
use http_basic::{Next, Protocol};

/// How long a command may be, without `\r\n` (section 4.5.3.1.4).
pub const MAX_COMMAND: usize = 510;
/// How long a line of the text may be, without `\r\n` (section 4.5.3.1.6).
pub const MAX_TEXT_LINE: usize = 998;
/// How long the text may be, each line with its `\r\n`: 64 KiB.
pub const MAX_TEXT: usize = 64 * 1024;
/// How many recipients a mail may have (section 4.5.3.1.8).
pub const MAX_RCPT: usize = 100;

/// A mail as it was handed over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mail {
    /// Who sent it; empty: nobody wants an answer.
    pub from: String,
    /// Whom it is for.
    pub to: Vec<String>,
    /// Its lines, each with `\r\n`.
    pub text: Vec<u8>,
}

/// One conversation with somebody who has mail for us.
#[derive(Debug)]
pub struct Smtp<D> {
    name: String,
    deliver: D,
    /// Commands are short, lines of a text may be longer.
    commands: Delimited,
    lines: Delimited,
    greeted: bool,
    /// The mail that was begun.
    mail: Option<Mail>,
    /// The mail's text is coming.
    in_text: bool,
    /// Why the mail will not be taken, once its text has ended.
    refusal: Option<&'static str>,
}

const BAD_LINE: &str = "554 a line of the text is too long, or ends badly";

impl<D: FnMut(Mail)> Smtp<D> {
    /// A server called `name`; mail goes to `deliver`.
    pub fn new(name: &str, deliver: D) -> Smtp<D> {
        let lines = |max| Delimited::new(b"\r\n").with_max_length(max);
        Smtp {
            name: name.to_owned(),
            deliver,
            commands: lines(MAX_COMMAND),
            lines: lines(MAX_TEXT_LINE),
            greeted: false,
            mail: None,
            in_text: false,
            refusal: None,
        }
    }

    /// The answer to a command.
    fn command(&mut self, line: &[u8]) -> String {
        let line = str::from_utf8(line).unwrap_or_default();
        let (verb, rest) = line.split_once(' ').unwrap_or((line, ""));
        let answer = match (verb.to_ascii_uppercase().as_str(), rest.trim()) {
            _ if line.contains(['\r', '\n']) => "500 lines end with CR LF",
            ("HELO" | "EHLO", "") => "501 who are you?",
            ("HELO" | "EHLO", _) => {
                (self.greeted, self.mail) = (true, None);
                return format!("250 {}", self.name);
            }
            ("MAIL", from) => self.mail(from),
            ("RCPT", to) => self.recipient(to),
            ("DATA" | "RSET" | "NOOP" | "QUIT", more) if !more.is_empty() => {
                "501 nothing may stand behind that"
            }
            ("DATA", _) => self.data(),
            ("RSET", _) => {
                self.mail = None;
                "250 ok"
            }
            ("NOOP", _) => "250 ok",
            ("QUIT", _) => "221 bye",
            _ => "500 no such command",
        };
        answer.to_owned()
    }

    fn mail(&mut self, rest: &str) -> &'static str {
        if !self.greeted || self.mail.is_some() {
            return "503 not now";
        }
        let Some(from) = address(rest, "FROM:") else {
            return "501 MAIL FROM:<address>, please";
        };
        self.mail = Some(Mail { from: from.to_owned(), ..Mail::default() });
        "250 ok"
    }

    fn recipient(&mut self, rest: &str) -> &'static str {
        let Some(mail) = &mut self.mail else { return "503 MAIL first" };
        match address(rest, "TO:") {
            None | Some("") => "501 RCPT TO:<address>, please",
            Some(_) if mail.to.len() == MAX_RCPT => "452 too many",
            Some(to) => {
                mail.to.push(to.to_owned());
                "250 ok"
            }
        }
    }

    fn data(&mut self) -> &'static str {
        match &self.mail {
            Some(mail) if !mail.to.is_empty() => {
                (self.in_text, self.refusal) = (true, None);
                "354 end with a dot"
            }
            _ => "503 RCPT first",
        }
    }

    /// Takes a line of the text. At its end: the answer.
    fn text(&mut self, line: &[u8]) -> Option<&'static str> {
        if line == b"." {
            self.in_text = false;
            let mail = mem::take(&mut self.mail);
            if let Some(refusal) = self.refusal {
                return Some(refusal);
            }
            (self.deliver)(mail.unwrap_or_default());
            return Some("250 taken");
        }
        let dots = line.iter().take_while(|&&b| b == b'.').count();
        let line = &line[dots..];
        let Some(mail) = &mut self.mail else { return None };
        if line.iter().any(|byte| b"\r\n".contains(byte)) {
            self.refusal.get_or_insert(BAD_LINE);
        } else if mail.text.len() + line.len() + 2 > MAX_TEXT {
            self.refusal.get_or_insert("552 the mail is too long");
        } else if self.refusal.is_none() {
            mail.text.extend_from_slice(line);
            mail.text.extend_from_slice(b"\r\n");
        }
        None
    }

    /// The next line, commands and texts with limits of their own.
    fn line(
        &mut self,
        input: &mut BytesMut,
    ) -> Result<Option<bytes::Bytes>, DelimitedError> {
        match self.in_text {
            true => self.lines.decode(input),
            false => self.commands.decode(input),
        }
    }
}

/// What stands in `<` and `>` behind `word`.
fn address<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let (found, rest) = text.split_at_checked(word.len())?;
    let address = rest.trim_start().strip_prefix('<')?.strip_suffix('>')?;
    let bad = |c: char| c.is_control() || c == ' ' || c == '<' || c == '>';
    (found.eq_ignore_ascii_case(word) && !address.contains(bad))
        .then_some(address)
}

/// Appends an answer.
fn say(output: &mut BytesMut, answer: &str) {
    output.extend_from_slice(answer.as_bytes());
    output.extend_from_slice(b"\r\n");
}

impl<D: FnMut(Mail)> Protocol for Smtp<D> {
    fn connection_made(&mut self, _: &Peer, output: &mut BytesMut) -> Next {
        say(output, &format!("220 {} ready", self.name));
        Next::Keep
    }

    fn data_received(
        &mut self,
        input: &mut BytesMut,
        output: &mut BytesMut,
    ) -> Next {
        loop {
            match self.line(input) {
                Ok(None) => return Next::Keep,
                Ok(Some(line)) if self.in_text => {
                    if let Some(answer) = self.text(&line) {
                        say(output, answer);
                    }
                }
                Ok(Some(line)) => {
                    let answer = self.command(&line);
                    say(output, &answer);
                    if answer.starts_with("221") {
                        return Next::Close;
                    }
                }
                Err(_) if self.in_text => {
                    self.refusal.get_or_insert(BAD_LINE);
                }
                Err(_) => say(output, "500 the line is too long"),
            }
        }
    }

    fn is_idle(&self) -> bool {
        self.mail.is_none()
    }

    fn overloaded(&mut self, output: &mut BytesMut) {
        say(output, &format!("421 {} busy", self.name));
    }
}
