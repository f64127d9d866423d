//! What the kernel tells about one TCP socket (tcp(7), TCP_INFO; Linux).
//!
//! The C library's struct ends before the fields that are wanted here, so
//! they are taken from the bytes, at their places in linux/tcp.h.

use std::io;
use std::os::fd::AsRawFd;

use socket2::Socket;

/// The fields that experiments show.
pub(super) struct TcpInfo {
    /// Of a listening socket: connections that wait for `accept`.
    pub(super) queued: u32,
    /// Of a listening socket: how many may wait.
    pub(super) backlog: u32,
    /// Segments with data that were sent; 0 where the kernel is too old.
    pub(super) data_segments_out: u32,
}

/// Asks the kernel about `socket`.
#[allow(unsafe_code)]
pub(super) fn tcp_info(socket: &Socket) -> io::Result<TcpInfo> {
    let mut bytes = [0_u8; 256];
    let mut len = bytes.len() as libc::socklen_t;
    // SAFETY: the pointers are to `bytes` and `len`, which outlive the call;
    // the kernel writes at most `len` bytes.
    let result = unsafe {
        libc::getsockopt(
            socket.as_raw_fd(),
            libc::IPPROTO_TCP,
            libc::TCP_INFO,
            bytes.as_mut_ptr().cast(),
            &raw mut len,
        )
    };
    if result < 0 {
        return Err(io::Error::last_os_error());
    }
    let field = |at: usize| {
        let mut four = [0; 4];
        four.copy_from_slice(&bytes[at..at + 4]);
        u32::from_ne_bytes(four)
    };
    Ok(TcpInfo {
        queued: field(24),             // tcpi_unacked
        backlog: field(28),            // tcpi_sacked
        data_segments_out: field(156), // tcpi_data_segs_out
    })
}
