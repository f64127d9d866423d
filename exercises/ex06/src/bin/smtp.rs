//! `ex06-smtp [ADDR]`: takes mail and prints it.
//!
//! Try `curl smtp://127.0.0.1:9106/me --mail-from a@example.com --mail-rcpt
//! b@example.com --crlf -T README.md`.

use std::error::Error;

use endpoint::{ListenOptions, listen};
use ex06::smtp::{Mail, Smtp};
use http_basic::command::stop_on_signal;
use http_basic::{Limits, serve};

fn main() -> Result<(), Box<dyn Error>> {
    let address = std::env::args().nth(1);
    let address = address.as_deref().unwrap_or("127.0.0.1:9106");
    let stop = stop_on_signal()?;
    let listener = listen(address, &ListenOptions::default())?;
    println!("listening on {}", listener.address());
    serve(&listener, &Limits::default(), &stop, || {
        Smtp::new("ex06.example", print)
    })?;
    Ok(())
}

/// Bytes from strangers reach no terminal as they are.
fn print(mail: Mail) {
    println!("from <{}> to {:?}", mail.from, mail.to);
    for line in mail.text.split_inclusive(|&byte| byte == b'\n') {
        println!("  {}", line.trim_ascii_end().escape_ascii());
    }
}
