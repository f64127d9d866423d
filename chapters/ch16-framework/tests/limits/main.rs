//! What a client may send, what happens beyond it, and answers: over sockets.
#![allow(clippy::unwrap_used)]

mod answers;
mod bodies;
mod forms;
mod serving;
mod values;
