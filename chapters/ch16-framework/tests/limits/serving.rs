//! An application on a socket, in this process.

use std::io::{self, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use carafe::{App, Request, Result};
use http_basic::Stop;
use http1_drivers::{Times, serve_threads};
use testing::load::connect;
use threading::Threads;
use wsgi::Gateway;

/// A server that ends when it is dropped.
pub(crate) struct Serving {
    address: String,
    stop: Stop,
    server: Option<JoinHandle<()>>,
}

impl Serving {
    /// Serves `app`; a client has so long for its body.
    pub(crate) fn start(app: App, body: Duration) -> Serving {
        let options = endpoint::ListenOptions::default();
        let listener = endpoint::listen("127.0.0.1:0", &options).unwrap();
        let address = listener.address().to_string();
        let stop = Stop::new().unwrap();
        let told = stop.clone();
        let server = std::thread::spawn(move || {
            let limits = app.server_limits().unwrap();
            let gateway = Arc::new(Gateway::new(app));
            let times = Times { body, ..Times::default() };
            let threads = Threads::new(8);
            serve_threads(&listener, &threads, limits, &times, &told, gateway)
                .unwrap();
        });
        Serving { address, stop, server: Some(server) }
    }

    pub(crate) fn connect(&self) -> TcpStream {
        connect(&self.address).unwrap()
    }

    /// What comes back when these bytes are sent, and the connection stays
    /// open.
    pub(crate) fn answer(&self, bytes: &[u8]) -> String {
        let mut client = self.connect();
        client.write_all(bytes).unwrap();
        answer(&mut client)
    }
}

/// All that comes until the server closes.
pub(crate) fn answer(client: &mut TcpStream) -> String {
    String::from_utf8_lossy(&testing::drain(client)).into_owned()
}

impl Drop for Serving {
    fn drop(&mut self) {
        self.stop.stop();
        if let Some(server) = self.server.take() {
            let ended = server.join();
            assert!(ended.is_ok() || std::thread::panicking());
        }
    }
}

/// An application with a view for each way of reading a body.
pub(crate) fn app() -> App {
    let mut app = App::new();
    app.post("/form", form);
    app.post("/json", json);
    app.post("/data", data);
    app.post("/stream", stream);
    app.post("/unread", || "nobody read it");
    app.get("/", || "alive");
    app
}

fn form(request: &Request<'_>) -> Result<String> {
    let (fields, files) = (request.form()?.len(), request.files()?);
    let octets: u64 = files.iter().map(|(_, file)| file.len()).sum();
    Ok(format!("{fields} fields, {octets} octets"))
}

fn json(request: &Request<'_>) -> Result<String> {
    let value: serde_json::Value = request.json()?;
    Ok(value.to_string())
}

fn data(request: &Request<'_>) -> Result<String> {
    Ok(format!("{} octets", request.data()?.len()))
}

fn stream(request: &Request<'_>) -> Result<String> {
    let octets = io::copy(&mut request.stream()?, &mut io::sink())?;
    Ok(format!("{octets} octets"))
}

/// The head of a request with a body of that kind.
pub(crate) fn head(path: &str, kind: &str, framing: &str) -> String {
    format!(
        "POST {path} HTTP/1.1\r\nHost: book\r\nContent-Type: {kind}\r\n\
         {framing}\r\n\r\n"
    )
}
