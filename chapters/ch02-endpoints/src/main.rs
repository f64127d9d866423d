//! `cargo run -p ch02`
fn main() {}
