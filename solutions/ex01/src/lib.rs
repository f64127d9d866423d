//! Our solutions to the exercises of chapter 1.

pub mod count;
pub mod daytime;
pub mod gather;
pub mod relay;
pub mod whois;
