//! When may two sockets have the same address?

use cli::say;
use endpoint::{Datagram, Error, ListenOptions, Listener, listen};
use socket2::{Domain, Socket, Type};
use std::time::Duration;

use super::rig::{call, listener, outcome};

/// What SO_REUSEADDR allows on Linux (chapter 1 shows TIME-WAIT).
pub(super) fn reuseaddr() -> cli::Result {
    let first = listener()?;
    let again = listen_beside(&first, ListenOptions::default());
    say!("TCP, a second listener:  {}", outcome(&again));

    // UDP is another matter: the later socket takes it all.
    let sockets = [(); 2].map(|()| {
        Socket::new(Domain::IPV4, Type::DGRAM, None)
            .and_then(|s| s.set_reuse_address(true).map(|()| s))
    });
    let [first, second] = sockets;
    let (first, second) = (first?, second?);
    first.bind(&std::net::SocketAddr::from(([127, 0, 0, 1], 0)).into())?;
    let address = first.local_addr()?;
    say!("UDP, a second socket:    {}", outcome(&second.bind(&address)));
    let sender = Datagram::bind("127.0.0.1:0")?;
    let to = endpoint::Address::from_system(&address);
    sender.send_to(b"for whom?", &to)?;
    for (name, socket) in [("first", first), ("second", second)] {
        socket.set_read_timeout(Some(Duration::from_millis(200)))?;
        let got = std::io::Read::read(&mut &socket, &mut [0; 16]);
        say!("  the {name} receives: {}", outcome(&got));
    }
    Ok(())
}

/// A listener at the address of another one.
fn listen_beside(
    other: &Listener,
    options: ListenOptions,
) -> std::io::Result<Listener> {
    let address = other.address().to_string();
    listen(&address, &options).map_err(|error| match error {
        Error::Listen { source, .. } => source,
        other => std::io::Error::other(other),
    })
}

const CLIENTS: usize = 1_000;

pub(super) fn reuseport() -> cli::Result {
    let share = ListenOptions {
        reuse_port: true,
        backlog: 1024, // all of them wait at once
        ..ListenOptions::default()
    };
    let first = listen("127.0.0.1:0", &share)?;
    let second = listen_beside(&first, share)?;
    let own = listen_beside(&first, ListenOptions::default());
    say!("a third, without the option: {}", outcome(&own));

    let mut counts = [0_usize; 2];
    for _ in 0..CLIENTS {
        drop(call(&first)?);
    }
    for (listener, count) in [&first, &second].into_iter().zip(&mut counts) {
        listener.socket().set_nonblocking(true)?;
        while listener.accept().is_ok() {
            *count += 1;
        }
    }
    let [one, two] = counts;
    say!("{CLIENTS} clients: {} were taken", one + two);
    say!("  about {one} by the first, about {two} by the second");
    Ok(())
}
