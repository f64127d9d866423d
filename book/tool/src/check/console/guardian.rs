//! Ends what is left when the checker itself is killed.
//!
//! Started commands are in process groups of their own, so a Ctrl-C for the
//! checker does not reach them, and a checker that is killed cannot end
//! them. The guardian is a small shell whose standard input is a pipe from
//! the checker. It is told which groups live; when the pipe closes, for
//! whatever reason the checker is gone, and it kills those that are left.

use std::io::Write;
use std::os::unix::process::CommandExt;
use std::process::{ChildStdin, Command, Stdio};
use std::sync::{Mutex, PoisonError};

use nix::unistd::Pid;

const SCRIPT: &str = r#"
trap '' HUP INT TERM
live=' '
while read -r sign group; do
  case $sign in
    +) live="$live$group " ;;
    -) live="${live%% "$group" *} ${live#* "$group" }" ;;
  esac
done
for group in $live; do kill -s KILL -- "-$group"; done
"#;

/// The pipe to the guardian, once there is one.
static PIPE: Mutex<Option<ChildStdin>> = Mutex::new(None);

/// Starts the guardian where there is none yet: before the first command, so
/// that hardly a moment passes between a command's start and its watch.
pub(super) fn ready() {
    let mut pipe = PIPE.lock().unwrap_or_else(PoisonError::into_inner);
    if pipe.is_none() {
        *pipe = start();
    }
}

/// Puts a group under the guardian's care.
pub(super) fn watch(group: Pid) {
    tell('+', group);
}

/// Takes a group that has ended out of its care.
pub(super) fn forget(group: Pid) {
    tell('-', group);
}

/// Without a guardian only the checker's own clean end ends the
/// groups, which is the common case: no reason to fail.
fn tell(sign: char, group: Pid) {
    let mut pipe = PIPE.lock().unwrap_or_else(PoisonError::into_inner);
    let Some(stdin) = pipe.as_mut() else { return };
    let line = format!("{sign} {group}\n");
    if stdin.write_all(line.as_bytes()).is_err() {
        *pipe = None;
    }
}

fn start() -> Option<ChildStdin> {
    let mut shell = Command::new("sh");
    shell.arg("-c").arg(SCRIPT).process_group(0);
    shell.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    // Never waited for: it outlives the checker by design.
    shell.spawn().ok()?.stdin.take()
}
