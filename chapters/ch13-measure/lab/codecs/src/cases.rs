//! Which codecs, on which bytes.

use std::hint::black_box;

use bytes::{Bytes, BytesMut};
use delimited::{Delimited, Lines};
use framing::{Encoder, FixedLength};
use length_prefixed::{ByteOrder, LengthPrefixed, Prefix};
use tokio_util::codec::{
    AnyDelimiterCodec, LengthDelimitedCodec, LinesCodec, length_delimited,
};

use crate::measure::{Case, Pass, pass};

/// How the bytes come to the decoder.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Delivery {
    /// All at once, in one buffer.
    Whole,
    /// Appended to its buffer in pieces of this many bytes, as reads do.
    Chunks(usize),
}

/// Bytes of a stream in a comparison.
const STREAM: usize = 4 * 1024 * 1024;
const LIMIT: usize = 64 * 1024;

const BIG: Prefix = Prefix::U32(ByteOrder::Big);
const LITTLE: Prefix = Prefix::U16(ByteOrder::Little);

/// Every codec against its counterpart.
pub(crate) fn comparisons(delivery: Delivery) -> Vec<Case> {
    [32, 1024]
        .map(|frame| of_frame(frame, delivery))
        .into_iter()
        .flatten()
        .collect()
}

fn of_frame(frame: usize, delivery: Delivery) -> Vec<Case> {
    let input = match delivery {
        Delivery::Whole => "whole".to_owned(),
        Delivery::Chunks(size) => format!("{} KiB", size / 1024),
    };
    let case = |name: &str, ours, theirs| Case {
        name: name.to_owned(),
        frame,
        input: input.clone(),
        ours,
        theirs,
    };
    let items = STREAM / frame;
    let with = |mark: &[u8]| repeat(items, &[&text(frame), mark].concat());
    let length = |prefix| {
        let mut one = BytesMut::new();
        let mut codec = LengthPrefixed::new(prefix);
        codec.encode(text(frame), &mut one).expect("within the limit");
        repeat(items, &one)
    };
    let long = || LengthPrefixed::new(BIG).with_max_length(LIMIT);
    let short = || LengthPrefixed::new(LITTLE).with_max_length(LIMIT);
    vec![
        case(
            "Lines, LinesCodec",
            ours(|| Lines::new().with_max_length(LIMIT), with(b"\n"), delivery),
            theirs(
                || LinesCodec::new_with_max_length(LIMIT),
                with(b"\n"),
                delivery,
            ),
        ),
        case(
            "Delimited(,), AnyDelimiterCodec",
            ours(
                || Delimited::new(b",").with_max_length(LIMIT),
                with(b","),
                delivery,
            ),
            theirs(|| any(b","), with(b","), delivery),
        ),
        case(
            "Delimited(any of , ; \\n \\r), AnyDelimiterCodec",
            ours(
                || Delimited::any_of(b",;\n\r").with_max_length(LIMIT),
                with(b";"),
                delivery,
            ),
            theirs(|| any(b",;\n\r"), with(b";"), delivery),
        ),
        case(
            "LengthPrefixed(u32 big), LengthDelimitedCodec",
            ours(long, length(BIG), delivery),
            theirs(|| their_length(4), length(BIG), delivery),
        ),
        case(
            "LengthPrefixed(u16 little), LengthDelimitedCodec",
            ours(short, length(LITTLE), delivery),
            theirs(|| their_length(2), length(LITTLE), delivery),
        ),
        case(
            "FixedLength, LengthDelimitedCodec",
            ours(
                move || FixedLength::new(frame),
                repeat(items, &text(frame)),
                delivery,
            ),
            theirs(|| their_length(4), length(BIG), delivery),
        ),
    ]
}

fn any(marks: &[u8]) -> AnyDelimiterCodec {
    let writes = marks[..1].to_vec();
    AnyDelimiterCodec::new_with_max_length(marks.to_vec(), writes, LIMIT)
}

/// Four bytes big end first, or two bytes little end first.
fn their_length(bytes: usize) -> LengthDelimitedCodec {
    let mut builder = length_delimited::Builder::new();
    builder.max_frame_length(LIMIT).length_field_length(bytes);
    if bytes == 2 {
        builder.little_endian();
    }
    builder.new_codec()
}

