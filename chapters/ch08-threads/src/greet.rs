//! The dialogue of the notes.

use bytes::BytesMut;
use delimited::{Lines, LinesError};
use endpoint::Peer;
use framing::{Decoder, Encoder};
use http_basic::{Next, Protocol};

/// The longest line, in bytes.
pub const LONGEST_NAME: usize = 256;

/// Asks for a name, says "Hello, NAME!" to each, and ends at "exit".
///
/// Lines end with `\n` or `\r\n` and are UTF-8; spaces around a name do not
/// count. A line that is neither text nor short is answered with what is wrong,
/// and the next one is read.
#[derive(Debug)]
pub struct Greet {
    lines: Lines,
    /// Answers are longer than the names in them.
    answers: Lines,
}

impl Greet {
    /// For a new connection.
    pub fn new() -> Greet {
        let lines = Lines::new().with_max_length(LONGEST_NAME);
        Greet { lines, answers: Lines::crlf() }
    }

    fn say(&mut self, text: &str, output: &mut BytesMut) {
        // Control characters in a name could end the line, or be commands to
        // the terminal at the other end.
        let text = text.replace(char::is_control, " ");
        let said = self.answers.encode(text, output);
        debug_assert!(said.is_ok(), "{said:?}");
    }

    // ANCHOR: answer
    /// Answers one line; false: that was the last.
    fn answer(
        &mut self,
        line: Result<String, LinesError>,
        output: &mut BytesMut,
    ) -> bool {
        let text = match line {
            Ok(line) => match line.trim() {
                "exit" => {
                    self.say("Bye.", output);
                    return false;
                }
                "" => "What is your name?".to_owned(),
                name => format!("Hello, {name}!"),
            },
            Err(error) => format!("Sorry: {error}."),
        };
        self.say(&text, output);
        true
    }
    // ANCHOR_END: answer
}

impl Default for Greet {
    fn default() -> Greet {
        Greet::new()
    }
}

// ANCHOR: protocol
impl Protocol for Greet {
    fn connection_made(&mut self, _: &Peer, output: &mut BytesMut) -> Next {
        self.say("Welcome. What is your name?", output);
        Next::Keep
    }

    fn data_received(
        &mut self,
        input: &mut BytesMut,
        output: &mut BytesMut,
    ) -> Next {
        while let Some(line) = self.lines.decode(input).transpose() {
            if !self.answer(line, output) {
                return Next::Close;
            }
        }
        Next::Keep
    }

    fn overloaded(&mut self, output: &mut BytesMut) {
        self.say("Sorry: busy, try later.", output);
    }
}
// ANCHOR_END: protocol

#[cfg(test)]
mod tests {
    use super::*;
    use http_basic::answer_to;

    #[test]
    fn the_answers_are_the_same_for_every_cut() {
        let sent = b"Ada\r\n \xff\n  Jos\xc3\xa9 \n\nexit\nlater\n";
        let want = "Hello, Ada!\r\n\
            Sorry: a line is not UTF-8, from its byte 1 on.\r\n\
            Hello, José!\r\nWhat is your name?\r\nBye.\r\n";
        for cut in 0..=sent.len() {
            let (one, two) = sent.split_at(cut);
            let (got, next) = answer_to(&mut Greet::new(), [one, two]);
            assert_eq!(String::from_utf8(got).unwrap(), want, "cut at {cut}");
            assert_eq!(next, Next::Close);
        }
    }

    #[test]
    fn a_name_of_the_longest_length_is_greeted_and_a_longer_one_is_not() {
        for (length, greeted) in
            [(LONGEST_NAME, true), (LONGEST_NAME + 1, false)]
        {
            let line = ["x".repeat(length).as_str(), "\n"].concat();
            let (got, _) = answer_to(&mut Greet::new(), [line.as_bytes()]);
            assert_eq!(got.starts_with(b"Hello"), greeted, "{length}");
        }
    }

    #[test]
    fn a_name_cannot_break_the_line_that_greets_it() {
        let (got, _) = answer_to(&mut Greet::new(), [&b"a\rb\x07c\n"[..]]);
        assert_eq!(got, b"Hello, a b c!\r\n");
    }
}
