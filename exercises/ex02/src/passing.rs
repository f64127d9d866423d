//! Pass a descriptor through a Unix socket.
//!
//! A descriptor is a number that means something in one process only. But a Unix
//! socket can carry the open thing behind it: the receiver gets a descriptor of
//! its own for it (unix(7), SCM_RIGHTS). A server can hand its listener to its
//! successor this way, and no client notices the change.
//!
//! The descriptor travels beside the bytes, in a *control message* of
//! `sendmsg(2)` and `recvmsg(2)`; nix wraps both
//! (`nix::sys::socket::{sendmsg, recvmsg}`).
//!
//! Rules:
//!
//! * Send one byte with it. On a stream, a message without bytes carries
//!   nothing.
//! * The received descriptor is close-on-exec from its first moment on: a flag
//!   of `recvmsg` asks for that.
//! * The end of the channel is [`io::ErrorKind::UnexpectedEof`].
//! * A byte without a descriptor, or with several, is
//!   [`io::ErrorKind::InvalidData`].
//! * Whatever comes is closed unless it is returned: a descriptor that nobody
//!   closes is a leak that the sender can repeat. One message can carry 253 of
//!   them (SCM_MAX_FD); offer room for all.

// `OwnedFd::from_raw_fd` is unsafe: only you know that the number is yours.
#![allow(unsafe_code)]

use std::io;
use std::os::fd::{BorrowedFd, OwnedFd};
use std::os::unix::net::UnixStream;

/// Hands `descriptor` to whoever reads the other end of `channel`.
///
/// # Errors
///
/// What the system said.
pub fn send_descriptor(
    channel: &UnixStream,
    descriptor: BorrowedFd<'_>,
) -> io::Result<()> {
    let _ = (channel, descriptor);
    todo!("one byte and one SCM_RIGHTS message")
}

/// Takes one descriptor from `channel`.
///
/// # Errors
///
/// See the rules; otherwise what the system said.
pub fn receive_descriptor(channel: &UnixStream) -> io::Result<OwnedFd> {
    let _ = channel;
    todo!("recvmsg, and exactly one descriptor")
}
