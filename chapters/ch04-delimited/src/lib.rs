//! Messages that end with a mark.
