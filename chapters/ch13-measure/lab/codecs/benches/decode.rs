//! Each decoder by itself, for looking closer at one of them:
//! `cargo bench --manifest-path chapters/ch13-measure/lab/Cargo.toml`.

use bytes::BytesMut;
use delimited::{Delimited, Lines};
use divan::{Bencher, counter::BytesCount};
use framing::{Decoder, FixedLength};
use length_prefixed::{ByteOrder, LengthPrefixed, Prefix, UntilClose};

const STREAM: usize = 1024 * 1024;
const CHUNK: usize = 8 * 1024;

fn main() {
    divan::main();
}

/// Feeds `stream` in chunks to a new decoder per iteration.
fn bench<D: Decoder<Error: std::fmt::Debug>>(
    bencher: Bencher<'_, '_>,
    stream: Vec<u8>,
    codec: impl Fn() -> D + Sync,
) {
    bencher.counter(BytesCount::new(stream.len())).bench(|| {
        let (mut codec, mut input) = (codec(), BytesMut::new());
        let mut frames = 0;
        for chunk in stream.chunks(CHUNK) {
            input.extend_from_slice(chunk);
            while let Some(frame) = codec.decode(&mut input).expect("valid") {
                divan::black_box_drop(frame);
                frames += 1;
            }
        }
        let last = codec.decode_end(&mut input).expect("valid");
        frames + usize::from(last.is_some())
    });
}

#[divan::bench]
fn fixed_length(bencher: Bencher<'_, '_>) {
    bench(bencher, vec![b'x'; STREAM], || FixedLength::new(64));
}

#[divan::bench]
fn lines(bencher: Bencher<'_, '_>) {
    let line = [&[b'x'; 63][..], b"\n"].concat();
    bench(bencher, line.repeat(STREAM / 64), Lines::new);
}

#[divan::bench(args = [1, 2, 4])]
fn delimited(bencher: Bencher<'_, '_>, mark_length: usize) {
    let mark = &b"\n\r\n\r"[..mark_length];
    let message = [&[b'x'; 60], mark].concat();
    let stream = message.repeat(STREAM / message.len());
    bench(bencher, stream, || Delimited::new(mark));
}

#[divan::bench]
fn delimited_any_of(bencher: Bencher<'_, '_>) {
    let message = [&[b'x'; 63][..], b";"].concat();
    let stream = message.repeat(STREAM / 64);
    bench(bencher, stream, || Delimited::any_of(b",;\n\r"));
}

#[divan::bench]
fn length_prefixed_u32(bencher: Bencher<'_, '_>) {
    let stream = [&[0, 0, 0, 60], &[b'x'; 60][..]].concat().repeat(STREAM / 64);
    let prefix = Prefix::U32(ByteOrder::Big);
    bench(bencher, stream, || LengthPrefixed::new(prefix));
}

#[divan::bench]
fn length_prefixed_varint(bencher: Bencher<'_, '_>) {
    let stream =
        [&[0x80, 0x01], &[b'x'; 128][..]].concat().repeat(STREAM / 130);
    bench(bencher, stream, || LengthPrefixed::new(Prefix::Varint));
}

#[divan::bench]
fn until_close(bencher: Bencher<'_, '_>) {
    bench(bencher, vec![b'x'; STREAM], || {
        UntilClose::new().with_max_length(STREAM)
    });
}
