//! The crate `book`.

fn main() {}
