//! Many clients at once.

use std::io;
use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use socket2::{Domain, SockRef, Socket, Type};

use crate::LIMIT;
use crate::proc::until;

/// A TCP connection to `address`; reads and writes fail after [`LIMIT`].
///
/// # Errors
///
/// When `address` is none, or nobody takes the connection in time.
pub fn connect(address: &str) -> io::Result<TcpStream> {
    let address: SocketAddr = address.parse().map_err(io::Error::other)?;
    let stream = TcpStream::connect_timeout(&address, LIMIT)?;
    stream.set_read_timeout(Some(LIMIT))?;
    stream.set_write_timeout(Some(LIMIT))?;
    Ok(stream)
}

/// A connection in which little is under way: some 50 KB fill all buffers of
/// both kernels, not 4 MB. So a client that does not read is noticed soon, also
/// by a server that has little to send.
///
/// # Errors
///
/// As [`connect`].
pub fn narrow(address: &str) -> io::Result<TcpStream> {
    let address: SocketAddr = address.parse().map_err(io::Error::other)?;
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, None)?;
    // Both must be known when the connection is made (tcp(7)): the other
    // side's kernel makes its buffer for some segments.
    socket.set_tcp_mss(536)?;
    socket.set_recv_buffer_size(4096)?;
    socket.connect_timeout(&address.into(), LIMIT)?;
    socket.set_read_timeout(Some(LIMIT))?;
    socket.set_write_timeout(Some(LIMIT))?;
    Ok(socket.into())
}

/// Connects, sends `request`, and returns everything that comes until the end
/// of the stream.
///
/// # Errors
///
/// What the system said, a time-out and a reset included.
pub fn ask(address: &str, request: &[u8]) -> io::Result<Vec<u8>> {
    let mut stream = connect(address)?;
    stream.write_all(request)?;
    read_and_leave(stream)
}

/// The same, for a server that answers until the client has finished.
///
/// # Errors
///
/// As [`ask`].
pub fn ask_and_finish(address: &str, request: &[u8]) -> io::Result<Vec<u8>> {
    let mut stream = connect(address)?;
    stream.write_all(request)?;
    stream.shutdown(Shutdown::Write)?;
    read_and_leave(stream)
}

/// Reads to the end, and takes the connection out of the kernel's table. It
/// would stay there in TIME-WAIT for a minute; of ten thousand of them, other
/// tests would find their ports taken.
fn read_and_leave(mut stream: TcpStream) -> io::Result<Vec<u8>> {
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    // With a linger time of zero, close resets (socket(7), SO_LINGER).
    SockRef::from(&stream).set_linger(Some(Duration::ZERO))?;
    Ok(answer)
}

/// `n` clients that connect and say nothing.
///
/// Call [`crate::proc::allow_descriptors`] before, for this process and for
/// the server.
///
/// # Panics
///
/// When one cannot connect: says which.
#[track_caller]
pub fn silent(address: &str, n: usize) -> Vec<TcpStream> {
    let one = |i| match connect(address) {
        Ok(stream) => stream,
        Err(error) => panic!("silent client {i} of {n}: {error}"),
    };
    (1..=n).map(one).collect()
}

/// Waits until a server has closed all but `left` of `streams`, which have
/// sent nothing; those that are still open stay.
///
/// However many they are and however slow the machine is: what must not take
/// longer than [`LIMIT`] is the time until the next one is closed.
///
/// # Panics
///
/// When none is closed for so long, or one ends with anything but a clean end.
#[track_caller]
pub fn until_let_go(streams: &mut Vec<TcpStream>, left: usize) {
    while streams.len() > left {
        let before = streams.len();
        until("one more silent client is let go", || {
            streams.retain(|stream| !has_ended(stream));
            streams.len() < before
        });
    }
}

#[track_caller]
fn has_ended(stream: &TcpStream) -> bool {
    stream.set_nonblocking(true).expect("it is a socket");
    match stream.peek(&mut [0]) {
        Ok(0) => true,
        Err(error) if error.kind() == io::ErrorKind::WouldBlock => false,
        other => panic!("a silent client got no clean end, but {other:?}"),
    }
}

/// A closed loop: `clients` of them, each of which begins a request when its
/// last one is over, until there were `requests` in all.
///
/// `request` makes one and says what was wrong with the answer.
///
/// # Panics
///
/// When a request went wrong: says how many did, and the first one's words.
#[track_caller]
pub fn closed_loop(
    clients: usize,
    requests: usize,
    request: impl Fn() -> Result<(), String> + Sync,
) {
    let next = AtomicUsize::new(0);
    let wrong: Mutex<Vec<String>> = Mutex::default();
    thread::scope(|scope| {
        for _ in 0..clients {
            scope.spawn(|| {
                while next.fetch_add(1, Ordering::Relaxed) < requests {
                    if let Err(what) = request() {
                        wrong.lock().expect("no panic before").push(what);
                    }
                }
            });
        }
    });
    let wrong = wrong.into_inner().expect("no client panicked");
    if let Some(first) = wrong.first() {
        let n = wrong.len();
        panic!("{n} of {requests} requests went wrong; the first: {first}");
    }
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use super::*;

    #[test]
    fn a_closed_loop_makes_as_many_requests_as_it_was_told() {
        let made = AtomicUsize::new(0);
        closed_loop(7, 100, || {
            made.fetch_add(1, Ordering::Relaxed);
            Ok(())
        });
        assert_eq!(made.into_inner(), 100);
    }

    #[test]
    #[should_panic(expected = "3 of 3 requests went wrong; the first: no")]
    fn it_tells_how_many_went_wrong() {
        closed_loop(1, 3, || Err("no".to_owned()));
    }

    #[test]
    fn a_question_is_answered_until_the_end() {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("its address").to_string();
        let asked = thread::spawn(move || ask(&address, b"hi"));
        let (mut client, _) = listener.accept().expect("it comes");
        let mut question = [0; 2];
        client.read_exact(&mut question).expect("two bytes");
        client.write_all(b"well, hello").expect("room");
        drop(client);
        let answer = asked.join().expect("no panic").expect("no error");
        assert_eq!(
            (&question, answer.as_slice()),
            (b"hi", &b"well, hello"[..])
        );
    }
}
