//! `ex14-smuggle < HEAD`: what is doubtful in a request's head.
//!
//! Try `printf 'GET / HTTP/1.1\r\nHost : a\n\r\n' | cargo run -q -p ex14 --bin
//! ex14-smuggle`.

use std::io::{self, Read};
use std::process::ExitCode;

use ex14::smuggle::lint;

/// How much is read: no head is longer.
const MAX: u64 = 64 * 1024;

fn main() -> io::Result<ExitCode> {
    let mut head = Vec::new();
    io::stdin().take(MAX).read_to_end(&mut head)?;
    let found = lint(&head);
    for (at, doubt) in &found {
        let from = at.saturating_sub(16);
        let to = (at + 16).min(head.len());
        let before = head[from..*at].escape_ascii();
        println!("byte {at}: {doubt:?}");
        println!("  {before}{}", head[*at..to].escape_ascii());
        println!("  {}^", " ".repeat(before.count()));
    }
    Ok(ExitCode::from(u8::from(!found.is_empty())))
}
