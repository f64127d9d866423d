//! The program of the notes: what a client writes, it gets back in capital
//! letters. `notes [ADDRESS]`.

use std::error::Error;
use std::io::{self, Write};

use forking::Signals;
use socketserver::{
    POLL_INTERVAL, Rfile, Server, StreamHandler, Tcp, Threading, Transport,
    Wfile,
};

// ANCHOR: notes
struct MyHandler;

impl StreamHandler for MyHandler {
    fn handle(
        &mut self,
        rfile: &mut Rfile<'_>,
        wfile: &mut Wfile<'_>,
    ) -> io::Result<()> {
        let data = rfile.read_line(1024)?.unwrap_or_default();
        wfile.write_all(&data.trim_ascii().to_ascii_uppercase())
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let stop = Signals::install()?.stop().clone();
    let tcp = Tcp::bind(&address(), &Default::default())?;
    let mut server = Server::builder(tcp, Threading::new(64), || MyHandler)
        .stop(stop)
        .build()?;
    cli::announce(server.server_address(), &[]);
    server.serve_forever(POLL_INTERVAL)?;
    server.server_close();
    Ok(())
}
// ANCHOR_END: notes

fn address() -> String {
    std::env::args().nth(1).unwrap_or_else(|| "localhost:9999".to_owned())
}
