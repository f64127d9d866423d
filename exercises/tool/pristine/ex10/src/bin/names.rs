//! `ex10-names [ADDR]`: two names, over UDP.
//!
//! Try `dig @127.0.0.1 -p 9110 +noedns web.lan`.

use std::error::Error;
use std::net::Ipv4Addr;
use std::sync::Arc;

use ex10::names::Names;
use http_basic::command::stop_on_signal;
use socketserver::{POLL_INTERVAL, Sequential, Server, Transport, Udp};

fn main() -> Result<(), Box<dyn Error>> {
    let address = std::env::args().nth(1);
    let address = address.as_deref().unwrap_or("127.0.0.1:9110");
    let zone = Arc::new(vec![
        ("web.lan".to_owned(), vec![Ipv4Addr::new(10, 0, 0, 1)]),
        (
            "db.lan".to_owned(),
            (2..=4).map(|last| Ipv4Addr::new(10, 0, 0, last)).collect(),
        ),
    ]);
    let stop = stop_on_signal()?;
    let udp = Udp::bind(address, &Default::default())?;
    let mut server =
        Server::builder(udp, Sequential, move || Names::new(&zone))
            .stop(stop)
            .build()?;
    println!("listening on {}", server.server_address());
    server.serve_forever(POLL_INTERVAL)?;
    server.server_close();
    Ok(())
}
