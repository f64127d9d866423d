//! What does connect do with several addresses?

use std::time::Duration;

use cli::say;
use endpoint::{Address, ConnectOptions, connect_any};

use super::rig::{Took, inet, listener, switch_off, timed};

/// Three addresses: one refuses, one never answers, one takes the call.
pub(super) fn tries() -> cli::Result {
    let closed = Address::Inet(inet(&listener()?)?); // dropped: closed again
    let silent = listener()?;
    switch_off(silent.socket())?;
    let open = listener()?;
    let all = [closed, silent.address(), open.address()];
    let options = ConnectOptions {
        timeout: Duration::from_millis(200),
        ..ConnectOptions::default()
    };

    let (result, Took(_)) = timed(|| connect_any("demo", &all[..2], &options));
    say!("two: {}", result.err().ok_or("somebody answered")?);
    let (result, took) = timed(|| connect_any("demo", &all, &options));
    say!("three: connected to {}", result?.peer()?);
    say!("  after {took}, most of it at the one that does not answer");
    Ok(())
}
