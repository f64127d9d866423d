//! How does one notice that the peer is dead?

use std::io::{Read, Write};
use std::time::Duration;

use cli::say;
use socket2::TcpKeepalive;

use super::rig::{outcome, switch_off, tcp_pair, timed};

const SECOND: Duration = Duration::from_secs(1);

pub(super) fn keepalive() -> cli::Result {
    let (client, _) = tcp_pair()?;
    let socket = client.socket();
    say!("SO_KEEPALIVE is {}, at the start", socket.keepalive()?);
    say!(
        "  it would wait {} s, then ask {} times, {} s apart",
        socket.tcp_keepalive_time()?.as_secs(),
        socket.tcp_keepalive_retries()?,
        socket.tcp_keepalive_interval()?.as_secs(),
    );

    let (mut client, server) = tcp_pair()?;
    let often = TcpKeepalive::new()
        .with_time(SECOND)
        .with_interval(SECOND)
        .with_retries(2);
    client.socket().set_tcp_keepalive(&often)?;
    switch_off(server.socket())?; // no FIN, no reset: just silence
    let (result, took) = timed(|| client.read(&mut [0; 1]));
    say!("1 s, 2 times, 1 s apart: the peer's machine is switched off");
    say!("  read: {} after {took}", outcome(&result));

    let (mut client, server) = tcp_pair()?;
    client.socket().set_tcp_user_timeout(Some(SECOND))?;
    switch_off(server.socket())?;
    client.write_all(b"are you there?")?;
    let (result, took) = timed(|| client.read(&mut [0; 1]));
    say!("TCP_USER_TIMEOUT 1 s: bytes that nobody acknowledges");
    say!("  read: {} after {took}", outcome(&result));
    Ok(())
}
