//! `ex05-netstring [ADDR]`: sends every netstring back, one client at a time.
//!
//! Try `printf '5:hello,0:,' | nc 127.0.0.1 9105`.

use std::error::Error;
use std::net::TcpStream;

use echo::{BACKLOG, Limits, accept, listen};
use ex05::netstring::Netstring;
use framing::Framed;

/// The longest netstring that is taken, in bytes.
const MAX_LENGTH: usize = 100_000;

fn main() -> Result<(), Box<dyn Error>> {
    let address = std::env::args().nth(1);
    let address = address.as_deref().unwrap_or("127.0.0.1:9105").parse()?;
    let listener = listen(address, BACKLOG)?;
    if let Some(local) = listener.local_addr()?.as_socket() {
        println!("listening on {local}");
    }
    loop {
        let (client, from) = accept(&listener)?;
        client.set_read_timeout(Some(Limits::default().idle))?;
        client.set_write_timeout(Some(Limits::default().write))?;
        match echo(client.into()) {
            Ok(count) => println!("{from}: {count} netstrings"),
            Err(error) => println!("{from}: {error}"),
        }
    }
}

/// Sends back what one client sends; how many netstrings these were.
fn echo(client: TcpStream) -> Result<u64, Box<dyn Error>> {
    let mut client = Framed::new(client, Netstring::new(MAX_LENGTH));
    let mut count = 0;
    while let Some(bytes) = client.read_frame()? {
        client.send(bytes)?;
        count += 1;
    }
    Ok(count)
}
