//! `cargo run -p ch08`
fn main() {}
