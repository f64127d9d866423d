//! `ex07-status PROGRAM [ARG]…`: runs it and says how it ended.
//!
//! Try `-- sleep 100`, and `kill` the sleeper from another terminal.

use std::error::Error;
use std::os::unix::process::ExitStatusExt;
use std::process::Command;

use ex07::status::{sentence, shell_status};

fn main() -> Result<(), Box<dyn Error>> {
    let mut words = std::env::args_os().skip(1);
    let program = words.next().ok_or("give a program, and its arguments")?;
    let status = Command::new(program).args(words).status()?.into_raw();
    println!("{}", sentence(status));
    if let Some(number) = shell_status(status) {
        println!("a shell says {number}");
    }
    Ok(())
}
