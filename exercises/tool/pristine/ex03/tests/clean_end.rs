//! Judges the exercise `clean_end`.

use std::io::ErrorKind;

use ex03::clean_end::read_record;
use testing::{Choppy, assert_bytes, cuts, within};

/// What `read_record` gives for records of four bytes until it stops.
fn records(chunks: Vec<&[u8]>) -> Vec<Result<Vec<u8>, ErrorKind>> {
    let mut stream = Choppy::new(chunks);
    within("read_record: does your loop stop at zero?", move || {
        let mut all = Vec::new();
        loop {
            let mut record = [0; 4];
            match read_record(&mut stream, &mut record) {
                Ok(true) => all.push(Ok(record.to_vec())),
                Ok(false) => return all,
                Err(error) => {
                    all.push(Err(error.kind()));
                    return all;
                }
            }
        }
    })
}

#[test]
fn a_record_is_complete_however_it_is_cut() {
    for chunks in cuts(b"aaaabbbbcccc") {
        let shown = format!("{chunks:?}");
        let all: Vec<u8> =
            records(chunks).into_iter().flatten().flatten().collect();
        let rule = format!(
            "a record is four bytes, not what one read brings: {shown}"
        );
        assert_bytes(b"aaaabbbbcccc", &all, b"aaaabbbbcccc", &rule);
    }
}

#[test]
fn an_end_between_records_is_the_normal_end() {
    for stream in [&b""[..], b"aaaa", b"aaaabbbb"] {
        let all = records(vec![stream]);
        assert!(
            all.iter().all(Result::is_ok),
            "an end between two records is no error\n  sent {stream:?}\n  \
             got  {all:?}"
        );
        assert_eq!(all.len(), stream.len() / 4, "then there is no record");
    }
}

#[test]
fn an_end_inside_a_record_is_an_error() {
    for stream in [&b"a"[..], b"aaaabbb", b"aaaabbbbc"] {
        let all = records(stream.chunks(1).collect());
        assert_eq!(
            all.last(),
            Some(&Err(ErrorKind::UnexpectedEof)),
            "an end inside a record is UnexpectedEof: bytes are missing\n  \
             sent {stream:?}\n  got  {all:?}"
        );
    }
}

#[test]
fn a_signal_in_between_is_no_error() {
    let mut stream = Choppy::new([&b"aa"[..], b"aa"]).interrupted();
    let (result, record) = within("an interrupted read_record", move || {
        let mut record = [0; 4];
        (read_record(&mut stream, &mut record), record)
    });
    let full = result.unwrap_or_else(|error| {
        panic!("an interrupted call is to be made again, got: {error}")
    });
    assert!(full, "the record is there");
    assert_bytes(b"aaaa", &record, b"aaaa", "all of it");
}
