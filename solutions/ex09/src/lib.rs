//! Our solutions to the exercises of chapter 9.

pub mod handover;
pub mod pidfile;
pub mod restarts;
pub mod scoreboard;
pub mod slots;
