//! The time, in one datagram (RFC 868).

use std::io;

use endpoint::Datagram;

/// Seconds from the beginning of 1900 to the beginning of 1970.
pub const UNIX_EPOCH: u64 = 2_208_988_800;

/// Answers the next `count` datagrams that come to `socket`.
///
/// `clock` tells the seconds since the beginning of 1970.
///
/// # Errors
///
/// What receiving returns; a client that cannot be answered is none.
pub fn serve(
    socket: &Datagram,
    clock: impl Fn() -> u64,
    count: usize,
) -> io::Result<()> {
    for _ in 0..count {
        let got = socket.receive(&mut [0; 1])?;
        // The cut is what the RFC wants after 2036.
        let seconds = (clock() + UNIX_EPOCH) as u32;
        // A client that cannot be answered is the client's trouble.
        let _ = socket.try_send_to(&seconds.to_be_bytes(), &got.from);
    }
    Ok(())
}
