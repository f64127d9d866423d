//! A few workers that say their number, and a client that listens.

use std::io::{Read, Write};
use std::time::Duration;

use endpoint::{ConnectOptions, ListenOptions, Listener, Stream, connect};
use forking::{Children, Pid, Signals};
use http_basic::{Limits, Stop};
use nix::unistd::getpid;
use preforking::{Next, Places, Sharing, Slot, next_client};

/// How many workers the experiments have.
pub(crate) const WORKERS: usize = 4;

/// Workers that run while this process is the client.
pub(crate) struct Rig {
    signals: Signals,
    children: Children,
    places: Places,
}

/// What a worker knows.
pub(crate) struct Worker<'a> {
    places: &'a Places,
    signals: &'a Signals,
    slot: Slot,
    master: Pid,
}

impl Worker<'_> {
    pub(crate) fn listener(&self) -> &Listener {
        self.places.of(self.slot)
    }

    pub(crate) fn stop(&self) -> &Stop {
        self.signals.stop()
    }

    /// The next client; `None`: it is time to end.
    pub(crate) fn next_client(&self) -> Option<Stream> {
        match next_client(self.listener(), self.stop(), self.master) {
            Ok(Next::Client(stream, _)) => Some(stream),
            Ok(Next::End) | Err(_) => None,
        }
    }
}

impl Rig {
    /// Listens, and starts `n` processes that do `job`.
    pub(crate) fn start(
        sharing: Sharing,
        n: usize,
        job: impl Fn(&Worker<'_>) -> i32,
    ) -> cli::Result<Rig> {
        let options = ListenOptions { backlog: 512, ..Default::default() };
        let places = Places::open("127.0.0.1:0", sharing, n, &options)?;
        let signals = Signals::install()?;
        let (mut children, master) = (Children::new(n), getpid());
        for slot in 0..n {
            let signals = &signals;
            let places = &places;
            children
                .spawn(|| job(&Worker { places, signals, slot, master }))?;
        }
        Ok(Rig { signals, children, places })
    }

    /// A client's connection.
    pub(crate) fn connect(&self) -> cli::Result<Stream> {
        let address = self.places.of(0).address().to_string();
        Ok(connect(&address, &ConnectOptions::default())?)
    }

    /// Ends the workers.
    pub(crate) fn end(mut self) {
        self.signals.stop().stop();
        self.places.close();
        self.children.end(&self.signals, Limits::default().grace, |_| {});
    }
}

/// A worker that tells each client its number, and waits for it to hang up.
pub(crate) fn tell_number(worker: &Worker<'_>) -> i32 {
    while let Some(mut stream) = worker.next_client() {
        let number = [u8::try_from(worker.slot).unwrap_or(u8::MAX)];
        let _ = stream.write_all(&number);
        let _ = stream.read(&mut [0]);
    }
    0
}

/// The number that a worker tells; `None`: none within `patience`.
pub(crate) fn number(
    stream: &mut Stream,
    patience: Duration,
) -> cli::Result<Option<usize>> {
    stream.set_timeouts(Some(patience), None)?;
    let mut number = [0];
    match stream.read_exact(&mut number) {
        Ok(()) => Ok(Some(usize::from(number[0]))),
        Err(_) => Ok(None),
    }
}
