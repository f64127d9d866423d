//! A pool of processes that share one listener.
//!
//! Chapter 7 forks when a client comes. Here the processes are there before:
//! each of them waits in `accept` on the same socket, and serves one client
//! after another. A master keeps their number.
//!
//! # Layout
//!
//! * `backoff`: [`Backoff`]: when to replace a worker that has ended.
//! * `workers`: [`Workers`]: so many processes, always. Knows nothing of
//!   sockets.
//! * `places`: [`Places`]: one listener for all, or one for each.
//! * `worker`: what each process does: accept, talk, accept.
//! * `server`: [`serve`]: a master, its workers, until a signal ends it.
//! * `who`: [`Who`], a protocol that says which process serves.
//!
//! # Left out
//!
//! Threads inside the workers, restarting without losing a client, and workers
//! that hang (chapter 17); waiting for many clients in each of them (chapter
//! 11).

mod backoff;
mod places;
mod server;
mod who;
mod worker;
mod workers;

pub use backoff::Backoff;
pub use places::{Places, Sharing};
pub use server::serve;
pub use who::Who;
pub use worker::{Next, next_client, prepare};
pub use workers::{Slot, Workers};
