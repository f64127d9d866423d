//! A conversation of bytes.
//!
//! The eight calls below every web server, each by its own name, and an echo
//! server and client made of them.
//!
//! # Layout
//!
//! * `endpoint`: [`listen`], [`accept`], [`connect`]: how two programs come
//!   to share a connection.
//! * `transfer`: [`send_all`], [`receive`]: how bytes move, as many as fit.
//! * `server`: [`echo`] answers one client, [`serve_forever`] one after
//!   another.
//! * `states`: what the kernel knows about a connection (Linux).
//! * `error`: which call failed, and for which address.
//!
//! # Left out
//!
//! Names instead of numbers, and every family but the Internet's (chapter 2);
//! messages (chapter 3); two clients at once (chapter 7).

mod endpoint;
mod error;
mod server;
pub mod states;
mod transfer;

pub use endpoint::{BACKLOG, accept, connect, listen};
pub use error::Error;
pub use server::{Limits, PAUSE, echo, is_shortage, serve_forever};
pub use transfer::{receive, send_all};
