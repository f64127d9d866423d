//! A small server inside this program, and its clients.

use std::io::{BufRead, BufReader, Write};
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use bytes::BytesMut;
use delimited::Lines;
use endpoint::{ConnectOptions, ListenOptions, Stream, connect, listen};
use framing::Decoder;
use http_basic::{Limits, Next, Protocol, Stop};
use threading::{Ending, Pool, WhenFull, serve_pool};

/// Longer than this nothing here takes.
const LIMIT: Duration = Duration::from_secs(10);

/// Sends lines back. It has a bug: an empty one makes it panic.
pub(super) struct Fragile(Lines);

impl Protocol for Fragile {
    fn data_received(
        &mut self,
        input: &mut BytesMut,
        output: &mut BytesMut,
    ) -> Next {
        while let Ok(Some(line)) = self.0.decode(input) {
            let first = line.chars().next();
            let first = first.map(|c| c.to_ascii_uppercase());
            assert!(first.is_some(), "a line has a first character");
            output.extend_from_slice(format!("{line}\n").as_bytes());
        }
        Next::Keep
    }

    fn overloaded(&mut self, output: &mut BytesMut) {
        output.extend_from_slice(b"busy, try later\n");
    }
}

/// A server with a pool, on a thread of its own.
pub(super) struct Server {
    pub(super) pool: Arc<Pool>,
    stop: Stop,
    address: String,
    thread: JoinHandle<Result<Ending, endpoint::Error>>,
}

impl Server {
    pub(super) fn start(
        size: usize,
        queue: usize,
        when_full: WhenFull,
    ) -> cli::Result<Server> {
        let pool = Arc::new(Pool::new(size, queue, when_full)?);
        let stop = Stop::new()?;
        let listener = listen("127.0.0.1:0", &ListenOptions::default())?;
        let address = listener.address().to_string();
        // Nobody is sent away for being slow: this is about other things.
        let limits = Limits { first: LIMIT, ..Limits::default() };
        let (ours, told) = (Arc::clone(&pool), stop.clone());
        let thread = thread::spawn(move || {
            let protocol = || Fragile(Lines::new());
            serve_pool(&listener, &limits, &ours, &told, protocol)
        });
        Ok(Server { pool, stop, address, thread })
    }

    pub(super) fn client(&self) -> cli::Result<Client> {
        let stream = connect(&self.address, &ConnectOptions::default())?;
        stream.set_timeouts(Some(LIMIT), Some(LIMIT))?;
        Ok(Client(BufReader::new(stream)))
    }

    /// Returns when so many wait.
    pub(super) fn until_waiting(&self, n: usize) -> cli::Result {
        let end = Instant::now() + LIMIT;
        while self.pool.waiting() != n {
            if Instant::now() > end {
                return Err(format!("{n} clients should wait").into());
            }
            // A queue tells those who take from it, not those who look.
            thread::park_timeout(Duration::from_millis(1));
        }
        Ok(())
    }

    /// Tells it to end.
    pub(super) fn stop(&self) {
        self.stop.stop();
    }

    /// Waits for the end.
    pub(super) fn ended(self) -> cli::Result<Ending> {
        let ended = self.thread.join();
        Ok(ended.map_err(|_| "the server panicked")??)
    }
}

/// A client that speaks in lines.
pub(super) struct Client(BufReader<Stream>);

impl Client {
    pub(super) fn say(&mut self, text: &str) -> cli::Result {
        Ok(self.0.get_mut().write_all(text.as_bytes())?)
    }

    /// What comes next, in words.
    pub(super) fn hear(&mut self) -> cli::Result<String> {
        let mut line = String::new();
        Ok(match self.0.read_line(&mut line)? {
            0 => "the end of the connection".to_owned(),
            _ => format!("\"{}\"", line.trim_end()),
        })
    }
}
