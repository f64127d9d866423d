//! Judges the exercise `transport`.

use bytes::BytesMut;
use ex03::transport::{LENGTH, Packets, SYNC};
use framing::{Decoder, decode_all};
use testing::{assert_bytes, some_cuts, within};

/// A packet whose other bytes are `fill`.
fn packet(fill: u8) -> Vec<u8> {
    let mut packet = vec![fill; LENGTH];
    packet[0] = SYNC;
    packet
}

/// All packets in one piece, and how many bytes were skipped, for each way
/// of cutting `stream`.
fn all_ways(stream: &[u8]) -> Vec<(Vec<u8>, usize)> {
    let stream = stream.to_vec();
    within("Packets: does `decode` give None when it needs more?", move || {
        let mut all = Vec::new();
        for chunks in some_cuts(&stream, 5) {
            let mut decoder = Packets::default();
            let packets: Vec<u8> = decode_all(&mut decoder, chunks)
                .into_iter()
                .flatten()
                .flatten()
                .collect();
            all.push((packets, decoder.skipped()));
        }
        all
    })
}

#[test]
fn a_clean_stream_is_its_packets_for_every_cut() {
    let stream = [packet(1), packet(2), packet(3)].concat();
    for (packets, skipped) in all_ways(&stream) {
        let rule = "a packet is 188 bytes, however they are cut";
        assert_bytes(&stream, &packets, &stream, rule);
        assert_eq!(skipped, 0, "nothing is to be skipped here");
    }
}

#[test]
fn bytes_between_packets_are_dropped_and_no_others() {
    let stream = [&b"??"[..], &packet(1), b"?", &packet(2)].concat();
    let want = [packet(1), packet(2)].concat();
    for (packets, skipped) in all_ways(&stream) {
        let rule = "only what stands before the 0x47 is dropped";
        assert_bytes(&stream, &packets, &want, rule);
        assert_eq!(skipped, 3, "each dropped byte is counted, once");
    }
}

#[test]
fn a_lost_byte_costs_a_packet_or_two_and_not_the_rest() {
    // One byte of the first packet is missing.
    let stream = [&packet(1)[..LENGTH - 1], &packet(2), &packet(3)].concat();
    for (packets, _) in all_ways(&stream) {
        let tail = packets.len().saturating_sub(LENGTH);
        let rule = "after a lost byte the next packets are found again";
        assert_bytes(&stream, &packets[tail..], &packet(3), rule);
    }
}

#[test]
fn a_0x47_inside_a_packet_is_a_byte_like_any_other() {
    let stream = [packet(SYNC), packet(2)].concat();
    for (packets, skipped) in all_ways(&stream) {
        let rule = "inside a packet nobody looks for 0x47";
        assert_bytes(&stream, &packets, &stream, rule);
        assert_eq!(skipped, 0);
    }
}

#[test]
fn noise_without_end_is_not_kept() {
    let mut decoder = Packets::default();
    let mut input = BytesMut::new();
    for _ in 0..1000 {
        input.extend_from_slice(&[b'?'; 100]);
        let frame = decoder.decode(&mut input).expect("noise is no error");
        assert!(frame.is_none(), "there is no packet in noise");
        assert!(
            input.len() < LENGTH,
            "noise is to be dropped when it comes, {} bytes of it are kept",
            input.len()
        );
    }
    assert_eq!(decoder.skipped(), 100_000, "each byte is counted, once");
}
