//! How do a parent and its child talk?

use std::env;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::Shutdown;
use std::os::fd::OwnedFd;
use std::process::Command;

use cli::say;
use endpoint::Stream;

// ANCHOR: socketpair
pub(super) fn socketpair() -> cli::Result {
    let (ours, theirs) = Stream::pair()?;
    // One socket is the child's standard input and output.
    let mut child = Command::new(env::current_exe()?)
        .args(["child", "upper"])
        .stdin(OwnedFd::from(theirs.try_clone()?))
        .stdout(OwnedFd::from(theirs))
        .spawn()?;
    let mut answers = BufReader::new(&ours);
    for line in ["hello, child", "how are you?"] {
        writeln!(&ours, "{line}")?;
        let mut answer = String::new();
        answers.read_line(&mut answer)?;
        say!("parent: {line:<14} child: {}", answer.trim_end());
    }
    ours.shutdown(Shutdown::Write)?;
    let rest = answers.read(&mut [0; 1])?;
    say!("parent: no more        child: {rest} bytes, the end");
    say!("the child ended with {}", child.wait()?);
    Ok(())
}
// ANCHOR_END: socketpair
