//! Asks again and again who serves, and counts.

use std::collections::BTreeMap;
use std::io::Read;
use std::time::Duration;

use cli::say;

/// How long one answer may take.
const PATIENCE: Option<Duration> = Some(Duration::from_secs(10));
/// How long one answer may be.
const MAX: u64 = 1000;

/// Connects `times` times, one after another.
pub(crate) fn run(address: &str, times: u32) -> cli::Result {
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    for _ in 0..times {
        let stream = stage::call("ch09", address)?;
        stream.set_timeouts(PATIENCE, PATIENCE)?;
        let mut answer = String::new();
        let said = stream.take(MAX).read_to_string(&mut answer);
        said.map_err(|error| {
            format!("{address}: {error}; does it serve with --who?")
        })?;
        let first = answer.lines().next().unwrap_or("nothing");
        *counts.entry(first.replace(char::is_control, "?")).or_default() += 1;
    }
    for (who, count) in counts {
        say!("{who}: {count} times");
    }
    Ok(())
}
