//! `ex01-daytime [ADDR]`: serves the exercise `daytime`.

use std::error::Error;
use std::time::{SystemTime, UNIX_EPOCH};

use echo::{BACKLOG, Limits, accept, listen};
use ex01::daytime::serve;

fn main() -> Result<(), Box<dyn Error>> {
    let address = std::env::args().nth(1);
    let address = address.as_deref().unwrap_or("127.0.0.1:9101").parse()?;
    let listener = listen(address, BACKLOG)?;
    if let Some(local) = listener.local_addr()?.as_socket() {
        println!("listening on {local}");
    }
    loop {
        let (client, from) = accept(&listener)?;
        client.set_read_timeout(Some(Limits::default().write))?;
        client.set_write_timeout(Some(Limits::default().write))?;
        let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
        let line = format!("{now} seconds since 1970");
        match serve(client.into(), &line) {
            Ok(()) => println!("{from}: told the time"),
            Err(error) => println!("{from}: {error}"),
        }
    }
}
