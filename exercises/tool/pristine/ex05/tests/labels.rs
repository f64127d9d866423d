//! Judges the exercise `labels`.

use ex05::labels::{MAX_NAME, NameError, read_name};
use testing::within;

/// The labels with dots between them, and where the name ends.
fn read(message: &[u8], start: usize) -> Result<(String, usize), NameError> {
    let message = message.to_vec();
    let what = "read_name: does a pointer lead you in a circle?";
    let (labels, end) = within(what, move || read_name(&message, start))?;
    let labels: Vec<String> =
        labels.iter().map(|l| l.escape_ascii().to_string()).collect();
    Ok((labels.join("."), end))
}

fn name(text: &str, end: usize) -> Result<(String, usize), NameError> {
    Ok((text.to_owned(), end))
}

#[track_caller]
fn check(
    message: &[u8],
    start: usize,
    want: Result<(String, usize), NameError>,
    rule: &str,
) {
    assert_eq!(
        read(message, start),
        want,
        "{rule}\n  message \"{}\", from byte {start}\n  got and want:",
        message.escape_ascii(),
    );
}

/// The message of the task.
const MESSAGE: &[u8] = b"\x03www\x07example\x03com\0\x04mail\xc0\x04";

#[test]
fn a_name_is_labels_up_to_a_length_of_zero() {
    let rule = "a length, so many bytes, and again until a length of 0";
    check(MESSAGE, 0, name("www.example.com", 17), rule);
    check(MESSAGE, 12, name("com", 17), rule);
    check(b"\0", 0, name("", 1), "a name may have no label: the root");
    check(b"xx\x01.\0xx", 2, name(".", 5), "a label may hold any byte");
}

#[test]
fn a_pointer_says_the_rest_of_a_name() {
    let rule = "the rest is where the pointer says; the name ends behind the \
                pointer";
    check(MESSAGE, 17, name("mail.example.com", 24), rule);
    let message = b"\x01a\0\x01b\xc0\0\x01c\xc0\x03\xc0\x07";
    let rule = "a pointer may lead to a pointer; the name ends behind its \
                first pointer, not behind the last";
    check(message, 7, name("c.b.a", 11), rule);
    check(message, 11, name("c.b.a", 13), rule);
    check(b"\x02\x01a\0\xc0\x01", 4, name("a", 6), "any place may be the rest");
}

#[test]
fn a_pointer_has_fourteen_bits() {
    let mut message = vec![0; 0x3fff];
    message.splice(0x0123..0x0126, *b"\x01a\0");
    message.extend([0xc1, 0x23]);
    let rule = "the pointer is the 14 low bits of two bytes, big end first";
    let got = read(&message, 0x3fff);
    assert_eq!(got, name("a", 0x4001), "{rule}");
}

#[test]
fn a_pointer_that_does_not_point_back_is_refused() {
    let rule = "a pointer leads to a place before the run of labels it is in: \
                each step goes back, so the steps end";
    for (message, start, at) in [
        (&b"\xc0\0"[..], 0, 0),
        (b"\0\0\xc0\x02", 2, 2),
        (b"\x01a\xc0\0", 0, 2),
        (b"\x01a\xc0\x02", 0, 2),
        (b"\xc0\x02\0", 0, 0),
        (b"\xc0\x02\xc0\0", 2, 0),
        (b"\x01a\xc0\x04\x01b\xc0\0", 4, 2),
        (b"\0\x01a\x01b\xc0\x03", 1, 5),
        (b"\xc0\xff", 0, 0),
        (b"\xff\xff", 0, 0),
    ] {
        check(message, start, Err(NameError::BadPointer { at }), rule);
    }
}

#[test]
fn other_high_bits_are_no_length() {
    let rule = "a length is 0 to 63; the bits 01 and 10 are not used";
    for bad in [0x40, 0x7f, 0x80, 0xbf] {
        let message = [&[1, b'a', bad][..], &[b'x'; 255]].concat();
        let error = Err(NameError::BadLength { at: 2 });
        assert_eq!(read(&message, 0), error, "{rule}: {bad:#x}");
    }
    let message = [&[63][..], &[b'x'; 63], &[0]].concat();
    assert_eq!(read(&message, 0), name(&"x".repeat(63), 65), "{rule}");
}

#[test]
fn what_reaches_beyond_the_message_is_truncated() {
    let rule = "every length and pointer is checked against the message";
    for n in 0..17 {
        check(&MESSAGE[..n], 0, Err(NameError::Truncated), rule);
    }
    for n in 17..MESSAGE.len() {
        check(&MESSAGE[..n], 17, Err(NameError::Truncated), rule);
    }
    check(MESSAGE, 1_000, Err(NameError::Truncated), rule);
    check(b"\x3fabc", 0, Err(NameError::Truncated), rule);
}

/// A name of `size` bytes in all, which is odd.
fn long(size: usize) -> Vec<u8> {
    [b"\x01a".repeat(size / 2), vec![0]].concat()
}

#[test]
fn a_name_has_at_most_255_bytes_as_if_there_were_no_pointers() {
    let rule =
        "lengths and the last 0 count, and so does what pointers lead to";
    let text = vec!["a"; 127].join(".");
    assert_eq!(read(&long(MAX_NAME), 0), name(&text, MAX_NAME), "{rule}");
    let error = Err(NameError::TooLong);
    assert_eq!(read(&long(MAX_NAME + 2), 0), error, "{rule}");
    let longest = [&long(MAX_NAME - 2)[..], b"\x01a\xc0\0"].concat();
    let end = longest.len();
    let got = read(&longest, MAX_NAME - 2);
    assert_eq!(got, name(&text, end), "{rule}");
    for more in [&b"\x02aa\xc0\0"[..], b"\x01a\x01a\xc0\0"] {
        let message = [&long(MAX_NAME - 2)[..], more].concat();
        assert_eq!(read(&message, MAX_NAME - 2), error, "{rule}");
    }
}

#[test]
fn no_message_at_all_brings_it_down() {
    let alphabet = [0, 1, 2, 3, 0x40, 0xc0, 0xc1, 0xff];
    within("read_name of any bytes: is there a circle?", move || {
        for n in 0..8_usize.pow(6) {
            let bytes: Vec<u8> =
                (0..6).map(|i| alphabet[n >> (3 * i) & 7]).collect();
            for start in 0..=6 {
                if let Ok((labels, end)) = read_name(&bytes, start) {
                    let size: usize = labels.iter().map(|l| l.len() + 1).sum();
                    assert!(
                        end > start && end <= 6 && size < MAX_NAME,
                        "a name ends inside the message: {bytes:02x?} from \
                         {start} gave {labels:02x?} up to {end}",
                    );
                }
            }
        }
    });
}
