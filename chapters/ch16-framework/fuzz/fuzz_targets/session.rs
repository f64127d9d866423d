//! See `tests/shared/session.rs`: what must hold for any bytes.
#![no_main]

#[allow(dead_code)]
#[path = "../../tests/shared/mod.rs"]
mod shared;

libfuzzer_sys::fuzz_target!(|data: &[u8]| shared::session::any_session(data));
