//! Judges the exercise `zigzag`.

use ex05::zigzag::{ZigzagError, get, put};
use testing::{assert_bytes, within};

/// Numbers and their only form.
const FORMS: [(i64, &[u8]); 14] = [
    (0, b"\x00"),
    (-1, b"\x01"),
    (1, b"\x02"),
    (-2, b"\x03"),
    (63, b"\x7e"),
    (-64, b"\x7f"),
    (64, b"\x80\x01"),
    (-65, b"\x81\x01"),
    (150, b"\xac\x02"),
    (8_191, b"\xfe\x7f"),
    (-8_193, b"\x81\x80\x01"),
    (1 << 40, b"\x80\x80\x80\x80\x80\x40"),
    (i64::MAX, b"\xfe\xff\xff\xff\xff\xff\xff\xff\xff\x01"),
    (i64::MIN, b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"),
];

fn written(number: i64) -> Vec<u8> {
    within("put: does the number become smaller in each round?", move || {
        let mut output = b"before ".to_vec();
        put(number, &mut output);
        output
    })
}

fn read(bytes: &[u8]) -> Result<Option<(i64, usize)>, ZigzagError> {
    let bytes = bytes.to_vec();
    within("get", move || get(&bytes))
}

#[test]
fn a_number_near_zero_is_short_whatever_its_sign() {
    for (number, form) in FORMS {
        let want = [b"before ", form].concat();
        let rule = format!(
            "fold the sign into the lowest bit, then 7 bits a byte, the \
             lowest first: {number}",
        );
        assert_bytes(b"", &written(number), &want, &rule);
    }
}

#[test]
fn a_form_is_read_as_its_number_and_no_byte_more_is_taken() {
    for (number, form) in FORMS {
        for behind in [&b""[..], b"\x00", b"\xff\xff"] {
            let bytes = [form, behind].concat();
            assert_eq!(
                read(&bytes),
                Ok(Some((number, form.len()))),
                "{form:02x?} is {number}, and what is behind it is not a \
                 part of it: {behind:02x?}",
            );
        }
    }
}

#[test]
fn every_number_comes_back() {
    let near = |n: i64| (-3..=3).map(move |d| n.wrapping_add(d));
    let powers = (0..63).flat_map(|i| [1_i64 << i, -(1_i64 << i)]);
    let numbers: Vec<i64> =
        powers.chain([i64::MIN, i64::MAX]).flat_map(near).collect();
    let lost = within("put and get", move || {
        numbers.into_iter().find(|&number| {
            let mut bytes = Vec::new();
            put(number, &mut bytes);
            get(&bytes) != Ok(Some((number, bytes.len())))
        })
    });
    assert_eq!(lost, None, "what is written must be read as the same number");
}

#[test]
fn half_a_number_is_none_yet() {
    for (number, form) in FORMS {
        for n in 0..form.len() {
            assert_eq!(
                read(&form[..n]),
                Ok(None),
                "the last byte has not come: this is no error and no number \
                 yet: {:02x?} of {form:02x?} ({number})",
                &form[..n],
            );
        }
    }
}

#[test]
fn a_longer_form_of_a_number_is_refused() {
    for form in [
        &b"\x80\x00"[..],
        b"\x81\x00",
        b"\xff\x80\x00",
        b"\x80\x80\x80\x00",
        b"\x80\x80\x80\x80\x80\x80\x80\x80\x80\x00",
    ] {
        assert_eq!(
            read(form),
            Err(ZigzagError::NotShortest),
            "two forms of one number, and two programs disagree on what is \
             equal: {form:02x?}",
        );
    }
}

#[test]
fn more_than_64_bits_are_refused() {
    for last in [b'\x02', b'\x03', b'\x7f'] {
        let form = [&[0xff; 9][..], &[last]].concat();
        assert_eq!(
            read(&form),
            Err(ZigzagError::Overflow),
            "nine bytes hold 63 bits, the tenth has one more; bits beyond are \
             not to be dropped: {form:02x?}",
        );
    }
}

#[test]
fn an_eleventh_byte_is_never_waited_for() {
    for more in [b'\x80', b'\x81', b'\xff'] {
        let form = [&[0x80; 9][..], &[more]].concat();
        for form in [&form[..], &form.repeat(10)] {
            assert_eq!(
                read(form),
                Err(ZigzagError::Overflow),
                "a tenth byte that says \"more\" is wrong already: {form:02x?}",
            );
        }
    }
}
