//! The interactive client: what is typed goes out, answers come back.

use std::io;
use std::net::Shutdown;

use cli::say;
use delimited::{Delimited, Lines};
use endpoint::Stream;
use framing::{Decoder, Encoder, Framed};

use crate::apps::App;

pub(crate) fn run(address: &str, app: App) -> cli::Result {
    let stream = stage::call("ch04", address)?;
    say!("connected to {address}; type a line, end with Ctrl-D");
    match app {
        App::Comma => commas(Framed::new(stream, Delimited::new(b","))),
        App::Dialogue => lines(Framed::new(stream, Lines::crlf()), true),
        App::Echo => lines(Framed::new(stream, Lines::new()), false),
    }
}

/// Each line is split at its commas: so many messages, so many answers.
fn commas(mut framed: Framed<Stream, Delimited>) -> cli::Result {
    for line in io::stdin().lines() {
        let line = line?;
        let messages: Vec<&str> =
            line.trim_end_matches(',').split(',').collect();
        for message in &messages {
            framed.write_frame(message)?;
        }
        framed.flush()?;
        for _ in messages {
            let answer = next(&mut framed)?;
            say!("{}", answer.escape_ascii());
        }
    }
    finish(framed)
}

fn lines(mut framed: Framed<Stream, Lines>, greeted: bool) -> cli::Result {
    if greeted {
        say!("{}", next(&mut framed)?);
    }
    for line in io::stdin().lines() {
        let line = line?;
        if let Err(error) = framed.send(&line) {
            // The server has left, or the line cannot be sent.
            return Err(error.into());
        }
        say!("{}", next(&mut framed)?);
        if greeted && line == "exit" {
            break;
        }
    }
    finish(framed)
}

/// The next answer; the end of the stream is an error here.
fn next<C: Decoder>(framed: &mut Framed<Stream, C>) -> cli::Result<C::Frame>
where
    C::Error: std::error::Error + Send + Sync + 'static,
{
    let answer = framed.read_frame().map_err(io::Error::from)?;
    Ok(answer.ok_or("the server closed the connection")?)
}

/// Says that no more will come, and waits for the server to say so too.
fn finish<C: Decoder + Encoder<String>>(
    mut framed: Framed<Stream, C>,
) -> cli::Result
where
    <C as Decoder>::Error: std::error::Error + Send + Sync + 'static,
{
    // A server that has closed first, at "exit", is no error.
    let _ = framed.get_mut().shutdown(Shutdown::Write);
    while framed.read_frame().map_err(io::Error::from)?.is_some() {}
    say!("bye");
    Ok(())
}
