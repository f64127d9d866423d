//! Deadlines, peers and failure messages for the tests.
