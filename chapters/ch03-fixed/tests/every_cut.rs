//! The same bytes, cut in every way, give the same frames.

mod shared;

use framing::reading::{Reading, ReadingError, Readings};
use framing::{FixedLength, decode_all};
use proptest::collection::vec;
use proptest::prelude::*;
use testing::{cuts, random_cuts};

fn reading(station: &str, number: u32) -> Reading {
    let station = station.to_owned();
    Reading { station, number, centidegrees: -425, humidity: 81 }
}

#[test]
fn twelve_bytes_give_the_same_frames_for_all_2048_cuts() {
    for chunks in cuts(b"abcdabcdabcd") {
        let all = decode_all(&mut FixedLength::new(4), chunks);
        assert_eq!(all.len(), 3);
        assert!(all.iter().all(|frame| frame.as_ref().unwrap() == "abcd"));
    }
}

#[test]
fn a_reading_is_these_sixteen_bytes() {
    let bytes = reading("oslo", 258).to_bytes().unwrap();
    assert_eq!(&bytes, b"oslo\0\0\0\0\0\0\x01\x02\xfe\x57\x51\0");
    assert_eq!(Reading::from_bytes(&bytes).unwrap(), reading("oslo", 258));
}

#[test]
fn a_bad_reading_does_not_spoil_the_next() {
    let good = reading("bergen", 7).to_bytes().unwrap();
    let mut dry = good;
    dry[14] = 101;
    let stream = [good, dry, good].concat();
    for chunks in cuts(&stream) {
        let all = decode_all(&mut Readings, chunks);
        assert_eq!(all[0], Ok(reading("bergen", 7)));
        assert_eq!(all[1], Err(ReadingError::Humidity(101)));
        assert_eq!(all[2], Ok(reading("bergen", 7)));
    }
}

#[test]
fn fields_outside_their_range_are_refused_in_both_directions() {
    for name in ["", "too-long-1", "a b", "é", "a\0"] {
        let error = reading(name, 0).to_bytes().unwrap_err();
        assert!(matches!(error, ReadingError::Station(_)), "{name}");
    }
    let good = reading("oslo", 0).to_bytes().unwrap();
    for (at, byte) in [(0, 0), (2, 0), (2, b' '), (14, 101), (15, 1)] {
        let mut bad = good;
        bad[at] = byte;
        assert!(Reading::from_bytes(&bad).is_err(), "byte {at} = {byte}");
    }
}

proptest! {
    #[test]
    fn frames_do_not_depend_on_the_cuts(data in vec(any::<u8>(), 0..400)) {
        shared::fixed_length(&data);
    }

    #[test]
    fn readings_do_not_depend_on_the_cuts(data in vec(any::<u8>(), 0..200)) {
        shared::readings(&data);
    }

    #[test]
    fn what_is_encoded_comes_back_from_any_cut(
        items in vec((
            "[A-Za-z0-9-]{1,8}", any::<u32>(), any::<i16>(), 0..=100_u8,
        ), 0..9),
        points in vec(any::<usize>(), 0..20),
    ) {
        let items: Vec<Reading> = items
            .into_iter()
            .map(|(station, number, centidegrees, humidity)| {
                Reading { station, number, centidegrees, humidity }
            })
            .collect();
        let wire: Vec<u8> =
            items.iter().flat_map(|item| item.to_bytes().unwrap()).collect();
        let all = decode_all(&mut Readings, random_cuts(&wire, &points));
        let back: Vec<Reading> = all.into_iter().map(Result::unwrap).collect();
        prop_assert_eq!(back, items);
    }
}
