// killed by: one number for two ends
//! A status above 128 is read as a shell would write a signal.

use nix::sys::signal::Signal;

/// The low byte of one that is stopped.
const STOPPED: i32 = 0x7f;
/// All of one that runs again.
const CONTINUED: i32 = 0xffff;
/// The bit that says: its memory was saved.
const CORE: i32 = 0x80;

/// The signal's name, or "signal" and its number.
pub fn signal_name(number: i32) -> String {
    match Signal::try_from(number) {
        Ok(signal) => signal.as_str().to_owned(),
        Err(_) => format!("signal {number}"),
    }
}

/// What `status`, as waitpid(2) gave it, says.
pub fn sentence(status: i32) -> String {
    let (high, low) = (status >> 8 & 0xff, status & 0xff);
    if status == CONTINUED {
        return "continued".to_owned();
    }
    if low == STOPPED {
        return format!("stopped by {}", signal_name(high));
    }
    if low == 0 && high > 128 {
        return format!("killed by {}", signal_name(high - 128));
    }
    if low == 0 {
        return format!("exited with status {high}");
    }
    let core = if low & CORE == 0 { "" } else { ", core dumped" };
    format!("killed by {}{core}", signal_name(low & !CORE))
}

/// What a shell would show as `$?`; `None` for a child that has not ended.
pub fn shell_status(status: i32) -> Option<i32> {
    match status & 0xff {
        _ if status == CONTINUED => None,
        STOPPED => None,
        0 => Some(status >> 8 & 0xff),
        low => Some(128 + (low & !CORE)),
    }
}
