//! A stream has no messages: decoders, encoders, fixed-length records.
