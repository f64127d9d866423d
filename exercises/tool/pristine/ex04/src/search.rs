//! The search that never looks back (a stretch).
//!
//! Bytes come in pieces, and each piece is gone when the next one comes:
//! nothing is kept but where you are. Find a mark in them, wherever it is cut.
//!
//! ```text
//! mark: "aab"
//! feed("caa")      None
//! feed("aabxaab")  Some(3)     the mark ends behind byte 3: "c aa|aab"
//! feed("xaab")     Some(4)     what the caller did not use yet, fed again
//! ```
//!
//! The trap is in the first two lines: after "caa" the next byte is "a", no
//! "b". But a mark may still begin in what was seen: the last two bytes are
//! "aa". Who starts from zero there finds nothing.
//!
//! How far to fall back depends on the mark alone, so it can be worked out
//! beforehand: for each part at its front, the longest shorter part that this
//! one ends with (Knuth, Morris and Pratt, 1977). The test counts how often
//! `==` is called: for a mark of m elements and n elements fed, at most 2·(m +
//! n) times. `T` cannot be copied, so there is no way to keep what was fed.

/// Looks for a mark in what comes piece by piece.
#[derive(Debug)]
pub struct Search<T> {
    mark: Vec<T>,
}

impl<T: PartialEq> Search<T> {
    /// A search for `mark`, which has at least one element.
    pub fn new(mark: Vec<T>) -> Search<T> {
        Search { mark }
    }

    /// Takes the next piece; where in it the first mark ends, if one does.
    ///
    /// The number is that of the elements up to the mark's last one, included.
    /// Those behind it are not taken. After a mark the search begins afresh.
    pub fn feed(&mut self, piece: &[T]) -> Option<usize> {
        let _ = (&self.mark, piece);
        todo!("look at each element once, and know how far to fall back")
    }
}
