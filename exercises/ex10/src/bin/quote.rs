//! `ex10-quote [ADDR]`: quotes over TCP and, at the same address, UDP.
//!
//! Try `nc 127.0.0.1 9110` and `echo | nc -u -w 1 127.0.0.1 9110`.

use std::error::Error;
use std::thread;

use ex10::quote::Quotes;
use http_basic::command::stop_on_signal;
use socketserver::{POLL_INTERVAL, Server, Tcp, Threading, Transport, Udp};

const QUOTES: [&str; 3] = [
    "The network is reliable.",
    "A message is what one read returns.",
    "It will be there when I look.",
];

fn main() -> Result<(), Box<dyn Error>> {
    let address = std::env::args().nth(1);
    let address = address.as_deref().unwrap_or("127.0.0.1:9110");
    let stop = stop_on_signal()?;
    let quotes = Quotes::new(&QUOTES);
    let tcp = Tcp::bind(address, &Default::default())?;
    // With port 0, UDP takes the port that TCP got.
    let address = tcp.listener().address().to_string();
    let udp = Udp::bind(&address, &Default::default())?;
    let quote = quotes.clone();
    let mut streams =
        Server::builder(tcp, Threading::new(64), move || quotes.clone())
            .stop(stop.clone())
            .build()?;
    let mut packets =
        Server::builder(udp, Threading::new(64), move || quote.clone())
            .stop(stop)
            .build()?;
    println!("listening on {address}");
    let other = thread::spawn(move || {
        let served = packets.serve_forever(POLL_INTERVAL);
        packets.server_close();
        served
    });
    let served = streams.serve_forever(POLL_INTERVAL);
    streams.server_close();
    other.join().map_err(|_| "the UDP server panicked")??;
    Ok(served?)
}
