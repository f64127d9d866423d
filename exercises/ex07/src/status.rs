//! How did it end?
//!
//! `waitpid` gives one number that says how a child ended, and the man page
//! gives macros to take it apart, not its bits. On Linux they are:
//!
//! ```text
//! bits 15…8   bit 7   bits 6…0
//!  status       0        0       it exited with that status
//!    0        core     signal    a signal killed it; core: memory was saved
//!  signal       0       0x7f     a signal stopped it
//!   0xff        1       0x7f     it runs again: all in all 0xffff
//! ```
//!
//! Write the sentence that a log needs, and the number that a shell shows as
//! `$?`, which is one number for two kinds of end: the exit status, or 128 and
//! the signal.
//!
//! ```text
//! 0x0300   exited with status 3             3
//! 0x0009   killed by SIGKILL                137
//! 0x008b   killed by SIGSEGV, core dumped   139
//! 0x8900   exited with status 137           137
//! 0x137f   stopped by SIGSTOP               none: it has not ended
//! 0xffff   continued                        none
//! ```
//!
//! Signals without a name (the real-time ones) are `signal 40`;
//! [`signal_name`] is given. Do not hand the number to somebody else's parser.

use nix::sys::signal::Signal;

/// The signal's name, or "signal" and its number.
pub fn signal_name(number: i32) -> String {
    match Signal::try_from(number) {
        Ok(signal) => signal.as_str().to_owned(),
        Err(_) => format!("signal {number}"),
    }
}

/// What `status`, as waitpid(2) gave it, says.
pub fn sentence(status: i32) -> String {
    let _ = status;
    todo!("which of the four is it?")
}

/// What a shell would show as `$?`; `None` for a child that has not ended.
pub fn shell_status(status: i32) -> Option<i32> {
    let _ = status;
    todo!("the exit status, or 128 and the signal")
}
