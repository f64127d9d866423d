//! `ex06-telnet [ADDR]`: chapter 6's line echo, for Telnet clients.
//!
//! Try `telnet 127.0.0.1 9106`, or
//! `printf '\377\375\001hi\n' | nc -N 127.0.0.1 9106 | od -c`.

use std::error::Error;

use endpoint::{ListenOptions, listen};
use ex06::telnet::Telnet;
use http_basic::command::stop_on_signal;
use http_basic::{Limits, LineEcho, serve};

fn main() -> Result<(), Box<dyn Error>> {
    let address = std::env::args().nth(1);
    let address = address.as_deref().unwrap_or("127.0.0.1:9106");
    let stop = stop_on_signal()?;
    let listener = listen(address, &ListenOptions::default())?;
    println!("listening on {}", listener.address());
    serve(&listener, &Limits::default(), &stop, || {
        Telnet::new(LineEcho::new())
    })?;
    Ok(())
}
