//! How long a body is.

use ex14::smuggle::{Doubt::*, lint};
use testing::within;

use super::{check, fields};

#[test]
fn a_length_is_a_number() {
    let rule = "a value stands without blanks, also its place";
    fields(b"Content-Length: \t x \r\n", &[(18, NoNumber)], rule);
    fields(b"Content-Length:  \r\n", &[(17, NoNumber)], rule);
    let rule = "a length is 1 to 19 digits, and nothing else";
    for value in ["+5", "-5", "0x5", "5, 5", "5 5", "5;", "\u{665}", "1e3"] {
        let field = format!("Content-Length: {value}\r\n");
        fields(field.as_bytes(), &[(16, NoNumber)], rule);
    }
    let field = b"Content-Length: 99999999999999999999\r\n";
    fields(field, &[(16, NoNumber)], rule);
    fields(b"Content-Length:\r\n", &[(15, NoNumber)], rule);
    let both = b"Content-Length: 5\r\nContent-Length: x\r\n";
    let rule = "each thing is found, not only the first";
    fields(both, &[(19, SecondLength), (35, NoNumber)], rule);
}

#[test]
fn a_body_has_a_length_or_chunks() {
    let rule = "a length and a coding: the line that makes it two is where";
    let head = b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n";
    fields(head, &[(19, LengthAndCoding)], rule);
    let head = b"Transfer-Encoding: chunked\r\nX: y\r\nContent-Length: 5\r\n";
    fields(head, &[(34, LengthAndCoding)], rule);
    let rule = "it is found once; what else is wrong is found as well";
    let head = b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\
                 Content-Length: 5\r\n";
    fields(head, &[(28, LengthAndCoding), (47, SecondLength)], rule);
    let head = b"Content-Length: 5\r\nTransfer-Encoding: gzip\r\n\
                 Transfer-Encoding: chunked\r\n";
    let copy = head.to_vec();
    let got = within("lint", move || {
        lint(&[b"POST / HTTP/1.1\r\n", &copy[..]].concat())
    });
    assert_eq!(got, [(36, LengthAndCoding)], "{rule}");
}

#[test]
fn chunked_is_the_last_coding_of_all() {
    let rule = "chunked in the middle: readers that look for the word find it, \
                readers that look at the end do not";
    let head = b"Transfer-Encoding: chunked, gzip\r\n";
    fields(head, &[(19, NotLast), (28, NotChunked)], rule);
    let head = b"Transfer-Encoding: chunked , Chunked\r\n";
    fields(head, &[(19, NotLast)], rule);
    let rule = "the last coding is not chunked: where does the body end?";
    for value in
        ["xchunked", "chunked;q=1", "\"chunked\"", "identity", "chun ked"]
    {
        let field = format!("Transfer-Encoding:  {value}\r\n");
        fields(field.as_bytes(), &[(20, NotChunked)], rule);
    }
    let rule = "an empty coding is one, too";
    // The machine skips it (RFC 9110, section 5.6.1.2); not all readers do.
    let head = b"GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, \r\n";
    check(head, &[(44, NotLast), (53, NotChunked)], rule);
    let rule = "an empty coding is found where its line ends";
    fields(b"Transfer-Encoding: \t\r\n", &[(20, NotChunked)], rule);
}

#[test]
fn all_codings_are_one_list() {
    let rule = "the list goes on in the next field of that name";
    let head = b"Transfer-Encoding: chunked\r\nTransfer-Encoding: gzip\r\n";
    fields(head, &[(19, NotLast), (47, NotChunked)], rule);
    let head = b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n";
    fields(head, &[(19, NotLast)], rule);
    let head = b"POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\
                 transfer-encoding:chunked\r\n\r\n";
    check(head, &[], "another coding before chunked is no doubt");
}

#[test]
fn http10_has_no_codings() {
    let rule = "HTTP/1.0 has no Transfer-Encoding: one reader passes it over, \
                another does not";
    let head = b"POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n";
    check(head, &[(17, OldCoding)], rule);
    let rule = "two things in one place stand in the order of Doubt";
    let head = b"POST / HTTP/1.0\r\nContent-Length: 5\r\n\
                 Transfer-Encoding: chunked\r\n\r\n";
    check(head, &[(36, OldCoding), (36, LengthAndCoding)], rule);
}
