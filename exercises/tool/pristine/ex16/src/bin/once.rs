//! `ex16-once [ADDR]`: a shop that counts its orders. Try this twice, then
//! with another key: `curl -i -H 'Idempotency-Key: 1' -d lamp ADDR`.

use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use carafe::App;
use endpoint::listen;
use ex16::once::once;
use http_basic::command::{many_clients, stop_on_signal};
use http1::Limits;
use http1_drivers::{Pooling, Times, serve_pool};
use wsgi::Gateway;

fn main() -> Result<(), Box<dyn Error>> {
    let address = std::env::args().nth(1);
    let address = address.as_deref().unwrap_or("127.0.0.1:9116");
    let mut app = App::new();
    once(&mut app, 1000);
    let count = AtomicUsize::new(1);
    app.post("/", move || {
        format!("order {}\n", count.fetch_add(1, Ordering::SeqCst))
    });
    let stop = stop_on_signal()?;
    let listener = listen(address, &many_clients())?;
    println!("listening on {}", listener.address());
    let gateway = Arc::new(Gateway::new(app));
    let size = Pooling { threads: 4, connections: 256 };
    let (limits, times) = (Limits::default(), Times::default());
    serve_pool(&listener, size, limits, &times, &stop, gateway)?;
    Ok(())
}
