//! Judges the exercise `card`.

use ex03::card::{Card, CardError, LENGTH};
use testing::assert_bytes;

const BYTES: &[u8; LENGTH] = b"NUT-M4  hex nut M4          000120";

fn card(article: &str, name: &str, quantity: u32) -> Card {
    Card { article: article.into(), name: name.into(), quantity }
}

#[test]
fn texts_are_filled_up_on_the_right_and_numbers_on_the_left() {
    let bytes = card("NUT-M4", "hex nut M4", 120).to_bytes();
    let bytes = bytes.expect("it fits");
    let rule = "spaces behind a text, zeros before a number";
    assert_bytes(b"", &bytes, BYTES, rule);
}

#[test]
fn what_fills_the_columns_is_not_part_of_the_text() {
    let read = Card::from_bytes(BYTES).expect("a valid card");
    assert_eq!(read, card("NUT-M4", "hex nut M4", 120));
}

#[test]
fn spaces_before_a_text_belong_to_it() {
    let indented = card("A", "  - small", 0);
    let bytes = indented.to_bytes().expect("it fits");
    assert_eq!(
        Card::from_bytes(&bytes),
        Ok(indented),
        "only the spaces behind a text were put there to fill it up"
    );
}

#[test]
fn full_columns_have_nothing_to_take_off() {
    let full = card("ABCDEFGH", "twenty columns, full", 999_999);
    let bytes = full.to_bytes().expect("it fits exactly");
    let want = b"ABCDEFGHtwenty columns, full999999";
    assert_bytes(b"", &bytes, want, "a text may fill its columns");
    assert_eq!(Card::from_bytes(&bytes), Ok(full));
}

#[test]
fn what_does_not_fit_is_refused_not_cut_off() {
    for (bad, error) in [
        (card("ABCDEFGHI", "", 0), CardError::Text),
        (card("", "twenty-one columns...", 0), CardError::Text),
        (card("", "", 1_000_000), CardError::Quantity),
    ] {
        let got = bad.to_bytes();
        assert_eq!(
            got,
            Err(error),
            "a field that does not fit is an error: a customer's name or a \
             digit cut off is worse\n  for {bad:?}"
        );
    }
}

#[test]
fn a_column_is_a_byte_so_only_ascii_fits() {
    // Ten characters, eleven bytes.
    for bad in [card("", "Ærø cheese", 1), card("é", "", 1)] {
        assert_eq!(
            bad.to_bytes(),
            Err(CardError::Text),
            "a text that is not ASCII has more bytes than characters\n  \
             for {bad:?}"
        );
    }
    let mut bytes = *BYTES;
    bytes[9] = 0xe9;
    assert_eq!(Card::from_bytes(&bytes), Err(CardError::Text));
}

#[test]
fn a_text_that_ends_with_a_space_would_not_come_back() {
    assert_eq!(
        card("A ", "", 1).to_bytes(),
        Err(CardError::Text),
        "the reader cannot tell your space from those that fill up"
    );
}

#[test]
fn a_quantity_is_six_digits_and_nothing_else() {
    for digits in [b"+00120", b"   120", b"0x0120", b"00012 "] {
        let mut bytes = *BYTES;
        bytes[28..].copy_from_slice(digits);
        assert_eq!(
            Card::from_bytes(&bytes),
            Err(CardError::Quantity),
            "six digits, not what a parser is kind enough to take: {}",
            digits.escape_ascii()
        );
    }
}
