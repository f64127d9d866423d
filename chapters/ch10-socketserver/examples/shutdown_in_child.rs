//! A server of processes whose handler ends it: the word goes from the child to
//! its parent, and the child does not wait for an answer.
//!
//! `shutdown_in_child forking`, or `prefork`.
//!
//! In Python, `shutdown()` in a forked child waits for ever: the child's copy
//! of "has ended" is never set, and the parent never hears of it.

use std::error::Error;
use std::io::{self, Write};
use std::sync::{Arc, OnceLock};

use forking::Signals;
use socketserver::{
    Concurrency, Forking, POLL_INTERVAL, PreForking, Rfile, Server, Shutdown,
    StreamHandler, Tcp, Transport, Wfile,
};

struct Ending(Arc<OnceLock<Shutdown>>);

impl StreamHandler for Ending {
    fn handle(
        &mut self,
        rfile: &mut Rfile<'_>,
        wfile: &mut Wfile<'_>,
    ) -> io::Result<()> {
        rfile.read_line(100)?;
        if let Some(handle) = self.0.get() {
            handle.shutdown();
        }
        wfile.write_all(b"ended\n")
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let signals = Signals::install()?;
    match std::env::args().nth(1).as_deref() {
        Some("prefork") => serve(PreForking::new(2, signals)),
        _ => serve(Forking::new(8, signals)),
    }
}

fn serve(concurrency: impl Concurrency<Tcp>) -> Result<(), Box<dyn Error>> {
    let handle = Arc::new(OnceLock::new());
    let shared = Arc::clone(&handle);
    let tcp = Tcp::bind("127.0.0.1:0", &Default::default())?;
    let make = move || Ending(Arc::clone(&shared));
    let mut server = Server::builder(tcp, concurrency, make).build()?;
    let _ = handle.set(server.shutdown_handle());
    cli::announce(server.server_address(), &[]);
    server.serve_forever(POLL_INTERVAL)?;
    server.server_close();
    Ok(())
}
