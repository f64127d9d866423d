//! The child and all that it started, as one group.

use std::process::{Child, Command};

/// Makes the child the leader of a group of its own.
#[cfg(unix)]
pub(super) fn lead(command: &mut Command) {
    use std::os::unix::process::CommandExt as _;
    command.process_group(0);
}

/// Ends the group. The child may be gone while its group is not.
#[cfg(unix)]
pub(super) fn end(child: &mut Child) {
    use nix::sys::signal::{Signal, killpg};
    use nix::unistd::Pid;
    if let Ok(id) = i32::try_from(child.id()) {
        let _ = killpg(Pid::from_raw(id), Signal::SIGKILL);
    }
}

/// Elsewhere there are no groups.
#[cfg(not(unix))]
pub(super) fn lead(_command: &mut Command) {}

/// Ends the child alone.
#[cfg(not(unix))]
pub(super) fn end(child: &mut Child) {
    let _ = child.kill();
}
