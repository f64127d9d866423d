//! Our solutions to the exercises of chapter 15.

pub mod apology;
pub mod etag;
pub mod places;
pub mod scgi;
pub mod url;
