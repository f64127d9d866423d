//! What a client makes of responses, and what it sends. RFC 9112, sections 4,
//! 6.3, 8 and 9; RFC 9110, section 15.
#![allow(clippy::unwrap_used)]

mod reading;
mod turns;

use http1::{Client, Reply, SendError};

/// A client that has sent a request with `method` and `fields`.
fn asking(method: &str, fields: &[(&str, &[u8])]) -> Client {
    let mut client = Client::default();
    ask(&mut client, method, fields).unwrap();
    client
}

fn ask(
    client: &mut Client,
    method: &str,
    fields: &[(&str, &[u8])],
) -> Result<(), SendError> {
    let target = if method == "CONNECT" { "a:443" } else { "/" };
    let host = [("Host", &b"a"[..])];
    let fields = host.into_iter().chain(fields.iter().copied());
    client.send_request(method, target, fields, false)?;
    client.end()?;
    client.sent(usize::MAX);
    Ok(())
}

/// All that `client` makes of `chunks`, one word for each event, content in
/// one piece; `end`: and of the end of the stream.
fn hear(client: &mut Client, chunks: &[&[u8]], end: bool) -> String {
    let mut heard = Heard::default();
    for chunk in chunks {
        assert_eq!(client.receive(chunk), chunk.len());
        heard.all(client);
    }
    if end {
        client.receive_end();
        heard.all(client);
    }
    heard.words.join(" ")
}

#[derive(Default)]
struct Heard {
    words: Vec<String>,
    over: bool,
}

impl Heard {
    fn all(&mut self, client: &mut Client) {
        while !self.over {
            let word = match client.next_event() {
                Ok(Reply::NeedData) => break,
                Ok(Reply::Informational(head)) => format!("({})", head.status),
                Ok(Reply::Response(head)) => head.status.to_string(),
                Ok(Reply::Data(data)) => {
                    let data = String::from_utf8_lossy(data).into_owned();
                    match self.words.last_mut().filter(|w| w.starts_with('=')) {
                        Some(before) => before.push_str(&data),
                        None => self.words.push(format!("={data}")),
                    }
                    continue;
                }
                Ok(Reply::EndOfMessage(trailers)) => {
                    let names =
                        trailers.iter().map(|(name, _)| format!("+{name}"));
                    format!("end{}", names.collect::<String>())
                }
                Ok(Reply::Switched) => self.last("switched"),
                Ok(Reply::ConnectionClosed) => self.last("closed"),
                Err(error) => {
                    assert_eq!(client.next_event().unwrap_err(), error);
                    self.last(&format!("{error:?}"))
                }
            };
            self.words.push(word);
        }
    }

    fn last(&mut self, word: &str) -> String {
        self.over = true;
        word.to_owned()
    }
}
