//! A process for every client, and nothing left of it.
//!
//! # Layout
//!
//! * `signals`: [`Signals`]: what the signal handlers tell, for those who wait.
//! * `children`: [`Children`]: processes that do one job each; `ended`:
//!   [`Ended`], how they ended.
//! * `server`: [`serve`]: each client's conversation in a process of its own.
//!
//! `Signals` and `Children` know nothing of sockets: chapter 9 makes workers of
//! them.
//!
//! # Left out
//!
//! Processes that outlive a conversation (chapter 9), and starting
//! other programs: [`std::process::Command`] does that.

mod children;
mod ended;
mod server;
mod signals;

pub use children::{Children, ForkError, PANICKED};
pub use ended::Ended;
pub use nix::unistd::Pid;
pub use server::serve;
pub use signals::Signals;
