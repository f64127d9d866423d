//! A thread for every connection, and a pool with a bounded queue.
//!
//! Threads of one process share its memory and its descriptors. So handing a
//! client over costs nothing, and so one thread could ruin the others: what
//! they share stands behind locks, and a panic ends one job.
//!
//! # Layout
//!
//! Two layers. The lower one runs jobs and knows nothing of sockets:
//!
//! * `threads`: [`Threads`], a thread for each job, up to a number.
//! * `queue`: [`Queue`], with a limit; `pool`: [`Pool`], threads that take
//!   jobs from one.
//! * `panics`: [`caught`], [`one_line_panics`].
//! * `open`: [`Open`], the streams that can be ended from outside.
//!
//! The upper one serves a [`http_basic::Protocol`]:
//!
//! * `per_connection`: [`serve_threads`]; `pooled`: [`serve_pool`]; `service`:
//!   what both need.
//! * `greet`: [`Greet`], the dialogue of the notes.
//!
//! # Left out
//!
//! Pools that grow and shrink, jobs that give a result, scoped threads (std has
//! them), and ending a thread by force, which no system can do safely.

mod greet;
mod open;
mod panics;
mod per_connection;
mod pool;
mod pooled;
mod queue;
mod service;
mod threads;

pub use greet::{Greet, LONGEST_NAME};
pub use open::{Held, Open};
pub use panics::{Panic, caught, one_line_panics};
pub use per_connection::serve_threads;
pub use pool::{Job, NotTaken, Pool, WhenFull};
pub use pooled::serve_pool;
pub use queue::{NotPushed, Queue, Taken};
pub use service::Ending;
pub use threads::{STACK_SIZE, SpawnError, Threads};
