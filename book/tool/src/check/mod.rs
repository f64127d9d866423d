//! Everything that a page can get wrong.

mod complaint;

pub use complaint::Complaint;
