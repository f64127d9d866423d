// killed by: zero bytes are the end of the channel
//! The end of the channel looks like a message without a descriptor.

// `OwnedFd::from_raw_fd` is unsafe: only we know that the number is ours.
#![allow(unsafe_code)]

use std::io::{self, IoSlice, IoSliceMut};
use std::os::fd::{AsRawFd, BorrowedFd, FromRawFd, OwnedFd, RawFd};
use std::os::unix::net::UnixStream;

use nix::sys::socket::{
    ControlMessage, ControlMessageOwned, MsgFlags, recvmsg, sendmsg,
};

/// How many descriptors Linux lets one message carry (unix(7)).
const MOST: usize = 253;

/// Hands `descriptor` to whoever reads the other end of `channel`.
///
/// # Errors
///
/// What the system said.
pub fn send_descriptor(
    channel: &UnixStream,
    descriptor: BorrowedFd<'_>,
) -> io::Result<()> {
    let bytes = [IoSlice::new(b"!")];
    let fds = [descriptor.as_raw_fd()];
    let control = [ControlMessage::ScmRights(&fds)];
    let flags = MsgFlags::MSG_NOSIGNAL;
    sendmsg::<()>(channel.as_raw_fd(), &bytes, &control, flags, None)?;
    Ok(())
}

/// Takes one descriptor from `channel`.
///
/// # Errors
///
/// See the rules; otherwise what the system said.
pub fn receive_descriptor(channel: &UnixStream) -> io::Result<OwnedFd> {
    let mut byte = [0];
    let mut bytes = [IoSliceMut::new(&mut byte)];
    // What does not fit is cut off, and the rest cannot be told apart.
    let mut room = nix::cmsg_space!([RawFd; MOST]);
    let message = recvmsg::<()>(
        channel.as_raw_fd(),
        &mut bytes,
        Some(&mut room),
        MsgFlags::MSG_CMSG_CLOEXEC,
    )?;
    let mut received = Vec::new();
    for control in message.cmsgs()? {
        if let ControlMessageOwned::ScmRights(fds) = control {
            for fd in fds {
                // SAFETY: the kernel has just made this descriptor for us,
                // and nobody else knows its number.
                received.push(unsafe { OwnedFd::from_raw_fd(fd) });
            }
        }
    }
    // Those that we do not return are closed here.
    let wrong = || io::ErrorKind::InvalidData.into();
    match (received.pop(), received.is_empty()) {
        (Some(one), true) => Ok(one),
        _ => Err(wrong()),
    }
}
