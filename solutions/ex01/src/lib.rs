//! Our solutions to the exercises of chapter 01.
