//! Deadlines, peers and failure messages for the tests.
//!
//! A test that fails is a lesson: it says what was sent, what came back, where
//! the two part, and which rule that breaks. A test that hangs is none, so every
//! wait here ends.
//!
//! # Layout
//!
//! * `bytes`: comparing bytes and saying where they differ.
//! * `deadline`: work that must end in time.
//! * `cuts`: the same bytes in every way of cutting them up.
//! * `peer`: both ends of a connection, and streams that misbehave.
//! * `server`: a program of ours, started, watched and ended.
//! * `finish`: a program run to its end. `heard`: what a program says.
//! * `family`: a program with all that comes from it, ended together.
//! * [`heap`]: what code takes from the heap.
//! * [`load`]: many clients at once.
//! * [`proc`]: what a process holds: descriptors, threads, children, memory.

mod bytes;
mod cuts;
mod deadline;
#[cfg(target_os = "linux")]
mod family;
mod finish;
pub mod heap;
mod heard;
pub mod load;
mod peer;
pub mod proc;
mod server;

pub use bytes::{assert_bytes, difference};
pub use cuts::{cuts, random_cuts, shown, some_cuts};
pub use deadline::{LIMIT, within};
#[cfg(target_os = "linux")]
pub use family::Family;
pub use finish::{Finished, example, finish};
pub use peer::{Choppy, Trickle, drain, pair, patient};
pub use server::Server;

/// The path of a program that belongs to the exercise under test.
///
/// The same test file judges the exercise (package `ex01`) and our solution
/// (package `sol01`), so the program is `ex01-NAME` or `sol01-NAME`:
/// `testing::program!("01", "daytime")`.
#[macro_export]
macro_rules! program {
    ($chapter:literal, $name:literal) => {
        option_env!(concat!("CARGO_BIN_EXE_ex", $chapter, "-", $name))
            .or(option_env!(concat!("CARGO_BIN_EXE_sol", $chapter, "-", $name)))
            .expect("the package declares this program")
    };
}
