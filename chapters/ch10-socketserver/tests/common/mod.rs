//! What the tests of this crate share: a server in a thread of this program.

#![allow(dead_code)] // each test file uses its part of it

use std::io::{Read, Write};
use std::net::{Shutdown as Half, TcpStream};
use std::sync::Once;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use socketserver::{
    Builder, Concurrency, Failure, Hooks, POLL_INTERVAL, Request, Shutdown,
    Tcp, Transport, Udp,
};
use testing::LIMIT;
use threading::one_line_panics;

/// A server that serves until it is told to end, or dropped.
pub(crate) struct Running {
    pub(crate) address: String,
    pub(crate) handle: Shutdown,
    /// What `server_close` returned; `None` when it is waited for already.
    serving: Option<JoinHandle<usize>>,
}

impl Running {
    #[track_caller]
    pub(crate) fn start<T, C>(builder: Builder<T, C>) -> Running
    where
        T: Transport + Send + 'static,
        C: Concurrency<T> + Send + 'static,
    {
        Running::polling(builder, POLL_INTERVAL)
    }

    #[track_caller]
    pub(crate) fn polling<T, C>(
        builder: Builder<T, C>,
        poll: Duration,
    ) -> Running
    where
        T: Transport + Send + 'static,
        C: Concurrency<T> + Send + 'static,
    {
        // Handlers panic in some tests: a line for each is enough, and to find
        // the lines of a backtrace takes a debug build seconds.
        static HOOK: Once = Once::new();
        HOOK.call_once(one_line_panics);
        let mut server = builder.build().expect("descriptors for its pipe");
        let address = server.server_address().to_string();
        let handle = server.shutdown_handle();
        let serving = thread::spawn(move || {
            server.serve_forever(poll).expect("its socket is fine");
            server.server_close()
        });
        Running { address, handle, serving: Some(serving) }
    }

    /// A TCP client whose waits end.
    #[track_caller]
    pub(crate) fn connect(&self) -> TcpStream {
        testing::load::connect(&self.address).expect("the server is there")
    }

    /// Ends it and says how many requests were not over.
    #[track_caller]
    pub(crate) fn stop(mut self) -> usize {
        let serving = self.serving.take().expect("not stopped before");
        let handle = self.handle.clone();
        testing::within("the end of the server", move || {
            handle.shutdown();
            serving.join().expect("no panic")
        })
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if self.serving.is_some() {
            self.handle.shutdown();
        }
    }
}

pub(crate) fn tcp() -> Tcp {
    Tcp::bind("127.0.0.1:0", &Default::default()).expect("a free port")
}

pub(crate) fn udp() -> Udp {
    Udp::bind("127.0.0.1:0", &Default::default()).expect("a free port")
}

/// Sends `bytes`, finishes, and returns everything that comes.
#[track_caller]
pub(crate) fn ask(client: &mut TcpStream, bytes: &[u8]) -> Vec<u8> {
    client.write_all(bytes).expect("room for it");
    client.shutdown(Half::Write).expect("it is connected");
    testing::drain(client)
}

/// One line with its line feed.
#[track_caller]
pub(crate) fn line(client: &mut TcpStream) -> Vec<u8> {
    let mut line = Vec::new();
    let mut byte = [0];
    while !line.ends_with(b"\n") {
        client.read_exact(&mut byte).unwrap_or_else(|error| {
            panic!("no line, but \"{}\": {error}", wire::escape(&line))
        });
        line.push(byte[0]);
    }
    line
}

/// What a handler or a hook tells the test.
pub(crate) fn diary() -> (Diary, Receiver<String>) {
    let (tell, told) = channel();
    (Diary(tell), told)
}

#[derive(Clone)]
pub(crate) struct Diary(Sender<String>);

impl Diary {
    pub(crate) fn note(&self, what: impl Into<String>) {
        // The test may be over already.
        let _ = self.0.send(what.into());
    }
}

/// The next entry of a diary.
#[track_caller]
pub(crate) fn next(told: &Receiver<String>) -> String {
    match told.recv_timeout(LIMIT) {
        Ok(text) => text,
        Err(RecvTimeoutError::Timeout) => panic!("nothing was noted in time"),
        Err(RecvTimeoutError::Disconnected) => panic!("nobody is left to note"),
    }
}

/// Hooks that note what they are called with.
pub(crate) struct Noted {
    pub(crate) diary: Diary,
    /// Whether clients are let in.
    pub(crate) welcome: bool,
}

impl<R: Request> Hooks<R> for Noted {
    fn verify_request(&self, _: &R) -> bool {
        self.diary.note("verify_request");
        self.welcome
    }

    fn handle_error(&self, _: &R, failure: &Failure) {
        self.diary.note(format!("handle_error: {failure}"));
    }

    fn handle_timeout(&self) {
        self.diary.note("handle_timeout");
    }
}
