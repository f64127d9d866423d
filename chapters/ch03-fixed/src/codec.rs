//! What a decoder and an encoder are, and what they promise.

use bytes::BytesMut;
use thiserror::Error;

/// Finds messages (frames) in bytes that arrive in pieces.
///
/// # What a decoder promises
///
/// 1. The frames depend on the bytes, never on how they were cut up.
/// 2. It keeps what it does not need yet in `input`, and takes from the front
///    of `input` exactly the bytes of the frames that it gives.
/// 3. It never blocks, reads or writes: it is given bytes and looks at them.
/// 4. It has a limit. A peer cannot make it hold more than that.
/// 5. Its cost is linear: a byte is not looked at again because more came.
/// 6. An error that took bytes from `input` is about those bytes, and
///    decoding may go on. An error that left `input` alone is final: the next
///    call gives it again.
///
/// ```
/// use bytes::BytesMut;
/// use framing::{Decoder, FixedLength};
///
/// let mut decoder = FixedLength::new(4);
/// let mut input = BytesMut::from("abc");
/// assert_eq!(decoder.decode(&mut input), Ok(None)); // not yet
/// input.extend_from_slice(b"defg");
/// assert_eq!(decoder.decode(&mut input).unwrap().unwrap(), "abcd");
/// assert_eq!(decoder.decode(&mut input), Ok(None));
/// assert_eq!(input, "efg"); // the start of the next one
/// ```
// ANCHOR: decoder
pub trait Decoder {
    /// One message, without the bytes that only mark its ends.
    type Frame;
    /// What can be wrong with the bytes.
    type Error: From<Unfinished>;

    /// The next frame, or `None` when `input` holds no whole one yet.
    ///
    /// # Errors
    ///
    /// When the bytes break the framing's rules or its limit.
    fn decode(
        &mut self,
        input: &mut BytesMut,
    ) -> Result<Option<Self::Frame>, Self::Error>;
    // ANCHOR_END: decoder

    /// The next frame when no more bytes will come, or `None` at a clean end.
    ///
    /// Called again until it gives `None`.
    ///
    /// # Errors
    ///
    /// As [`Decoder::decode`]; and [`Unfinished`] when the stream ended in
    /// the middle of a frame.
    // ANCHOR: decode-end
    fn decode_end(
        &mut self,
        input: &mut BytesMut,
    ) -> Result<Option<Self::Frame>, Self::Error> {
        match self.decode(input)? {
            Some(frame) => Ok(Some(frame)),
            None if input.is_empty() => Ok(None),
            None => Err(Unfinished { bytes: input.len() }.into()),
        }
    }
    // ANCHOR_END: decode-end
}

/// Writes messages as bytes, so that the [`Decoder`] of the other side finds
/// the same messages again.
// ANCHOR: encoder
pub trait Encoder<Item> {
    /// What can be wrong with an item.
    type Error;

    /// Appends `item` and its marks to `output`.
    ///
    /// # Errors
    ///
    /// When the item cannot be framed; `output` is then as it was.
    fn encode(
        &mut self,
        item: Item,
        output: &mut BytesMut,
    ) -> Result<(), Self::Error>;
}
// ANCHOR_END: encoder

/// The stream ended in the middle of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the stream ended inside a message, {bytes} bytes after its start")]
pub struct Unfinished {
    /// How many bytes of that frame had come.
    pub bytes: usize,
}

/// Everything that `decoder` gives for a stream that delivers `chunks`.
///
/// For tests, and for bytes that are all there: what [`crate::Framed`] would
/// give one by one. Stops after a final error (promise 6 of [`Decoder`]).
///
/// ```
/// use framing::{FixedLength, Unfinished, decode_all};
///
/// let chunks = [&b"on"[..], b"etw", b"ot"];
/// let all = decode_all(&mut FixedLength::new(3), chunks);
/// assert_eq!(all[0].as_ref().unwrap(), "one");
/// assert_eq!(all[1].as_ref().unwrap(), "two"[..].as_bytes());
/// assert_eq!(all[2], Err(Unfinished { bytes: 1 }.into()));
/// ```
pub fn decode_all<'a, D: Decoder>(
    decoder: &mut D,
    chunks: impl IntoIterator<Item = &'a [u8]>,
) -> Vec<Result<D::Frame, D::Error>> {
    let mut input = BytesMut::new();
    let mut all = Vec::new();
    for chunk in chunks {
        input.extend_from_slice(chunk);
        if !collect(&mut input, &mut all, |input| decoder.decode(input)) {
            return all;
        }
    }
    collect(&mut input, &mut all, |input| decoder.decode_end(input));
    all
}

/// Collects until there is no frame; false: there never will be one.
fn collect<F, E>(
    input: &mut BytesMut,
    all: &mut Vec<Result<F, E>>,
    mut next: impl FnMut(&mut BytesMut) -> Result<Option<F>, E>,
) -> bool {
    loop {
        let before = input.len();
        match next(input) {
            Ok(None) => return true,
            Ok(Some(frame)) => all.push(Ok(frame)),
            Err(error) => {
                all.push(Err(error));
                if input.len() == before {
                    return false;
                }
            }
        }
    }
}
