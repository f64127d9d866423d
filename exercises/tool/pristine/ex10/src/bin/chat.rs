//! `ex10-chat [ADDR]`: a chat for 64.
//!
//! Try `nc 127.0.0.1 9110` in three terminals.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use ex10::chat::{Room, Visitor};
use http_basic::Limits;
use http_basic::command::stop_on_signal;
use socketserver::{POLL_INTERVAL, Server, Tcp, Threading, Transport};

/// How long one may listen and say nothing: an hour.
const IDLE: Duration = Duration::from_secs(3_600);

fn main() -> Result<(), Box<dyn Error>> {
    let address = std::env::args().nth(1);
    let address = address.as_deref().unwrap_or("127.0.0.1:9110");
    let stop = stop_on_signal()?;
    let tcp = Tcp::bind(address, &Default::default())?;
    let room = Arc::new(Room::default());
    let visitor = move || Visitor::new(&room);
    let mut server = Server::builder(tcp, Threading::new(64), visitor)
        .limits(Limits { idle: IDLE, ..Limits::default() })
        .stop(stop)
        .build()?;
    println!("listening on {}", server.server_address());
    server.serve_forever(POLL_INTERVAL)?;
    server.server_close();
    Ok(())
}
