//! `ex06-forward [ADDR]`: a proxy, one client at a time.
//!
//! Try `curl -x 127.0.0.1:9106 http://127.0.0.1:9006/` with `cargo run -p ch06`
//! beside it.

use std::error::Error;
use std::io::{Read, Write};

use bytes::BytesMut;
use endpoint::{ConnectOptions, ListenOptions, connect, listen};
use ex06::forward::forward;
use framing::Decoder;
use http_basic::command::stop_on_signal;
use http_basic::{
    Limits, Next, Protocol, Request, RequestDecoder, Response, serve,
};

/// How we sign what we send on.
const NAME: &str = "ex06";
/// How long an answer may be: 1 MiB.
const MAX_ANSWER: u64 = 1024 * 1024;

fn main() -> Result<(), Box<dyn Error>> {
    let address = std::env::args().nth(1);
    let address = address.as_deref().unwrap_or("127.0.0.1:9106");
    let stop = stop_on_signal()?;
    let listener = listen(address, &ListenOptions::default())?;
    println!("listening on {}", listener.address());
    serve(&listener, &Limits::default(), &stop, Proxy::default)?;
    Ok(())
}

/// One request is sent on, and the answer sent back.
#[derive(Default)]
struct Proxy {
    requests: RequestDecoder,
}

impl Protocol for Proxy {
    fn data_received(
        &mut self,
        input: &mut BytesMut,
        output: &mut BytesMut,
    ) -> Next {
        let refusal = match self.requests.decode(input) {
            Ok(None) => return Next::Keep,
            Err(error) => (error.status(), error.to_string()),
            Ok(Some(request)) => match forward(&request.head, NAME) {
                Err(error) => (error.status(), error.to_string()),
                Ok(to) => match fetch(&to.authority, &to.head, &request) {
                    Ok(answer) => {
                        output.extend_from_slice(&answer);
                        return Next::Close;
                    }
                    Err(error) => (502, error.to_string()),
                },
            },
        };
        let (status, text) = refusal;
        Response::text(status, format!("{text}\n")).encode(false, output);
        Next::Drain
    }
}

/// Asks the server that the request is for. It closes behind its answer.
fn fetch(
    authority: &str,
    head: &[u8],
    request: &Request,
) -> Result<Vec<u8>, Box<dyn Error>> {
    // A port is at the end, behind the last `]` of an IPv6 address.
    let host_end = authority.rfind(']').unwrap_or(0);
    let address = match authority[host_end..].contains(':') {
        true => authority.to_owned(),
        false => format!("{authority}:80"),
    };
    let mut server = connect(&address, &ConnectOptions::default())?;
    let limits = Limits::default();
    server.set_timeouts(Some(limits.idle), Some(limits.write))?;
    server.write_all(head)?;
    server.write_all(&request.body)?;
    let mut answer = Vec::new();
    (&mut server).take(MAX_ANSWER + 1).read_to_end(&mut answer)?;
    match answer.len() as u64 > MAX_ANSWER {
        true => Err(format!("the answer is over {MAX_ANSWER} bytes").into()),
        false => Ok(answer),
    }
}