/// Text without any mark.
fn text(length: usize) -> Vec<u8> {
    (0..length).map(|i| b'a' + (i % 26) as u8).collect()
}

fn repeat(times: usize, bytes: &[u8]) -> Bytes {
    bytes.repeat(times).into()
}

type Run = Box<dyn FnMut() -> Pass>;

fn ours<D>(
    codec: impl Fn() -> D + 'static,
    stream: Bytes,
    delivery: Delivery,
) -> Run
where
    D: framing::Decoder<Frame: AsRef<[u8]>, Error: std::fmt::Debug>,
{
    Box::new(move || {
        let mut codec = codec();
        decode(&stream, delivery, |input| codec.decode(input).expect("valid"))
    })
}

fn theirs<D>(
    codec: impl Fn() -> D + 'static,
    stream: Bytes,
    delivery: Delivery,
) -> Run
where
    D: tokio_util::codec::Decoder<Item: AsRef<[u8]>, Error: std::fmt::Debug>,
{
    Box::new(move || {
        let mut codec = codec();
        decode(&stream, delivery, |input| codec.decode(input).expect("valid"))
    })
}

/// The same driver for both.
fn decode<F: AsRef<[u8]>>(
    stream: &Bytes,
    delivery: Delivery,
    mut next: impl FnMut(&mut BytesMut) -> Option<F>,
) -> Pass {
    let mut count = (0, 0);
    let mut take_all = |input: &mut BytesMut| {
        while let Some(frame) = next(input) {
            count.0 += 1;
            count.1 += black_box(&frame).as_ref().len() as u64;
        }
    };
    match delivery {
        Delivery::Whole => {
            let mut input = BytesMut::from(&stream[..]);
            let mut pass = pass(|| {
                take_all(&mut input);
                (0, 0)
            });
            (pass.frames.count, pass.payload) = count;
            pass
        }
        Delivery::Chunks(size) => {
            let mut input = BytesMut::new();
            let mut pass = pass(|| {
                for chunk in stream.chunks(size) {
                    input.extend_from_slice(chunk);
                    take_all(&mut input);
                }
                (0, 0)
            });
            (pass.frames.count, pass.payload) = count;
            pass
        }
    }
}

/// A function from the length of a stream to its decoding.
type Growing = fn(usize) -> Run;

/// Our decoders on growing inputs: many frames, and one that is as long as the
/// stream, both in pieces.
pub(crate) fn growing() -> Vec<(&'static str, Growing)> {
    const PIECES: Delivery = Delivery::Chunks(1024);
    vec![
        ("Lines | lines of 80 bytes", |length| {
            let stream = repeat(length / 80, &[&text(79)[..], b"\n"].concat());
            ours(Lines::new, stream, PIECES)
        }),
        ("Delimited(\\r\\n) | one message", |length| {
            let stream = [&text(length)[..], b"\r\n"].concat().into();
            let codec = move || Delimited::new(b"\r\n").with_max_length(length);
            ours(codec, stream, PIECES)
        }),
        ("Delimited(\\r\\n) | one message of \\r", |length| {
            let stream = [&vec![b'\r'; length][..], b"\r\n"].concat().into();
            let codec = move || Delimited::new(b"\r\n").with_max_length(length);
            ours(codec, stream, PIECES)
        }),
        ("LengthPrefixed(u32 big) | messages of 80 bytes", |length| {
            let one = [&[0, 0, 0, 80], &text(80)[..]].concat();
            ours(|| LengthPrefixed::new(BIG), repeat(length / 84, &one), PIECES)
        }),
        ("LengthPrefixed(u32 big) | one message", |length| {
            let prefix = (length as u32).to_be_bytes();
            let stream = [&prefix[..], &text(length)].concat().into();
            let codec =
                move || LengthPrefixed::new(BIG).with_max_length(length);
            ours(codec, stream, PIECES)
        }),
        ("FixedLength | records of 16 bytes", |length| {
            ours(|| FixedLength::new(16), text(length).into(), PIECES)
        }),
        ("FixedLength | one record", |length| {
            ours(move || FixedLength::new(length), text(length).into(), PIECES)
        }),
    ]
}
