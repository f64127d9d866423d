//! `ex16-limits [ADDR]`: a page that may be had five times, and then once a
//! minute. Try `for i in 1 2 3 4 5 6; do curl -i ADDR; done`.

use std::error::Error;
use std::sync::Arc;
use std::time::Instant;

use carafe::App;
use ex16::limits::{Limiter, limit};
use http_basic::command::{many_clients, open, stop_on_signal};
use http1::Limits;
use http1_drivers::{Pooling, Times, serve_pool};
use wsgi::Gateway;

fn main() -> Result<(), Box<dyn Error>> {
    let address = std::env::args().nth(1);
    let address = address.as_deref().unwrap_or("127.0.0.1:9116");
    let start = Instant::now();
    let clock = move || start.elapsed().as_millis() as u64;
    let mut app = App::new();
    limit(&mut app, Limiter::new(5, 60_000, 10_000), clock);
    app.get("/", || "here you are\n");
    let stop = stop_on_signal()?;
    let listener = open("ex16", address, &many_clients(), &[])?;
    let gateway = Arc::new(Gateway::new(app));
    let size = Pooling { threads: 4, connections: 256 };
    let (limits, times) = (Limits::default(), Times::default());
    serve_pool(&listener, size, limits, &times, &stop, gateway)?;
    Ok(())
}
