//! How bytes move: as many as fit.

use std::io::{self, Read, Write};

/// Sends all of `bytes`, however few the stream takes at a time.
///
/// This is what [`Write::write_all`] does; from the next chapter on we use
/// that one.
///
/// # Errors
///
/// What the system said; [`io::ErrorKind::WriteZero`] when the stream takes
/// no more bytes and gives no reason. Some of `bytes` may be on their way then.
// ANCHOR: send_all
pub fn send_all(stream: &mut impl Write, bytes: &[u8]) -> io::Result<()> {
    let mut rest = bytes;
    while !rest.is_empty() {
        match stream.write(rest) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(taken) => rest = &rest[taken..],
            // A signal arrived before the first byte was taken.
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(e) => return Err(e),
        }
    }
    Ok(())
}
// ANCHOR_END: send_all

/// Waits for bytes and returns how many came; zero is the end of the stream.
///
/// Any number from 1 to `buf.len()` may come: how the peer cut its sends
/// does not matter. `buf` must not be empty, or every answer looks like the end.
///
/// # Errors
///
/// What the system said: a reset, or [`io::ErrorKind::WouldBlock`] when the
/// socket's read time-out is over.
// ANCHOR: receive
pub fn receive(stream: &mut impl Read, buf: &mut [u8]) -> io::Result<usize> {
    loop {
        match stream.read(buf) {
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            result => return result,
        }
    }
}
// ANCHOR_END: receive

#[cfg(test)]
mod tests {
    use super::*;
    use testing::{Choppy, Trickle};

    #[test]
    fn a_stream_that_takes_three_bytes_at_a_time_gets_them_all() {
        let mut stream = Trickle::new(3);
        send_all(&mut stream, b"ten bytes.").unwrap();
        assert_eq!(stream.taken, b"ten bytes.");
        assert_eq!(stream.calls, 4);
    }

    #[test]
    fn a_stream_that_takes_nothing_is_an_error_and_no_endless_loop() {
        let mut stream = Trickle::new(3).with_room(5);
        let error = send_all(&mut stream, b"ten bytes.").unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::WriteZero);
        assert_eq!(stream.taken, b"ten b");
    }

    #[test]
    fn a_signal_neither_loses_nor_doubles_bytes() {
        let mut stream = Choppy::new([&b"in"[..]]).interrupted();
        send_all(&mut stream, b"out").unwrap();
        assert_eq!(stream.written, b"out");
        let mut buf = [0; 8];
        assert_eq!(receive(&mut stream, &mut buf).unwrap(), 2);
        assert_eq!(receive(&mut stream, &mut buf).unwrap(), 0);
    }

    #[test]
    fn nothing_to_send_makes_no_call() {
        let mut stream = Trickle::new(3);
        send_all(&mut stream, b"").unwrap();
        assert_eq!(stream.calls, 0);
    }
}
