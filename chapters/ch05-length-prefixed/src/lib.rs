//! Messages that say how long they are.
