//! `ex01-relay [ADDR [TO]]`: puts the exercise `relay` before a server.

use std::error::Error;
use std::thread;

use echo::{BACKLOG, accept, connect, listen};
use ex01::relay::relay;

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let address = args.next().unwrap_or("127.0.0.1:9101".to_owned());
    let to = args.next().unwrap_or("127.0.0.1:9001".to_owned()).parse()?;
    let listener = listen(address.parse()?, BACKLOG)?;
    if let Some(local) = listener.local_addr()?.as_socket() {
        println!("listening on {local}");
    }
    loop {
        let (client, from) = accept(&listener)?;
        thread::spawn(move || match connect(to) {
            Ok(server) => match relay(client.into(), server.into()) {
                Ok((there, back)) => println!("{from}: {there} → ← {back}"),
                Err(error) => println!("{from}: {error}"),
            },
            Err(error) => println!("{from}: {error}"),
        });
    }
}
