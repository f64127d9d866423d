//! The interactive client: a request per line.

use std::io;
use std::net::Shutdown;

use cli::say;
use endpoint::Stream;
use framing::Framed;
use length_prefixed::LengthPrefixed;
use length_prefixed::kv::{Request, Response, codec};

/// Reads requests from standard input until it ends.
pub(crate) fn run(address: &str) -> cli::Result {
    let stream = stage::call("ch05", address)?;
    let mut framed = Framed::new(stream, codec());
    say!("connected to {address}; get NAME, set NAME VALUE, delete NAME, list");
    for line in io::stdin().lines() {
        match parse(&line?) {
            Ok(request) => match ask(&mut framed, &request)? {
                Some(response) => show(&response),
                None => {
                    let gone = format!("{address} closed the connection");
                    return Err(gone.into());
                }
            },
            Err(error) => say!("{error}"),
        }
    }
    framed.get_mut().shutdown(Shutdown::Write)?;
    while framed.read_frame()?.is_some() {}
    say!("bye");
    Ok(())
}

/// Sends a request and waits for its response.
// ANCHOR: ask
pub(crate) fn ask(
    framed: &mut Framed<Stream, LengthPrefixed>,
    request: &Request,
) -> cli::Result<Option<Response>> {
    framed.send(request.to_bytes()?)?;
    match framed.read_frame()? {
        Some(frame) => Ok(Some(Response::from_bytes(frame)?)),
        None => Ok(None),
    }
}
// ANCHOR_END: ask

fn parse(line: &str) -> Result<Request, String> {
    let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
    let name = rest.to_owned();
    let request = match word {
        "get" => Request::Get { name },
        "delete" => Request::Delete { name },
        "list" if rest.is_empty() => Request::List,
        "set" => {
            let (name, value) = rest.split_once(' ').unwrap_or((rest, ""));
            let value = value.as_bytes().to_vec().into();
            Request::Set { name: name.to_owned(), value }
        }
        _ => {
            return Err(
                "want: get NAME, set NAME VALUE, delete NAME, list".into()
            );
        }
    };
    // What the wire cannot carry is said here, not by the server.
    request.to_bytes().map_err(|error| error.to_string())?;
    Ok(request)
}

fn show(response: &Response) {
    match response {
        Response::Done => say!("done"),
        Response::Value(value) => say!("{}", wire::escape(value)),
        Response::Names(names) => {
            say!("{} names: {}", names.len(), names.join(", "));
        }
        Response::NotFound => say!("not found"),
        Response::Refused(reason) => say!("refused: {reason}"),
    }
}
