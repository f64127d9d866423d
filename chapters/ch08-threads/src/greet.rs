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
}

impl Greet {
    /// For a new connection.
    pub fn new() -> Greet {
        Greet { lines: Lines::crlf().with_max_length(LONGEST_NAME) }
    }

    fn say(&mut self, text: &str, output: &mut BytesMut) {
        // Control characters in a name could end the line, or be commands to
        // the terminal at the other end.
        let text = text.replace(char::is_control, " ");
        let said = self.lines.encode(text, output);
        debug_assert!(said.is_ok(), "{said:?}: a name came within the limit");
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
