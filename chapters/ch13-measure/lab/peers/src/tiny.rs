//! tiny_http, with as many threads as it has by itself, and one that answers.

use std::io::Read;

use tiny_http::{Header, Method, Request, Response, Server};

use crate::{HELLO, MAX, TEXT, announce};

pub(crate) fn serve() -> crate::Result {
    let server = Server::http("127.0.0.1:0").map_err(|e| e.to_string())?;
    let address = server.server_addr().to_ip();
    announce(address.ok_or("not an internet address")?);
    let text = format!("Content-Type: {TEXT}").parse();
    let text: Header = text.map_err(|()| "no header")?;
    for request in server.incoming_requests() {
        // A client that has gone is no reason to end.
        let _ = answer(request, &text);
    }
    Ok(())
}

fn answer(mut request: Request, text: &Header) -> std::io::Result<()> {
    let mut content = Vec::new();
    let status = match (request.url(), request.method()) {
        ("/", Method::Get) => {
            content.extend_from_slice(HELLO.as_bytes());
            200
        }
        ("/echo", Method::Post) => {
            let body = request.as_reader();
            body.take(MAX as u64).read_to_end(&mut content)?;
            200
        }
        _ => 404,
    };
    // As the others do: with its length, however long it is.
    let reply = Response::from_data(content)
        .with_status_code(status)
        .with_chunked_threshold(usize::MAX);
    request.respond(reply.with_header(text.clone()))
}
