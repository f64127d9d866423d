//! Which descriptors does a child process get?

use std::env;
use std::io::{BufRead, BufReader};
use std::os::fd::AsRawFd;
use std::process::{Child, Command, Stdio};

use cli::say;
use endpoint::{ListenOptions, Listener, listen};
use nix::fcntl::{FcntlArg, FdFlag, fcntl};

use super::rig::{listener, outcome};

// ANCHOR: inherit
pub(super) fn inherit() -> cli::Result {
    for inherited in [false, true] {
        let listener = listener()?;
        // Rust's libraries set close-on-exec when they make a descriptor.
        listener.socket().set_cloexec(!inherited)?;
        let flags = fcntl(&listener, FcntlArg::F_GETFD)?;
        let closes =
            FdFlag::from_bits_truncate(flags).contains(FdFlag::FD_CLOEXEC);
        let (mut child, found) = child_with(&listener)?;
        say!("close-on-exec {closes}: the child finds {found}");

        let address = listener.address().to_string();
        drop(listener);
        say!("  we close ours; listen again: {}", again(&address));
        drop(child.stdin.take()); // its end of input: it ends
        child.wait()?;
        say!("  the child has ended: {}", again(&address));
    }
    Ok(())
}
// ANCHOR_END: inherit

/// A child that says what it finds at the listener's descriptor.
fn child_with(listener: &Listener) -> cli::Result<(Child, String)> {
    let mut child = Command::new(env::current_exe()?)
        .args(["child", "holds", &listener.as_raw_fd().to_string()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let mut found = String::new();
    let out = child.stdout.take().ok_or("it was piped")?;
    BufReader::new(out).read_line(&mut found)?;
    Ok((child, found.trim_end().to_owned()))
}

fn again(address: &str) -> String {
    match listen(address, &ListenOptions::default()) {
        Err(endpoint::Error::Listen { source, .. }) => {
            outcome::<()>(&Err(source))
        }
        Err(other) => other.to_string(),
        Ok(_) => "ok".to_owned(),
    }
}
