//! `ex14-memcached [ADDR]`: a cache, served by chapter 8's threads.
//!
//! Try `nc -C 127.0.0.1 9114`, then `set a 0 0 5`, `hello`, `get a`.

use std::error::Error;
use std::sync::{Arc, Mutex};

use endpoint::{ListenOptions, listen};
use ex14::memcached::{Memcached, Store};
use http_basic::Limits;
use http_basic::command::stop_on_signal;
use threading::{Threads, serve_threads};

/// How many keys there may be: with `MAX_VALUE` for each, 40 MiB.
const MAX_KEYS: usize = 10_000;
/// How many clients at a time.
const MAX_CLIENTS: usize = 64;

fn main() -> Result<(), Box<dyn Error>> {
    let address = std::env::args().nth(1);
    let address = address.as_deref().unwrap_or("127.0.0.1:9114");
    let stop = stop_on_signal()?;
    let listener = listen(address, &ListenOptions::default())?;
    println!("listening on {}", listener.address());
    let store = Arc::new(Mutex::new(Store::new(MAX_KEYS)));
    let (limits, threads) = (Limits::default(), Threads::new(MAX_CLIENTS));
    let ending = serve_threads(&listener, &limits, &threads, &stop, || {
        Memcached::new(&store)
    })?;
    println!("{ending}");
    Ok(())
}
