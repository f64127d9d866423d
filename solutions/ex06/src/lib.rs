//! Our solutions to the exercises of chapter 6.

pub mod forward;
pub mod fresh;
pub mod smtp;
pub mod telnet;
pub mod url;
