//! What must hold for any bytes: the bodies of the fuzz targets (`fuzz/`),
//! run on invented bytes by the tests as well.

use delimited::{Delimited, DelimitedError, Lines};
use framing::{Unfinished, decode_all};
use testing::some_cuts;

/// Takes the first bytes as instructions (mark, limit, where to cut), the
/// rest as a stream.
///
/// # Panics
///
/// When the frames depend on the cuts, or are not those of a search that
/// starts over for every frame.
pub(crate) fn delimited(data: &[u8]) {
    let [mark, max, cut, stream @ ..] = data else { return };
    let mark: &[u8] = match mark % 6 {
        0 => b"\n",
        1 => b",",
        2 => b"\r\n",
        3 => b"aa",
        4 => b"aab",
        _ => b"\r\n\r\n",
    };
    let max = usize::from(*max);
    let want = slowly(stream, mark, max);
    for chunks in some_cuts(stream, *cut) {
        let mut codec = Delimited::new(mark).with_max_length(max);
        assert_eq!(decode_all(&mut codec, chunks), want);
    }
}

/// # Panics
///
/// When frames that end with any one of some bytes depend on the cuts.
pub(crate) fn any_of(data: &[u8]) {
    let [count, max, cut, stream @ ..] = data else { return };
    let marks = &b"\n,;\ra"[..usize::from(count % 5) + 1];
    let same = |b: &u8| if marks.contains(b) { b'\n' } else { *b };
    let replaced: Vec<u8> = stream.iter().map(same).collect();
    let max = usize::from(*max);
    // The bytes of a frame are never marks, so replacing changes none.
    let want = slowly(&replaced, b"\n", max);
    for chunks in some_cuts(stream, *cut) {
        let mut codec = Delimited::any_of(marks).with_max_length(max);
        assert_eq!(decode_all(&mut codec, chunks), want);
    }
}

/// # Panics
///
/// When lines depend on the cuts, or a line does not come back.
pub(crate) fn lines(data: &[u8]) {
    let [max, cut, stream @ ..] = data else { return };
    let codec = || Lines::new().with_max_length(usize::from(*max));
    let whole = decode_all(&mut codec(), [stream]);
    for chunks in some_cuts(stream, *cut) {
        assert_eq!(decode_all(&mut codec(), chunks), whole);
    }
    for line in whole.into_iter().flatten() {
        assert!(line.len() <= usize::from(*max));
        assert!(!line.contains('\n'));
    }
}

/// What [`Delimited`] must give, found the simple way.
fn slowly(
    mut stream: &[u8],
    mark: &[u8],
    max: usize,
) -> Vec<Result<bytes::Bytes, DelimitedError>> {
    let mut all = Vec::new();
    while !stream.is_empty() {
        let found = stream.windows(mark.len()).position(|w| w == mark);
        let length = found.unwrap_or(stream.len());
        // Without a mark it is too long as soon as no mark can help.
        let sure = found.map_or(length >= max + mark.len(), |at| at > max);
        all.push(match found {
            _ if sure => Err(DelimitedError::TooLong { max }),
            Some(_) => Ok(bytes::Bytes::copy_from_slice(&stream[..length])),
            None => Err(Unfinished { bytes: length }.into()),
        });
        match found {
            Some(_) => stream = &stream[length + mark.len()..],
            None => break,
        }
    }
    all
}
