//! Who can reach a server, depending on what it is bound to?

use std::io;
use std::time::Duration;

use cli::say;
use endpoint::{
    ConnectOptions, Datagram, Error, ListenOptions, Listener, connect,
    host_name, listen,
};

use super::rig::{inet, outcome};

/// Three ways to call a server on this machine. `127.0.0.2` is the loopback
/// interface too: it stands for "another address of the same machine".
const CALLED_AT: [&str; 3] = ["127.0.0.1", "127.0.0.2", "[::1]"];

pub(super) fn bind_where() -> cli::Result {
    let [one, two, six] = CALLED_AT;
    say!("{:<16} called at {one:<10} {two:<10} {six}", "bound to");
    let fixed = [
        "127.0.0.1",
        "127.0.0.2",
        "0.0.0.0",
        "[::1]",
        "[::]",
        "",
        "198.51.100.1",
    ];
    for host in fixed {
        row(&format!("{host}:0"), host);
    }
    row("127.0.0.1:80", "127.0.0.1:80");
    row(&format!("{}:0", host_name()?), "its own name");
    Ok(())
}

fn row(address: &str, shown: &str) {
    let shown = if shown.is_empty() { "(nothing)" } else { shown };
    match listen(address, &ListenOptions::default()) {
        Ok(listener) => {
            let [one, two, six] = CALLED_AT.map(|host| reach(&listener, host));
            say!("{shown:<16}           {one:<10} {two:<10} {six}");
        }
        Err(Error::Listen { source, .. }) => say!("{shown:<16} {source}"),
        Err(other) => say!("{shown:<16} {other}"),
    }
}

/// Whether a client that calls `host` at the listener's port is taken.
fn reach(listener: &Listener, host: &str) -> &'static str {
    let Ok(address) = inet(listener) else { return "?" };
    let hasty = ConnectOptions {
        timeout: Duration::from_secs(1),
        ..ConnectOptions::default()
    };
    match connect(&format!("{host}:{}", address.port()), &hasty) {
        Ok(_) => "yes",
        Err(_) => "-",
    }
}

/// Two settings of IPV6_V6ONLY, and what an IPv4 client looks like.
pub(super) fn dual_stack() -> cli::Result {
    for dual_stack in [false, true] {
        let options = ListenOptions { dual_stack, ..ListenOptions::default() };
        let listener = match listen_anywhere(&options) {
            Ok(listener) => listener,
            Err(error) => {
                say!("this machine has no IPv6: {error}");
                return Ok(());
            }
        };
        let port = inet(&listener)?.port();
        let called = format!("127.0.0.1:{port}");
        match connect(&called, &ConnectOptions::default()) {
            Ok(_client) => {
                let (_stream, peer) = listener.accept()?;
                say!("dual_stack {dual_stack}: the IPv4 client is taken");
                say!("  the kernel calls it {}", peer.address());
                say!("  our log calls it {peer}");
            }
            Err(_) => {
                say!("dual_stack {dual_stack}: the IPv4 client is refused");
                let beside = listen(
                    &format!("0.0.0.0:{port}"),
                    &ListenOptions::default(),
                );
                say!(
                    "  0.0.0.0 at the same port: {}",
                    beside.map_or_else(|e| e.to_string(), |_| "ok".into())
                );
            }
        }
    }
    Ok(())
}

/// A listener for IPv6 whose port no IPv4 connection of another program has,
/// not even one in TIME-WAIT: it would spoil what this experiment shows.
fn listen_anywhere(options: &ListenOptions) -> Result<Listener, Error> {
    let mut listener = listen("[::]:0", options)?;
    for _ in 0..100 {
        let port = listener.address().inet().map_or(0, |inet| inet.port());
        let beside = format!("0.0.0.0:{port}");
        if options.dual_stack
            || listen(&beside, &ListenOptions::default()).is_ok()
        {
            break;
        }
        listener = listen("[::]:0", options)?;
    }
    Ok(listener)
}

/// A datagram for everybody on the loopback network.
pub(super) fn broadcast() -> cli::Result {
    let server = Datagram::bind("0.0.0.0:0")?;
    server.set_timeouts(Some(Duration::from_secs(5)), None)?;
    let port = server.address()?.inet().ok_or("no address")?.port();
    let everybody = format!("127.255.255.255:{port}").parse()?;
    let client = Datagram::bind("127.0.0.1:0")?;
    let send = |client: &Datagram| -> io::Result<()> {
        client.send_to(b"anybody?", &endpoint::Address::Inet(everybody))
    };
    say!("send to 127.255.255.255: {}", outcome(&send(&client)));
    client.socket().set_broadcast(true)?;
    say!("with SO_BROADCAST:       {}", outcome(&send(&client)));
    let got = server.receive(&mut [0; 64])?;
    say!("a socket bound to 0.0.0.0 received {} bytes", got.len);
    Ok(())
}
