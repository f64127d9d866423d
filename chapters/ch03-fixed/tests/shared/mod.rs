//! What must hold for any bytes: the bodies of the fuzz targets (`fuzz/`),
//! run on invented bytes by the tests as well.

use framing::reading::{LENGTH, Reading, Readings};
use framing::{FixedError, FixedLength, Unfinished, decode_all};
use testing::some_cuts;

/// Takes the first bytes as instructions (a length, where to cut), the rest
/// as a stream.
///
/// # Panics
///
/// When fixed-length frames depend on the cuts, or are not the stream.
pub(crate) fn fixed_length(data: &[u8]) {
    let [length, cut, stream @ ..] = data else { return };
    let length = usize::from(*length).max(1);
    let mut want: Vec<Result<&[u8], FixedError>> =
        stream.chunks_exact(length).map(Ok).collect();
    match stream.len() % length {
        0 => {}
        bytes => want.push(Err(Unfinished { bytes }.into())),
    }
    for chunks in some_cuts(stream, *cut) {
        let all = decode_all(&mut FixedLength::new(length), chunks);
        assert_eq!(all.len(), want.len());
        for (got, want) in all.iter().zip(&want) {
            assert_eq!(got.as_ref().map(|frame| &frame[..]), want.as_deref());
        }
    }
}

/// # Panics
///
/// When readings depend on the cuts, or a reading does not come back as the
/// bytes it came from.
pub(crate) fn readings(data: &[u8]) {
    let [cut, stream @ ..] = data else { return };
    let whole = decode_all(&mut Readings, [stream]);
    for chunks in some_cuts(stream, *cut) {
        assert_eq!(decode_all(&mut Readings, chunks), whole);
    }
    for bytes in stream.as_chunks::<LENGTH>().0 {
        if let Ok(reading) = Reading::from_bytes(bytes) {
            assert_eq!(reading.to_bytes().as_ref(), Ok(bytes));
        }
    }
}
