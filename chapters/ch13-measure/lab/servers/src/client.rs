//! Clients with a connection for each request. Every answer is checked.

use std::io::{self, Read, Write};
use std::net::{Shutdown, SocketAddr};
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

use socket2::{Domain, Socket, Type};

/// How many requests are under way at the same time.
const CLIENTS: u8 = 4;
/// How long an answer may take.
pub(crate) const LIMIT: Duration = Duration::from_secs(30);

const LINE: &[u8; 16] = b"fifteen letters\n";

/// Makes `count` requests, a few at a time: for `page` where there is one,
/// else for an echo. Says how many.
pub(crate) fn repeat(
    server: SocketAddr,
    page: Option<&str>,
    count: u64,
) -> io::Result<u64> {
    let left = AtomicU64::new(count);
    all_at_once(0..CLIENTS, |number| {
        Client { server, number }.repeat(page, &left)
    })?;
    Ok(count)
}

/// Runs all clients to their end, each on a thread of its own.
pub(crate) fn all_at_once<C: Send>(
    clients: impl IntoIterator<Item = C>,
    run: impl Fn(C) -> io::Result<()> + Sync,
) -> io::Result<()> {
    thread::scope(|scope| {
        let run = &run;
        let start = |client| scope.spawn(move || run(client));
        let clients: Vec<_> = clients.into_iter().map(start).collect();
        clients.into_iter().try_for_each(|client| {
            let died = |_| Err(io::Error::other("a client panicked"));
            client.join().unwrap_or_else(died)
        })
    })
}

/// Takes one of the requests that are left to make, if there is one.
pub(crate) fn take_one(left: &AtomicU64) -> bool {
    let less = |left: u64| left.checked_sub(1);
    let relaxed = Ordering::Relaxed;
    left.fetch_update(relaxed, relaxed, less).is_ok()
}

/// One answer to a request for the page.
pub(crate) fn fetch(server: SocketAddr) -> io::Result<Vec<u8>> {
    let mut reply = Vec::new();
    let socket = connect(server, [127, 0, 1, 1])?;
    get(&socket, server, &mut reply)?;
    Ok(reply)
}

#[derive(Clone, Copy)]
struct Client {
    server: SocketAddr,
    number: u8,
}

impl Client {
    fn repeat(self, page: Option<&str>, left: &AtomicU64) -> io::Result<()> {
        let mut reply = Vec::new();
        let mut host = 1;
        while take_one(left) {
            let socket = self.connect(host)?;
            match page {
                None => echo(&socket)?,
                Some(page) => {
                    get(&socket, self.server, &mut reply)?;
                    check(&reply, page)?;
                }
            }
            host = host % 250 + 1;
        }
        Ok(())
    }

    /// Connects from 127.0.1+`number`.`host`: one source address has 28,000
    /// ports, and each stays in use for a minute (TIME-WAIT).
    fn connect(self, host: u8) -> io::Result<Socket> {
        connect(self.server, [127, 0, 1 + self.number, host])
    }
}

/// Connects from the address `from`.
pub(crate) fn connect(server: SocketAddr, from: [u8; 4]) -> io::Result<Socket> {
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None)?;
    socket.bind(&SocketAddr::from((from, 0)).into())?;
    socket.set_read_timeout(Some(LIMIT))?;
    socket.connect(&server.into())?;
    Ok(socket)
}

fn echo(mut socket: &Socket) -> io::Result<()> {
    socket.write_all(LINE)?;
    let mut line = [0; LINE.len()];
    socket.read_exact(&mut line)?;
    socket.shutdown(Shutdown::Write)?;
    let more = socket.read(&mut [0; 1])?;
    if &line != LINE || more != 0 {
        return Err(io::Error::other(format!("the echo is {line:?}")));
    }
    Ok(())
}

fn get(
    mut socket: &Socket,
    server: SocketAddr,
    reply: &mut Vec<u8>,
) -> io::Result<()> {
    let request = format!(
        "GET / HTTP/1.1\r\nHost: {server}\r\nUser-Agent: servers/0.1\r\n\
         Accept: */*\r\n\r\n"
    );
    socket.write_all(request.as_bytes())?;
    reply.clear();
    socket.read_to_end(reply)?;
    Ok(())
}

fn check(reply: &[u8], page: &str) -> io::Result<()> {
    let is_ok = reply.starts_with(b"HTTP/1.1 200 OK\r\n")
        || reply.starts_with(b"HTTP/1.0 200 OK\r\n");
    let end = [b"\r\n\r\n", page.as_bytes()].concat();
    if is_ok && reply.ends_with(&end) {
        return Ok(());
    }
    let reply = String::from_utf8_lossy(reply);
    Err(io::Error::other(format!("the answer is {reply:?}")))
}
