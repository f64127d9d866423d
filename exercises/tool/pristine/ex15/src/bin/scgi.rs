//! `ex15-scgi [ADDR]`: an application behind a web server that speaks SCGI.
//!
//! With nginx: `include scgi_params; scgi_pass 127.0.0.1:9115;`.

use std::error::Error;
use std::io;
use std::sync::Arc;

use ex15::scgi::answer;
use http_basic::command::stop_on_signal;
use socketserver::{
    POLL_INTERVAL, Rfile, Server, StreamHandler, Tcp, Threading, Transport,
    Wfile,
};
use wsgi::{
    AppError, Application, Body, Environ, Gateway, StartResponse, application,
};

/// One connection: one request.
struct Web<A>(Arc<Gateway<A>>);

impl<A: Application> StreamHandler for Web<A> {
    fn handle(
        &mut self,
        rfile: &mut Rfile<'_>,
        wfile: &mut Wfile<'_>,
    ) -> io::Result<()> {
        answer(rfile, wfile, &self.0).map_err(io::Error::other)
    }
}

fn shows<'r>(
    environ: Environ<'r>,
    start_response: StartResponse<'r>,
) -> Result<Body<'r>, AppError> {
    start_response.call("200 OK", [("Content-Type", "text/plain")])?;
    let (method, path) = (environ.method(), environ.path_info());
    Ok(Body::from(format!("{method} {path}\n")))
}

fn main() -> Result<(), Box<dyn Error>> {
    let address = std::env::args().nth(1);
    let address = address.as_deref().unwrap_or("127.0.0.1:9115");
    let stop = stop_on_signal()?;
    let tcp = Tcp::bind(address, &Default::default())?;
    let gateway = Arc::new(Gateway::new(application(shows)));
    let web = move || Web(Arc::clone(&gateway));
    let mut server =
        Server::builder(tcp, Threading::new(64), web).stop(stop).build()?;
    println!("listening on {}", server.server_address());
    server.serve_forever(POLL_INTERVAL)?;
    server.server_close();
    Ok(())
}
