//! Our solutions to the exercises of chapter 5.

pub mod backpatch;
pub mod labels;
pub mod netstring;
pub mod tlv;
pub mod zigzag;
