//! What chapter 14's machine makes of a stream.

use std::time::SystemTime;

use http1::{Connection, Date, Event, Request, Version};
use hyper::Uri;

use crate::{Ending, Heard, Message, pairs};

/// Hands `stream` and its end to a machine that reads each request whole and
/// answers 404, which makes no tunnel of a CONNECT.
///
/// # Panics
///
/// When the machine hands on a target that hyper could not parse, or cannot
/// be answered.
pub fn ours(stream: &[u8]) -> Heard {
    let mut connection = Connection::default();
    let (mut messages, mut rest) = (Vec::new(), stream);
    loop {
        let taken = connection.receive(rest);
        rest = &rest[taken..];
        if rest.is_empty() {
            connection.receive_end();
        }
        let ending = serve(&mut connection, &mut messages);
        match ending {
            Some(ending) => return Heard { messages, ending },
            None => assert!(taken > 0, "it neither reads nor ends"),
        }
    }
}

/// All that happens now; `None`: more has to come.
fn serve(
    connection: &mut Connection,
    messages: &mut Vec<Message>,
) -> Option<Ending> {
    loop {
        match connection.next_event() {
            Ok(Event::NeedData) => return None,
            Ok(Event::Request(request)) => messages.push(begin(request)),
            Ok(Event::Data(data)) => {
                if let Some(message) = messages.last_mut() {
                    message.body.extend_from_slice(data);
                }
            }
            Ok(Event::EndOfMessage(trailers)) => {
                if let Some(message) = messages.last_mut() {
                    message.trailers = pairs(trailers.iter());
                    message.whole = true;
                }
                answer(connection);
            }
            Ok(Event::ConnectionClosed) => return Some(Ending::Ends),
            Ok(event) => panic!("{} after each answer", event.name()),
            Err(error) => return Some(Ending::Refused(error)),
        }
    }
}

fn begin(request: Request<'_>) -> Message {
    let target = request.target();
    Message {
        method: request.method().to_owned(),
        target: Uri::try_from(target)
            .unwrap_or_else(|e| panic!("hyper refuses {target:?}: {e}")),
        minor: u8::from(request.version() == Version::Http11),
        fields: pairs(request.fields().iter()),
        ..Message::default()
    }
}

fn answer(connection: &mut Connection) {
    let date = Date::new(SystemTime::UNIX_EPOCH);
    let fields = [("Content-Length", &b"0"[..])];
    connection
        .send_response(404, fields, &date)
        .and_then(|()| connection.end())
        .unwrap_or_else(|error| panic!("404 cannot be sent: {error}"));
    let length = connection.output().len();
    connection.sent(length);
}
