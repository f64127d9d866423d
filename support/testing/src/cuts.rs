//! The same bytes in every way of cutting them up.

/// Up to this many bytes, [`cuts`] gives every way there is (2¹¹ of them).
const ALL_UP_TO: usize = 12;

/// Ways of cutting `bytes` into chunks, none of them empty.
///
/// Up to 12 bytes: every way. Beyond: the whole in one piece, one byte at a
/// time, every cut into two, and pieces of 2, 3, 5 and 7 bytes. A stream may
/// deliver any of these, so a decoder must give the same messages for all.
pub fn cuts(bytes: &[u8]) -> Vec<Vec<&[u8]>> {
    if bytes.is_empty() {
        return vec![vec![]];
    }
    if bytes.len() <= ALL_UP_TO {
        let ways = 1_u32 << (bytes.len() - 1);
        return (0..ways).map(|way| cut_where(bytes, way)).collect();
    }
    let mut all = vec![vec![bytes]];
    for size in [1, 2, 3, 5, 7] {
        all.push(bytes.chunks(size).collect());
    }
    for at in 1..bytes.len() {
        all.push(vec![&bytes[..at], &bytes[at..]]);
    }
    all
}

/// Cuts after byte `i` where bit `i` of `way` is set.
fn cut_where(bytes: &[u8], way: u32) -> Vec<&[u8]> {
    let mut chunks = Vec::new();
    let mut start = 0;
    for at in 1..=bytes.len() {
        if at == bytes.len() || way >> (at - 1) & 1 == 1 {
            chunks.push(&bytes[start..at]);
            start = at;
        }
    }
    chunks
}

/// `bytes` cut at `points`, taken modulo their length: for property tests,
/// which invent the points.
pub fn random_cuts<'a>(bytes: &'a [u8], points: &[usize]) -> Vec<&'a [u8]> {
    let mut at: Vec<usize> =
        points.iter().map(|point| point % (bytes.len() + 1)).collect();
    at.push(0);
    at.push(bytes.len());
    at.sort_unstable();
    at.windows(2)
        .map(|ends| &bytes[ends[0]..ends[1]])
        .filter(|chunk| !chunk.is_empty())
        .collect()
}

/// A few ways of cutting `bytes`, for many bytes in little time: whole, one
/// byte at a time, and in pieces of 1 to 13 bytes whose sizes `seed` chooses.
pub fn some_cuts(bytes: &[u8], seed: u8) -> Vec<Vec<&[u8]>> {
    let mut uneven = Vec::new();
    let mut rest = bytes;
    let mut size = usize::from(seed);
    while !rest.is_empty() {
        size = (size * 7 + 1) % 13;
        let (piece, left) = rest.split_at(rest.len().min(size + 1));
        uneven.push(piece);
        rest = left;
    }
    vec![vec![bytes], bytes.chunks(1).collect(), uneven]
}

/// Chunks for a failure message: each in quotes, in their order.
pub fn shown(chunks: &[&[u8]]) -> String {
    let chunk = |chunk: &&[u8]| format!("\"{}\"", wire::escape(chunk));
    chunks.iter().map(chunk).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_bytes_can_be_cut_in_four_ways() {
        let all = cuts(b"abc");
        assert_eq!(all.len(), 4);
        assert!(all.contains(&vec![&b"abc"[..]]));
        assert!(all.contains(&vec![&b"a"[..], b"b", b"c"]));
        assert!(all.contains(&vec![&b"a"[..], b"bc"]));
        assert!(all.contains(&vec![&b"ab"[..], b"c"]));
    }

    #[test]
    fn chunks_are_shown_as_they_are_cut() {
        assert_eq!(shown(&[b"a\r", b"\nb"]), r#""a\r" "\nb""#);
    }

    #[test]
    fn no_way_loses_or_adds_a_byte() {
        let long: Vec<u8> = (0..100).collect();
        for way in cuts(b"0123456789").iter().chain(&cuts(&long)) {
            let joined = way.concat();
            assert!(joined == b"0123456789" || joined == long);
            assert!(way.iter().all(|chunk| !chunk.is_empty()));
        }
        assert_eq!(random_cuts(&long, &[3, 3, 1_000, 99]).concat(), long);
        for seed in 0..=255 {
            let ways = some_cuts(&long, seed);
            assert!(ways.iter().all(|way| way.concat() == long));
        }
    }
}
