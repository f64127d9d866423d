// killed by: ends one try, not every try
//! The element that did not fit is not tried again.

/// Looks for a mark in what comes piece by piece.
#[derive(Debug)]
pub struct Search<T> {
    mark: Vec<T>,
    /// For each part of the mark at its front, by its length less one: how long
    /// the longest shorter such part is that it ends with.
    shorter: Vec<usize>,
    /// How much of the mark the elements so far end with.
    matched: usize,
}

impl<T: PartialEq> Search<T> {
    /// A search for `mark`, which has at least one element.
    pub fn new(mark: Vec<T>) -> Search<T> {
        let mut shorter = vec![0];
        for next in 1..mark.len() {
            let before = shorter[next - 1];
            shorter.push(step(&mark, &shorter, before, &mark[next]));
        }
        Search { mark, shorter, matched: 0 }
    }

    /// Takes the next piece; where in it the first mark ends, if one does.
    ///
    /// The number is that of the elements up to the mark's last one, included.
    /// Those behind it are not taken. After a mark the search begins afresh.
    pub fn feed(&mut self, piece: &[T]) -> Option<usize> {
        for (at, element) in piece.iter().enumerate() {
            self.matched =
                step(&self.mark, &self.shorter, self.matched, element);
            if self.matched == self.mark.len() {
                self.matched = 0;
                return Some(at + 1);
            }
        }
        None
    }
}

/// How much of `mark` is matched after `element`, when it was `matched`.
fn step<T: PartialEq>(
    mark: &[T],
    shorter: &[usize],
    matched: usize,
    element: &T,
) -> usize {
    loop {
        if mark[matched] == *element {
            return matched + 1;
        }
        if matched == 0 {
            return 0;
        }
        let _ = shorter;
        return 0;
    }
}
