//! What the experiments start as a process of its own.

use std::fs;
use std::io::{self, BufRead, Read};

use cli::say;

/// The parts that a child can play.
#[derive(clap::Args)]
pub(crate) struct Child {
    #[command(subcommand)]
    part: Part,
}

#[derive(clap::Subcommand)]
enum Part {
    /// Answer each line of standard input in capitals
    Upper,
    /// Say what descriptor FD is, then wait for the end of standard input
    Holds { fd: i32 },
}

impl Child {
    pub(crate) fn run(self) -> cli::Result {
        match self.part {
            Part::Upper => upper(),
            Part::Holds { fd } => holds(fd),
        }
    }
}

fn upper() -> cli::Result {
    for line in io::stdin().lock().lines() {
        say!("{}", line?.to_uppercase());
    }
    Ok(())
}

/// `/proc/self/fd` has a link for each descriptor of this process (Linux).
fn holds(fd: i32) -> cli::Result {
    let link = fs::read_link(format!("/proc/self/fd/{fd}"));
    let is_socket =
        link.is_ok_and(|to| to.to_string_lossy().starts_with("socket:"));
    say!("{}", if is_socket { "a socket" } else { "nothing" });
    io::stdin().lock().read_to_end(&mut Vec::new())?;
    Ok(())
}
