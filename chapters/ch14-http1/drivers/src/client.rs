//! The client: several requests on one connection.

use std::io::{Read, Write};
use std::time::Duration;

use endpoint::Stream;
use http1::{Client, Reply};

/// How long the server may be silent.
const PATIENCE: Duration = Duration::from_secs(10);

enum Happened {
    NeedData,
    Told,
    End,
    Closed,
}

/// Asks the server at `address` for each of `paths`, and shows the answers;
/// `package` is whose server it is, for what to do when it is not there.
///
/// # Errors
///
/// When nobody answers, or in a way that is no HTTP.
pub fn run(package: &str, address: &str, paths: &[String]) -> cli::Result {
    // A Unix socket's path is no host; what its server does not look at.
    let host = if address.starts_with("unix:") { "localhost" } else { address };
    let mut stream = stage::call(package, address)?;
    stream.set_timeouts(Some(PATIENCE), Some(PATIENCE))?;
    let mut client = Client::default();
    for (i, path) in paths.iter().enumerate() {
        if i > 0 {
            cli::say!("");
        }
        let fields = [("Host", host.as_bytes())];
        client.send_request("GET", path, fields, false)?;
        client.end()?;
        stream.write_all(client.output())?;
        client.sent(client.output().len());
        answer(&mut client, &mut stream)?;
    }
    Ok(())
}

fn answer(client: &mut Client, stream: &mut Stream) -> cli::Result {
    let mut chunk = [0; 8 * 1024];
    loop {
        match show(client.next_event()?) {
            Happened::Told => {}
            Happened::End => return Ok(()),
            Happened::Closed => return Err("the server has closed".into()),
            Happened::NeedData => match stream.read(&mut chunk)? {
                0 => client.receive_end(),
                n => {
                    client.receive(&chunk[..n]);
                }
            },
        }
    }
}

fn show(reply: Reply<'_>) -> Happened {
    match reply {
        Reply::NeedData => return Happened::NeedData,
        Reply::Informational(head) | Reply::Response(head) => {
            cli::say!("{} {}", head.status, http1::reason(head.status));
            for (name, value) in head.fields.iter() {
                cli::say!("{name}: {}", wire::escape(value));
            }
            cli::say!("");
        }
        Reply::Data(data) => {
            // A terminal obeys some bytes; they are not shown as such.
            for line in String::from_utf8_lossy(data).lines() {
                cli::say!("{}", line.replace(char::is_control, "?"));
            }
        }
        Reply::EndOfMessage(_) => return Happened::End,
        Reply::Switched | Reply::ConnectionClosed => return Happened::Closed,
    }
    Happened::Told
}
