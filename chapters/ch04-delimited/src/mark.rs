//! What a mark is and how it is found.

use std::fmt;

use memchr::{memchr, memchr2, memchr3, memmem};

/// The bytes that end a message.
#[derive(Clone)]
pub(crate) enum Mark {
    /// One byte.
    Byte(u8),
    /// Any one of two, or of three bytes.
    OneOf2([u8; 2]),
    OneOf3([u8; 3]),
    /// Any one of many: `true` at the place of each.
    OneOf(Box<[bool; 256]>, u8),
    /// A sequence of two or more bytes, prepared for searching.
    Bytes(Box<memmem::Finder<'static>>),
}

impl Mark {
    /// A sequence. `None` when it is empty.
    pub(crate) fn sequence(bytes: &[u8]) -> Option<Mark> {
        match *bytes {
            [] => None,
            [byte] => Some(Mark::Byte(byte)),
            _ => Some(Mark::Bytes(Box::new(
                memmem::Finder::new(bytes).into_owned(),
            ))),
        }
    }

    /// Any one of `bytes`. `None` when there are none.
    pub(crate) fn any_of(bytes: &[u8]) -> Option<Mark> {
        match *bytes {
            [] => None,
            [byte] => Some(Mark::Byte(byte)),
            [a, b] => Some(Mark::OneOf2([a, b])),
            [a, b, c] => Some(Mark::OneOf3([a, b, c])),
            [first, ..] => {
                let mut table = Box::new([false; 256]);
                bytes.iter().for_each(|&b| table[usize::from(b)] = true);
                Some(Mark::OneOf(table, first))
            }
        }
    }

    /// How many bytes it is long.
    pub(crate) fn len(&self) -> usize {
        match self {
            Mark::Bytes(finder) => finder.needle().len(),
            _ => 1,
        }
    }

    /// What a writer ends its messages with.
    pub(crate) fn bytes(&self) -> &[u8] {
        match self {
            Mark::Byte(byte) | Mark::OneOf(_, byte) => {
                std::slice::from_ref(byte)
            }
            Mark::OneOf2([first, ..]) | Mark::OneOf3([first, ..]) => {
                std::slice::from_ref(first)
            }
            Mark::Bytes(finder) => finder.needle(),
        }
    }

    /// Where the first mark in `bytes` begins. The cost is linear in `bytes`.
    #[inline]
    pub(crate) fn find(&self, bytes: &[u8]) -> Option<usize> {
        match self {
            Mark::Byte(byte) => memchr(*byte, bytes),
            Mark::OneOf2([a, b]) => memchr2(*a, *b, bytes),
            Mark::OneOf3([a, b, c]) => memchr3(*a, *b, *c, bytes),
            Mark::OneOf(table, _) => {
                bytes.iter().position(|&b| table[usize::from(b)])
            }
            Mark::Bytes(finder) => finder.find(bytes),
        }
    }
}

impl fmt::Debug for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Mark({})", self.bytes().escape_ascii())
    }
}
