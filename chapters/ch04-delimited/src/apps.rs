//! What the servers say.

use std::io::{self, Read, Write};

use cli::say;
use delimited::{Delimited, Lines, LinesError};
use endpoint::{Peer, Stream};
use framing::{Error, Framed};

/// The longest line of the dialogue, in bytes.
pub(crate) const LONGEST_LINE: usize = 1024;

/// Which conversation a server holds.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub(crate) enum App {
    /// Messages that end with a comma come back in upper case
    Comma,
    /// A greeting, "Hello, NAME!" for each line, until "exit"
    Dialogue,
    /// Lines come back as they were
    Echo,
}

impl App {
    pub(crate) fn name(self) -> &'static str {
        match self {
            App::Comma => "comma",
            App::Dialogue => "dialogue",
            App::Echo => "echo",
        }
    }

    pub(crate) fn serve(
        self,
        stream: &mut Stream,
        peer: &Peer,
    ) -> io::Result<()> {
        let count = match self {
            App::Comma => comma(stream),
            App::Dialogue => dialogue(stream),
            App::Echo => echo(stream),
        }?;
        say!("{peer}: answered messages: {count}");
        Ok(())
    }
}

/// Answers each message that ends with a comma; returns how many there were.
// ANCHOR: comma
pub(crate) fn comma(stream: impl Read + Write) -> io::Result<usize> {
    let mut framed = Framed::new(stream, Delimited::new(b","));
    let mut count = 0;
    while let Some(message) = framed.read_frame()? {
        framed.send(message.to_ascii_uppercase())?;
        count += 1;
    }
    Ok(count) // the client has finished: so do we
}
// ANCHOR_END: comma

/// Greets, answers each line with a greeting, and ends at "exit".
// ANCHOR: dialogue
pub(crate) fn dialogue(stream: impl Read + Write) -> io::Result<usize> {
    let lines = Lines::crlf().with_max_length(LONGEST_LINE);
    let mut framed = Framed::new(stream, lines);
    framed.send("Welcome. What is your name?")?;
    let mut count = 0;
    loop {
        match framed.read_frame() {
            Ok(None) => return Ok(count),
            Ok(Some(line)) if line == "exit" => break,
            Ok(Some(name)) => framed.send(format!("Hello, {name}!"))?,
            Err(Error::Codec(error)) if can_go_on(error) => {
                framed.send(format!("Sorry: {error}."))?;
            }
            Err(error) => return Err(error.into()),
        }
        count += 1;
    }
    framed.send("Bye.")?;
    Ok(count)
}

/// Whether the next line can be read after this error.
fn can_go_on(error: LinesError) -> bool {
    !matches!(error, LinesError::Unfinished(_))
}
// ANCHOR_END: dialogue

/// Sends each line back.
fn echo(stream: impl Read + Write) -> io::Result<usize> {
    let mut framed = Framed::new(stream, Lines::new());
    let mut count = 0;
    while let Some(line) = framed.read_frame()? {
        framed.send(line)?;
        count += 1;
    }
    Ok(count)
}
