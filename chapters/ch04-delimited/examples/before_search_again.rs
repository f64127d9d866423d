//! A decoder that starts its search over whenever more bytes come.
//!
//! `cargo run -p ch04 --example before_search_again` counts the bytes that it
//! looks at, and those that the chapter's decoder looks at.

use bytes::BytesMut;
use delimited::Delimited;
use framing::Decoder;

/// Bytes that one read brings.
const PIECE: usize = 100;

// ANCHOR: naive
/// Returns the message once its comma is there; counts the bytes looked at.
fn decode(input: &mut BytesMut, looked_at: &mut u64) -> Option<BytesMut> {
    for at in 0..input.len() {
        *looked_at += 1;
        if input[at] == b',' {
            let mut message = input.split_to(at + 1);
            message.truncate(at);
            return Some(message);
        }
    }
    None // and all that work is forgotten
}
// ANCHOR_END: naive

fn main() {
    println!("one message, in pieces of {PIECE} bytes; bytes looked at:");
    println!("{:>10} {:>14} {:>10}", "message", "starts over", "resumes");
    for length in [1_000, 10_000, 100_000] {
        let stream = [vec![b'x'; length], b",".to_vec()].concat();
        let (naive, ours) = (starts_over(&stream), resumes(&stream));
        println!("{length:>10} {naive:>14} {ours:>10}");
    }
}

fn starts_over(stream: &[u8]) -> u64 {
    let mut input = BytesMut::new();
    let mut looked_at = 0;
    for piece in stream.chunks(PIECE) {
        input.extend_from_slice(piece);
        while decode(&mut input, &mut looked_at).is_some() {}
    }
    looked_at
}

fn resumes(stream: &[u8]) -> u64 {
    let mut codec = Delimited::new(b",").with_max_length(stream.len());
    let mut input = BytesMut::new();
    let mut looked_at = 0;
    for piece in stream.chunks(PIECE) {
        input.extend_from_slice(piece);
        looked_at += (input.len() - codec.searched()) as u64;
        let _ = codec.decode(&mut input);
    }
    looked_at
}
