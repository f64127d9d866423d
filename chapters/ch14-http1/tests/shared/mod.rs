//! What tests share: everything that a machine says about some bytes.

pub(crate) mod fuzzing;

use std::time::SystemTime;

use http1::{Connection, Date, Error, Event, Limits, Wait};

/// An event with its contents; neighboring pieces of content are one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Seen {
    Request(String, Vec<(String, String)>),
    Data(Vec<u8>),
    End(Vec<(String, String)>),
    Closed,
    Switched,
    Error(Error),
}

/// A server that has answered all it was asked.
#[derive(Debug)]
pub(crate) struct Talk {
    pub(crate) seen: Vec<Seen>,
    /// What it sent, but for `100 Continue`.
    pub(crate) output: Vec<u8>,
    /// What it waits for in the end.
    pub(crate) wait: Wait,
}

const CONTINUE: &[u8] = b"HTTP/1.1 100 Continue\r\n\r\n";

pub(crate) fn date() -> Date {
    Date::new(SystemTime::UNIX_EPOCH)
}

/// Hands `chunks` and then the end of the stream to a server that reads each
/// request to its end and answers 304.
pub(crate) fn talk(limits: Limits, chunks: &[&[u8]]) -> Talk {
    talk_and(true, limits, chunks)
}

/// The same with a client who says no more, but does not say so.
pub(crate) fn talk_on(limits: Limits, chunks: &[&[u8]]) -> Talk {
    talk_and(false, limits, chunks)
}

fn talk_and(end: bool, limits: Limits, chunks: &[&[u8]]) -> Talk {
    let mut connection = Connection::new(limits);
    let mut seen = Vec::new();
    for chunk in chunks {
        let mut rest: &[u8] = chunk;
        while !rest.is_empty() {
            let taken = connection.receive(rest);
            rest = &rest[taken..];
            let more = serve(&mut connection, &mut seen);
            if taken == 0 || !more {
                break;
            }
        }
    }
    if end {
        connection.receive_end();
        serve(&mut connection, &mut seen);
    }
    let mut output = connection.output().to_vec();
    connection.sent(output.len());
    // Whether a 100 is sent depends on whether the body is there already.
    while let Some(at) = memchr::memmem::find(&output, CONTINUE) {
        output.drain(at..at + CONTINUE.len());
    }
    Talk { seen, output, wait: connection.waiting_for() }
}

/// All that happens now; false: nothing more ever will.
fn serve(connection: &mut Connection, seen: &mut Vec<Seen>) -> bool {
    if matches!(
        seen.last(),
        Some(Seen::Closed | Seen::Switched | Seen::Error(_))
    ) {
        return false;
    }
    loop {
        match connection.next_event() {
            Ok(Event::NeedData) => return true,
            Ok(Event::Request(request)) => {
                let line = format!(
                    "{} {} {:?}",
                    request.method(),
                    request.target(),
                    request.version()
                );
                seen.push(Seen::Request(line, fields(request.fields())));
            }
            Ok(Event::Data(data)) => match seen.last_mut() {
                Some(Seen::Data(before)) => before.extend_from_slice(data),
                _ => seen.push(Seen::Data(data.to_vec())),
            },
            Ok(Event::EndOfMessage(trailers)) => {
                seen.push(Seen::End(fields(trailers)));
                // No 2xx: that would make a tunnel of a CONNECT.
                connection.send_response(304, [], &date()).unwrap();
                connection.end().unwrap();
            }
            Ok(Event::Paused) => panic!("all was answered"),
            Ok(Event::Switched) => {
                seen.push(Seen::Switched);
                return false;
            }
            Ok(Event::ConnectionClosed) => {
                seen.push(Seen::Closed);
                return false;
            }
            Err(error) => {
                seen.push(Seen::Error(error));
                assert_eq!(connection.next_event().unwrap_err(), error);
                connection.refuse(error, &date());
                return false;
            }
        }
    }
}

pub(crate) fn fields(fields: http1::Fields<'_>) -> Vec<(String, String)> {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    fields.iter().map(|(name, value)| (name.to_owned(), text(value))).collect()
}
