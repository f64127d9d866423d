//! Our solutions to the exercises of chapter 14.

pub mod again;
pub mod chunks;
pub mod in_order;
pub mod memcached;
pub mod smuggle;
