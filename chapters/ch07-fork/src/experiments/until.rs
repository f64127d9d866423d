//! Waiting for what another process does.

use std::fs;

/// The state of a process, as /proc has it: `R` runs, `S` sleeps, `T` is
/// stopped, `Z` is a zombie (proc_pid_stat(5), Linux).
pub(super) fn state(pid: impl std::fmt::Display) -> Option<char> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    stat.rsplit_once(") ")?.1.chars().next()
}

/// Waits until `condition` holds, at most ten seconds.
pub(super) fn until(mut condition: impl FnMut() -> bool) -> cli::Result {
    Ok(cli::until(|| Ok(condition().then_some(())))?)
}
