//! Calls on a stream that do not wait. A signal does not end them: they are
//! made again.

use std::io::{self, IoSlice};
use std::os::fd::AsRawFd;

use endpoint::Stream;
use nix::errno::Errno;
use nix::sys::socket::{MsgFlags, recv, send, sendmsg};

/// What has come, without waiting: MSG_DONTWAIT asks that of one call.
pub(crate) fn receive_now(
    stream: &Stream,
    chunk: &mut [u8],
) -> io::Result<usize> {
    retry(|| recv(stream.as_raw_fd(), chunk, MsgFlags::MSG_DONTWAIT))
}

/// Sends what there is room for, without waiting.
pub(crate) fn send_now(stream: &Stream, bytes: &[u8]) -> io::Result<usize> {
    let flags = MsgFlags::MSG_DONTWAIT | MsgFlags::MSG_NOSIGNAL;
    retry(|| send(stream.as_raw_fd(), bytes, flags))
}

/// The same for two pieces, one behind the other, in one call.
pub(crate) fn send_both_now(
    stream: &Stream,
    first: &[u8],
    second: &[u8],
) -> io::Result<usize> {
    let pieces = [IoSlice::new(first), IoSlice::new(second)];
    let flags = MsgFlags::MSG_DONTWAIT | MsgFlags::MSG_NOSIGNAL;
    let fd = stream.as_raw_fd();
    retry(|| sendmsg::<()>(fd, &pieces, &[], flags, None))
}

fn retry(mut call: impl FnMut() -> nix::Result<usize>) -> io::Result<usize> {
    loop {
        match call() {
            Err(Errno::EINTR) => {}
            result => return Ok(result?),
        }
    }
}
