//! A decoder that believes what it is told.
//!
//! `cargo run -p ch05 --example before_trusting` hands it four bytes.

use bytes::BytesMut;

// ANCHOR: trusting
/// The message after a length of four bytes, once it is there.
fn decode(input: &mut BytesMut) -> Option<BytesMut> {
    let prefix = input.first_chunk::<4>()?;
    let length = u32::from_be_bytes(*prefix) as usize;
    // Room for the whole message, so that it need not grow.
    input.reserve(4 + length);
    if input.len() < 4 + length {
        return None;
    }
    let mut message = input.split_to(4 + length);
    Some(message.split_off(4))
}
// ANCHOR_END: trusting

fn main() {
    let mut connections = Vec::new();
    for number in 1..=3 {
        // One gigabyte, says the peer, and sends no more.
        let mut input = BytesMut::from(&[0x40, 0, 0, 0][..]);
        let message = decode(&mut input);
        println!(
            "connection {number}: 4 bytes came, {message:?}, room for {}",
            input.capacity()
        );
        connections.push(input);
    }
}
