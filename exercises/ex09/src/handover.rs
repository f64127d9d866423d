//! A new program, and no client notices.
//!
//! To put a new version in the place of a running server without turning
//! anybody away, the listener must stay open. So the old process starts the new
//! one and lets it inherit the descriptor of the listener; both accept for a
//! moment; and the old one ends when the new one is ready. nginx and gunicorn
//! do that.
//!
//! ```text
//! old                              new
//! starts it, with LISTENER_FD=5,
//! READY_FD=7 ────────────────────▶ takes 5 for its listener
//! waits for a byte                 reads its settings, opens its files …
//!   ◀──────────────────────────── writes a byte to 7: ready
//! accepts no more, ends            accepts
//! ```
//!
//! The descriptors are a listener and the writing end of a pipe. Whatever goes
//! wrong with the new program, the old one hears of it and goes on:
//!
//! | what happens | how the old one hears |
//! | --- | --- |
//! | there is no such program | `spawn` fails: `Start` |
//! | it ends, or closes the pipe | the pipe ends: kill it, wait, `Ended` |
//! | it does nothing | nothing within the limit: kill it, wait, `Silent` |
//!
//! (A process that has ended does not mind being killed; one that has only
//! closed the pipe would never be ready.)
//!
//! Rules:
//!
//! * Descriptors are close-on-exec in Rust, so a new program inherits none.
//!   Switch that off for these two *in the child only*, between fork and exec
//!   (`CommandExt::pre_exec`; there `fcntl` is allowed, and nearly nothing
//!   else). In the parent another thread could be starting another program.
//! * The old process must close its own copy of the pipe's writing end, or the
//!   pipe never ends.
//! * The new process trusts nothing: the variables must be numbers of two open
//!   descriptors above 2, and the first a listening socket
//!   (`socket2::SockRef::from(…).is_listener()`), or `InvalidData`. It makes
//!   both close-on-exec again. Neither variable: nobody handed anything over.
//!
//! `http_basic::readable([pipe], Some(end))` waits for a descriptor.

// A descriptor by its number, and what runs between fork and exec.
#![allow(unsafe_code)]

use std::fs::File;
use std::io;
use std::net::TcpListener;
use std::process::{Child, Command, ExitStatus};
use std::time::Duration;

use thiserror::Error;

/// The variable with the number of the listener.
pub const LISTENER_FD: &str = "LISTENER_FD";
/// The variable with the number of the pipe's writing end.
pub const READY_FD: &str = "READY_FD";

/// Why the new program is not there. The old one is, and should go on.
#[derive(Debug, Error)]
pub enum HandoverError {
    /// It could not be started.
    #[error("cannot start it: {0}")]
    Start(#[from] io::Error),
    /// It ended, or was killed when it had closed the pipe, before it was
    /// ready.
    #[error("it ended before it was ready: {0}")]
    Ended(ExitStatus),
    /// It said nothing within the limit, and was killed.
    #[error("it was not ready in time")]
    Silent,
}

/// Starts `program` with `listener`, and waits until it is ready, at most for
/// `limit`. The caller's listener stays open.
///
/// # Errors
///
/// See [`HandoverError`]; nothing of the program is left then.
pub fn hand_over(
    listener: &TcpListener,
    program: &mut Command,
    limit: Duration,
) -> Result<Child, HandoverError> {
    let _ = (listener, program, limit);
    todo!("pipe, variables, pre_exec, spawn, wait")
}

/// What the new process got from the old one.
#[derive(Debug)]
pub struct Inherited {
    listener: TcpListener,
    ready: File,
}

/// What the environment says was handed over; `None`: nothing.
///
/// To be called once, before anything else opens or closes descriptors.
///
/// # Errors
///
/// [`io::ErrorKind::InvalidData`] when it is not what the rules say.
pub fn inherited() -> io::Result<Option<Inherited>> {
    todo!("two variables, two descriptors, and trust nothing")
}

impl Inherited {
    /// Tells the old process that this one is ready.
    ///
    /// # Errors
    ///
    /// When the old one is gone.
    pub fn ready(self) -> io::Result<TcpListener> {
        let _ = (&self.listener, &self.ready);
        todo!("one byte, then the listener")
    }
}
