//! What a client may send, and what happens beyond it: over sockets.
#![allow(clippy::unwrap_used)]

mod bodies;
mod forms;
mod serving;
mod values;
