//! Transport × concurrency × handler: the pattern behind the five servers.
//!
//! Three questions have nothing to do with each other: what requests come in
//! on, how many are served at the same time, and what is done about one. Each
//! is a trait here. Any answer to one goes with any answer to the others; the
//! few pairs that make no sense do not compile.
//!
//! The names are those of Python's module `socketserver`.
//!
//! # Layout
//!
//! * `transport`: [`Transport`], [`Request`], [`Requests`]; `streams`: [`Tcp`],
//!   [`UnixStream`]; `datagrams`: [`Udp`], [`UnixDatagram`]; `family`.
//! * `concurrency`: [`Concurrency`], [`ProcessRequest`]; `sequential`, `fork`,
//!   `threads`, `prefork`: [`Sequential`], [`Forking`], [`Threading`] and
//!   [`ThreadPool`], [`PreForking`].
//! * `handler`: [`RequestHandler`]; `stream_handler`, `datagram_handler`:
//!   [`StreamHandler`], [`DatagramHandler`], with `files`: [`Rfile`],
//!   [`Wfile`]; `upper`: [`Upper`].
//! * `server`: [`Server`]; `job`: one request from its beginning to its end;
//!   `hooks`: [`Hooks`]; `shutdown`: [`Shutdown`].
//!
//! # Example
//!
//! ```
//! use std::thread;
//!
//! use socketserver::{
//!     POLL_INTERVAL, Server, Tcp, Threading, Transport, Upper,
//! };
//!
//! let tcp = Tcp::bind("127.0.0.1:0", &Default::default())?;
//! let mut server = Server::builder(tcp, Threading::new(64), || Upper).build()?;
//! let handle = server.shutdown_handle();
//! let serving = thread::spawn(move || {
//!     let served = server.serve_forever(POLL_INTERVAL);
//!     server.server_close();
//!     served
//! });
//! // … clients come and go …
//! handle.shutdown();
//! serving.join().expect("no panic")?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What does not compile
//!
//! Workers share a listener, and a datagram socket is none. So pre-fork serves
//! connections:
//!
//! ```
//! use socketserver::{Concurrency, PreForking, Tcp};
//!
//! fn serves<T: socketserver::Transport, C: Concurrency<T>>() {}
//! serves::<Tcp, PreForking>();
//! ```
//!
//! and no packets (`Udp`: the trait bound is not satisfied):
//!
//! ```compile_fail,E0277
//! use socketserver::{Concurrency, PreForking, Udp};
//!
//! fn serves<T: socketserver::Transport, C: Concurrency<T>>() {}
//! serves::<Udp, PreForking>();
//! ```
//!
//! A handler of streams reads until the client has finished, and a packet's
//! sender never has. So it serves connections:
//!
//! ```
//! use std::io::{self, Write};
//!
//! use socketserver::*;
//!
//! struct Hello;
//!
//! impl StreamHandler for Hello {
//!     fn handle(
//!         &mut self,
//!         _: &mut Rfile<'_>,
//!         wfile: &mut Wfile<'_>,
//!     ) -> io::Result<()> {
//!         wfile.write_all(b"hello\n")
//!     }
//! }
//!
//! let transport = Tcp::bind("127.0.0.1:0", &Default::default())?;
//! Server::builder(transport, Sequential, || Hello).build()?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! and no packets:
//!
//! ```compile_fail,E0277
//! use std::io::{self, Write};
//!
//! use socketserver::*;
//!
//! struct Hello;
//!
//! impl StreamHandler for Hello {
//!     fn handle(
//!         &mut self,
//!         _: &mut Rfile<'_>,
//!         wfile: &mut Wfile<'_>,
//!     ) -> io::Result<()> {
//!         wfile.write_all(b"hello\n")
//!     }
//! }
//!
//! let transport = Udp::bind("127.0.0.1:0", &Default::default())?;
//! Server::builder(transport, Sequential, || Hello).build()?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! That these fail for the reason given, and for no other, is asserted in
//! `tests/pairs.rs`.
//!
//! # Left out
//!
//! Event loops and coroutines (chapters 11 and 12), which turn the handler
//! inside out; and serving again after the end.

mod concurrency;
mod datagram_handler;
mod datagrams;
mod family;
mod files;
mod fork;
mod handler;
mod hooks;
mod job;
mod prefork;
mod sequential;
mod server;
mod shutdown;
mod stream_handler;
mod streams;
mod threads;
mod transport;
mod upper;

pub use concurrency::{Concurrency, ProcessRequest};
pub use datagram_handler::DatagramHandler;
pub use datagrams::{DatagramOptions, Datagrams, Packet, Udp, UnixDatagram};
pub use family::{Family, Inet, Unix};
pub use files::{FileOptions, Rfile, Wfile};
pub use fork::Forking;
pub use handler::{Failure, RequestHandler};
pub use hooks::{Defaults, Hooks};
pub use job::{Job, Service};
pub use prefork::PreForking;
pub use sequential::Sequential;
pub use server::{Builder, Handled, POLL_INTERVAL, Server};
pub use shutdown::Shutdown;
pub use stream_handler::{Conversation, StreamHandler};
pub use streams::{Connection, StreamOptions, Streams, Tcp, UnixStream};
pub use threads::{ThreadPool, Threading};
pub use transport::{Arrival, Request, Requests, Transport};
pub use upper::{MAX_LINE, Upper};
