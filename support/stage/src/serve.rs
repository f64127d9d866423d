//! Serving and calling, with the words that go with it.

use std::io::{self, ErrorKind};
use std::time::Duration;

use endpoint::{
    ConnectOptions, Error, Limits, ListenOptions, Peer, Stream, connect,
    listen, serve_forever,
};

/// How long a server waits for one client: options of `serve`.
#[derive(Clone, Copy, Debug, clap::Args)]
pub struct Patience {
    /// Seconds to wait for a client that says nothing
    #[arg(long, default_value = "60", value_parser = cli::seconds)]
    idle: Duration,
    /// Seconds to wait for a client that does not read
    #[arg(long, default_value = "10", value_parser = cli::seconds)]
    write: Duration,
}

/// Listens at `address`, says so, and hands each client to `handler`, one after
/// another, until a signal ends the program.
///
/// `package` ("ch03") and `client` (the words after `client ADDRESS`) make the
/// first of the lines that say what to try; `tries` are the others.
///
/// # Errors
///
/// When the address cannot be listened at, or the listening socket breaks.
pub fn serve(
    package: &str,
    address: &str,
    patience: Patience,
    client: &str,
    tries: &[&str],
    handler: impl FnMut(&mut Stream, &Peer) -> io::Result<()>,
) -> cli::Result {
    let listener = listen(address, &ListenOptions::default()).map_err(hint)?;
    let file = listener.file();
    // A program that a signal ends drops nothing, not even a socket's file.
    cli::end_on_signal(move || {
        if let Some(file) = &file {
            file.remove();
        }
    })?;
    let local = listener.address();
    let mut lines = vec![
        format!("cargo run -p {package} -- client {local} {client}"),
        format!("cargo run -p {package} -- demo"),
    ];
    lines.extend(tries.iter().map(|line| (*line).to_owned()));
    let lines: Vec<&str> = lines.iter().map(|line| line.trim_end()).collect();
    cli::announce(&local, &lines);
    let limits = Limits { idle: patience.idle, write: patience.write };
    match serve_forever(&listener, &limits, handler)? {}
}

/// What to do about an address that is taken.
fn hint(error: Error) -> String {
    let taken = matches!(&error, Error::Listen { source, .. }
        if source.kind() == ErrorKind::AddrInUse);
    let help = match taken {
        true => "; for any free port: serve 127.0.0.1:0",
        false => "",
    };
    format!("{error}{help}")
}

/// Connects a client to the server of `package` ("ch03") at `address`.
///
/// # Errors
///
/// When nobody answers there: says how to start the server.
pub fn call(package: &str, address: &str) -> cli::Result<Stream> {
    let stream = connect(address, &ConnectOptions::default());
    Ok(stream.map_err(|error| {
        format!("{error}; is the server running? cargo run -p {package}")
    })?)
}
