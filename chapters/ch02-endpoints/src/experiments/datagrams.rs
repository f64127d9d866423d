//! What happens to datagrams on their way?

use std::fs;
use std::io;
use std::os::unix::net::UnixDatagram;
use std::time::Duration;

use cli::say;
use endpoint::{Address, Datagram};

use super::rig::{outcome, until};

/// Two ends on the loopback interface: (server, client).
fn pair() -> cli::Result<(Datagram, Datagram)> {
    let server = Datagram::bind("127.0.0.1:0")?;
    let client = Datagram::connect(&server.address()?.to_string())?;
    for end in [&server, &client] {
        let patience = Some(Duration::from_secs(5));
        end.set_timeouts(patience, patience)?;
    }
    Ok((server, client))
}

pub(super) fn truncated() -> cli::Result {
    let (server, client) = pair()?;
    client.send(b"twelve bytes")?;
    client.send(b"next")?;
    let mut buf = [0; 6];
    for _ in 0..2 {
        let got = server.receive(&mut buf)?;
        let text = String::from_utf8_lossy(&buf[..got.len]);
        say!(
            "a buffer of {}: \"{text}\", {} of {} bytes, truncated: {}",
            buf.len(),
            got.len,
            got.whole,
            got.is_truncated(),
        );
    }
    let longest = client.send(&[0; 65_507]);
    say!("send 65507 bytes: {}", outcome(&longest));
    say!("send 65508 bytes: {}", outcome(&client.send(&[0; 65_508])));
    Ok(())
}

const SENT: usize = 1_000;

pub(super) fn lost() -> cli::Result {
    let (server, client) = pair()?;
    server.socket().set_recv_buffer_size(4096)?;
    let ok = (0..SENT).filter(|_| client.send(&[0; 100]).is_ok()).count();
    say!("UDP: {ok} of {SENT} sends succeeded, and nobody received");

    server.socket().set_nonblocking(true)?;
    let port = server.address()?.inet().ok_or("no address")?.port();
    let mut received = 0;
    // A busy kernel may deliver the last of them a moment later.
    let dropped = until(|| {
        while server.receive(&mut [0; 100]).is_ok() {
            received += 1;
        }
        let dropped = drops(port)?;
        Ok((received + dropped >= ok).then_some(dropped))
    })?;
    say!("  about {received} were received later, in order");
    say!("  about {dropped} the kernel counted as dropped");
    say!("  together {}", received + dropped);

    let (sender, _receiver) = UnixDatagram::pair()?;
    sender.set_nonblocking(true)?;
    let ok = (0..SENT).take_while(|_| sender.send(&[0; 100]).is_ok()).count();
    say!("Unix: the sender had to wait: {}; nothing is lost", ok < SENT);
    Ok(())
}

/// How many datagrams the kernel threw away for want of room: the last
/// column of /proc/net/udp.
fn drops(port: u16) -> io::Result<usize> {
    let table = fs::read_to_string("/proc/net/udp")?;
    let local = format!(":{port:04X}");
    let line = table.lines().find(|line| {
        let second = line.split_whitespace().nth(1);
        second.is_some_and(|address| address.ends_with(&local))
    });
    let count = line.and_then(|line| line.split_whitespace().last());
    let count = count.and_then(|count| count.parse().ok());
    count.ok_or_else(|| io::ErrorKind::NotFound.into())
}

pub(super) fn unreachable() -> cli::Result {
    let (server, client) = pair()?;
    let nobody = server.address()?;
    drop(server);
    say!("connected:     send 1: {}", outcome(&client.send(b"anyone?")));
    say!("               receive: {}", outcome(&client.receive(&mut [0; 8])));
    let other = Datagram::bind("127.0.0.1:0")?;
    other.set_timeouts(Some(Duration::from_millis(200)), None)?;
    say!("not connected: send 1: {}", outcome(&ask(&other, &nobody)));
    let heard = other.receive(&mut [0; 8]);
    say!("               receive, 200 ms: {}", outcome(&heard));
    Ok(())
}

fn ask(socket: &Datagram, whom: &Address) -> io::Result<()> {
    socket.send_to(b"anyone?", whom)
}
