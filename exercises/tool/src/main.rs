//! The crate `learn`.

fn main() {}
