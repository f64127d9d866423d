//! `ex01-count [ADDR]`: serves the exercise `count`, one client at a time.

use std::error::Error;

use echo::{BACKLOG, Limits, accept, listen};
use ex01::count::count;

fn main() -> Result<(), Box<dyn Error>> {
    let address = std::env::args().nth(1);
    let address = address.as_deref().unwrap_or("127.0.0.1:9101").parse()?;
    let listener = listen(address, BACKLOG)?;
    if let Some(local) = listener.local_addr()?.as_socket() {
        println!("listening on {local}");
    }
    loop {
        let (mut client, from) = accept(&listener)?;
        client.set_read_timeout(Some(Limits::default().idle))?;
        match count(&mut client) {
            Ok(total) => println!("{from}: {total} bytes"),
            Err(error) => println!("{from}: {error}"),
        }
    }
}
