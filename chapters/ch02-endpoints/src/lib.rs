//! Names and families.
//!
//! `connect` and `listen` for an address as people write it, over every
//! family that carries streams, and the same for datagrams.
//!
//! # Layout
//!
//! * `address`: [`Address`] and [`Peer`]: what the kernel knows an end by;
//!   [`Target`]: what people type.
//! * `endpoint`: [`Endpoint`]: an address, and which kind of socket it is of.
//! * `listen`, `connect`: [`Listener`] and [`Stream`], from an address.
//! * `stream`: [`Stream`]: TCP or Unix, the same to read and write.
//! * `datagram`: [`Datagram`]: UDP or Unix, messages instead of a stream.
//! * `serve`: [`serve_forever`]: one conversation after another.
//! * `names`: hosts, services and protocols, both ways.
//! * `inet`: Internet addresses as text and as bytes.
//! * `socket_file`: the file that a bound Unix socket leaves.
//! * `error`: what failed, for which address, in one line.
//!
//! # Example
//!
//! ```
//! use std::io::{Read, Write};
//!
//! use endpoint::{ConnectOptions, ListenOptions, connect, listen};
//!
//! let listener = listen("127.0.0.1:0", &ListenOptions::default())?;
//! let address = listener.address().to_string();
//! let mut client = connect(&address, &ConnectOptions::default())?;
//! let (mut server, peer) = listener.accept()?;
//! server.write_all(format!("hello, {peer}").as_bytes())?;
//! drop(server);
//! let mut greeting = String::new();
//! client.read_to_string(&mut greeting)?;
//! assert!(greeting.starts_with("hello, 127.0.0.1:"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Left out
//!
//! Racing the addresses of a name against each other (RFC 8305; an exercise
//! orders them), TLS, and waiting for many sockets at once (chapter 11).

mod address;
mod connect;
mod datagram;
mod endpoint;
mod error;
pub mod inet;
mod listen;
pub mod names;
mod serve;
mod socket_file;
mod stream;
mod target;

pub use address::{Address, Peer};
pub use connect::{ConnectOptions, connect, connect_any};
pub use datagram::{Datagram, Received};
pub use echo::Limits;
pub use endpoint::Endpoint;
pub use error::{Error, Try};
pub use listen::{ListenOptions, Listener, listen};
pub use names::{
    host_name, port_service, protocol_number, resolve, service_port,
};
pub use serve::serve_forever;
pub use socket_file::SocketFile;
pub use stream::Stream;
pub use target::Target;
