//! What a test program printed, counted.

use crate::ansi;

/// Which tests passed and failed, as the test program printed it.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    pub(crate) passed: Vec<String>,
    pub(crate) failed: Vec<String>,
    /// It came to its last line, `test result: …`.
    pub(crate) finished: bool,
}

impl Tally {
    /// Reads the lines of `output`.
    pub(crate) fn of(output: &str) -> Tally {
        let mut tally = Tally::default();
        for line in ansi::strip(output).lines() {
            tally.finished |= line.starts_with("test result: ");
            let Some(rest) = line.strip_prefix("test ") else { continue };
            let Some((name, result)) = rest.split_once(" ... ") else {
                continue;
            };
            let name = name.trim_end_matches(" - should panic").to_owned();
            match result {
                "ok" => tally.passed.push(name),
                "FAILED" => tally.failed.push(name),
                _ => {}
            }
        }
        tally
    }

    /// How many have a result.
    pub(crate) fn tests(&self) -> usize {
        self.passed.len() + self.failed.len()
    }
}
