//! The site straight on chapter 14.

use http1_drivers::Failure;
use wsgi::Channel;

const TEXT: (&str, &[u8]) = ("Content-Type", b"text/plain; charset=utf-8");

/// Greets, echoes, or streams.
pub(crate) fn site(channel: &mut dyn Channel) -> Result<(), Failure> {
    let head = channel.head();
    let request = head.request();
    match (request.path(), request.method()) {
        ("/", "GET") => {
            let query = request.query().unwrap_or_default();
            let text = match query.strip_prefix("name=") {
                Some(name) => format!("hello, {name}\n"),
                None => "hello\n".to_owned(),
            };
            say(channel, 200, b"OK", text.as_bytes())
        }
        ("/echo", "POST") => echo(channel),
        ("/stream", "GET") => stream(channel),
        _ => say(channel, 404, b"Not Found", b"there is no such page\n"),
    }
}

fn say(
    channel: &mut dyn Channel,
    status: u16,
    words: &[u8],
    text: &[u8],
) -> Result<(), Failure> {
    let length = text.len().to_string();
    let fields = [TEXT, ("Content-Length", length.as_bytes())];
    channel.respond(status, words, &mut fields.into_iter())?;
    channel.write(text)
}

fn echo(channel: &mut dyn Channel) -> Result<(), Failure> {
    let (mut body, mut piece) = (Vec::new(), [0; 4096]);
    loop {
        match channel.read(&mut piece)? {
            0 => return say(channel, 200, b"OK", &body),
            n => body.extend_from_slice(&piece[..n]),
        }
    }
}

fn stream(channel: &mut dyn Channel) -> Result<(), Failure> {
    channel.respond(200, b"OK", &mut [TEXT].into_iter())?;
    for line in ["one\n", "two\n", "three\n"] {
        channel.write(line.as_bytes())?;
        channel.flush()?;
    }
    Ok(())
}
