//! Where two readers of one head would part.
//!
//! The chapter's machine refuses a head at the first thing that is wrong with
//! it. Somebody who looks after a proxy wants to know more: all of what is
//! wrong, and where. Write a lint for the heads of requests. It reads on as the
//! most forgiving reader would.
//!
//! ```text
//! line                            begins at   found
//! "POST / HTTP/1.1\r\n"           0
//! "Host: a\n"                     17          24 BareLf
//! "Content-Length: +5\r\n"        25          41 NoNumber
//! "Transfer-Encoding : x\r\n"     45          45 LengthAndCoding, 62 Blank,
//!                                             65 NotChunked
//! "\r\n"                          68
//! ```
//!
//! A line ends with its `\n`. The head ends behind an empty line that is not its
//! first, or with its bytes. Each thing is found at a byte, counted from 0:
//!
//! | in | what | found at |
//! | --- | --- | --- |
//! | every line | a `\n` without `\r` before it: `BareLf` | the `\n` |
//! | | a `\r` without `\n` behind it: `BareCr` | the `\r` |
//! | a field's line | begins with space or tab: `Folded`; that is all | its start |
//! | | no colon, or nothing in front of it: `NoName`; that is all | its start |
//! | | spaces or tabs in front of the colon: `Blank` | the first of them |
//! | `Host` | a second one, or more: `SecondHost` | each line's start |
//! | `Content-Length` | a second one, or more: `SecondLength` | each line's start |
//! | | not 1 to 19 digits and nothing else: `NoNumber` | the value |
//! | `Transfer-Encoding` | in HTTP/1.0: `OldCoding` | each line's start |
//! | | `chunked`, but not the last coding: `NotLast` | each such coding |
//! | | the last coding is not `chunked`: `NotChunked` | that coding |
//! | both | a length and a coding: `LengthAndCoding` | see below |
//!
//! * The first line is the request's own: it ends with `HTTP/1.0` or it does
//!   not. Of the table only the rows for every line are about it, too.
//! * A name ends at the first colon, blanks before that do not count; its case
//!   does not matter. A value stands without the spaces and tabs around it; of
//!   an empty one, the place is where the line ends (without its `\r\n`).
//! * All `Transfer-Encoding` fields together are one list. Its codings stand
//!   between commas, in any case, without blanks around; an empty one (as in
//!   `chunked,`) is a coding, too, and is found where its comma or its line
//!   ends it.
//! * `LengthAndCoding` is found once, at the start of the line with which both
//!   are there.
//! * Findings stand in the order of their places; of two in one place, the one
//!   that is named first in [`Doubt`] is first.

/// What two readers could see in two ways.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Doubt {
    /// Is it the end of a line?
    BareLf,
    /// Is it the end of a line, a blank, or part of a value?
    BareCr,
    /// Is it a field, or more of the one before?
    Folded,
    /// Is it a field, or the start of the body?
    NoName,
    /// Does the name end before the blank?
    Blank,
    /// Which one is right?
    SecondHost,
    /// Which one is right?
    SecondLength,
    /// A transfer coding where there is none: is it passed over?
    OldCoding,
    /// How long is the body, and who says so?
    LengthAndCoding,
    /// How long is the body?
    NoNumber,
    /// Does the body end with an empty chunk?
    NotLast,
    /// Does it?
    NotChunked,
}

/// All that is doubtful in a request's head, and where.
pub fn lint(head: &[u8]) -> Vec<(usize, Doubt)> {
    let _ = head;
    todo!("line after line; then what they say together")
}
