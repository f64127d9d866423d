//! A program of ours, started, watched and ended.

use std::io::{self, BufRead, BufReader, Read};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::Instant;

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use crate::finish::{HELD, wait};
use crate::{LIMIT, load, proc};

/// A started server. Dropping it kills it.
#[derive(Debug)]
pub struct Server {
    child: Child,
    /// What it printed on both outputs, line by line and in order.
    lines: Receiver<String>,
    /// The lines read so far.
    said: Vec<String>,
    address: String,
}

impl Server {
    /// Starts `command` and waits until it says `listening on ADDRESS`.
    ///
    /// # Panics
    ///
    /// When it cannot be started, ends, or says nothing within [`LIMIT`].
    #[track_caller]
    pub fn start(command: &mut Command) -> Server {
        let name = format!("{command:?}");
        // One pipe for both outputs keeps their lines in order.
        let (read, write) = io::pipe().expect("a pipe");
        command.stderr(write.try_clone().expect("a descriptor"));
        let child = command
            .stdin(Stdio::null())
            .stdout(write)
            .spawn()
            .unwrap_or_else(|error| panic!("cannot start {name}: {error}"));
        // The command must not keep the pipe open when the server has ended.
        command.stdout(Stdio::null()).stderr(Stdio::null());
        let lines = forward(read);
        let address = String::new();
        let mut server = Server { child, lines, said: vec![], address };
        let line = server.line_with("listening on ");
        server.address = line.replace("listening on ", "").trim().to_owned();
        server
    }

    /// Where it listens, in its own words.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Its process id.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// A TCP connection to it; reads and writes fail after [`LIMIT`].
    ///
    /// # Panics
    ///
    /// When its first line had no TCP address, or it does not take the
    /// connection in time.
    #[track_caller]
    pub fn connect(&self) -> TcpStream {
        load::connect(&self.address).expect("the server takes connections")
    }

    /// The same with [`load::narrow`].
    ///
    /// # Panics
    ///
    /// When it does not take the connection in time.
    #[track_caller]
    pub fn connect_narrow(&self) -> TcpStream {
        load::narrow(&self.address).expect("the server takes connections")
    }

    /// Does `work` while the server is stopped, and lets it go on then.
    ///
    /// What comes to it meanwhile is there when it looks: a time-out of the
    /// server cannot be over between two calls of a test that had to wait for
    /// a processor.
    ///
    /// # Panics
    ///
    /// When the server is gone, or does not stop within [`LIMIT`].
    #[track_caller]
    pub fn while_stopped<T>(&self, work: impl FnOnce() -> T) -> T {
        proc::stop(self.pid());
        let done = work();
        self.signal(Signal::SIGCONT);
        done
    }

    /// Waits for a line that contains `text`, and returns it.
    ///
    /// # Panics
    ///
    /// When no such line comes within [`LIMIT`]: says what did come.
    #[track_caller]
    pub fn line_with(&mut self, text: &str) -> String {
        let end = Instant::now() + LIMIT;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            match self.lines.recv_timeout(left) {
                Ok(line) => {
                    self.said.push(line.clone());
                    if line.contains(text) {
                        return line;
                    }
                }
                Err(RecvTimeoutError::Timeout) => {
                    panic!("no line with \"{text}\" came; {}", self.heard())
                }
                Err(RecvTimeoutError::Disconnected) => panic!(
                    "the server ended before it said \"{text}\"; {}",
                    self.heard()
                ),
            }
        }
    }

    fn heard(&self) -> String {
        format!("it said: {:?}", self.said)
    }

    /// Sends `signal` and waits for the end: the exit status, `None` when
    /// the signal itself ended it, and all it had said.
    ///
    /// # Panics
    ///
    /// When it does not end within [`LIMIT`].
    #[track_caller]
    pub fn stop(self, signal: Signal) -> (Option<i32>, Vec<String>) {
        self.signal(signal);
        self.ended()
    }

    /// Waits for the end, as [`Server::stop`] does, of a server that ends by
    /// itself.
    ///
    /// # Panics
    ///
    /// When it does not end within [`LIMIT`], or leaves a process that holds
    /// its output.
    #[track_caller]
    pub fn ended(mut self) -> (Option<i32>, Vec<String>) {
        let status = wait(&mut self.child, "the server");
        let end = Instant::now() + LIMIT;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            match self.lines.recv_timeout(left) {
                Ok(line) => self.said.push(line),
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => {
                    panic!("the server {HELD}; {}", self.heard())
                }
            }
        }
        (status.code(), std::mem::take(&mut self.said))
    }

    /// Sends `signal`.
    ///
    /// # Panics
    ///
    /// When the server is gone already.
    pub fn signal(&self, signal: Signal) {
        let pid = i32::try_from(self.child.id()).expect("a process id");
        kill(Pid::from_raw(pid), signal).expect("the server is there");
    }
}

/// Passes each line of `pipe` on until it ends.
fn forward(pipe: impl Read + Send + 'static) -> Receiver<String> {
    let (tell, lines) = mpsc::channel();
    thread::spawn(move || {
        for line in BufReader::new(pipe).lines() {
            let Ok(line) = line else { return };
            if tell.send(line).is_err() {
                return;
            }
        }
    });
    lines
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may be gone already: that is what we want.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
