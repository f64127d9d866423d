//! Our solutions to the exercises of chapter 5.

pub mod chunk;
pub mod labels;
pub mod netstring;
pub mod tlv;
