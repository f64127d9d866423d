//! A test program's output, made shorter for a small screen.

use crate::ansi::strip;

/// What a test program prints, without what says nothing on a small screen:
/// empty lines at the ends, the second list of failures, the advice to set a
/// variable that we have set.
pub(crate) fn tidy(output: &str) -> String {
    let mut lines: Vec<&str> = output
        .lines()
        .filter(|line| !line.starts_with("note: run with `RUST_BACKTRACE=1`"))
        .collect();
    let plain = |line: &str| strip(line).trim_end().to_owned();
    let last = lines.iter().rposition(|line| plain(line) == "failures:");
    let result =
        lines.iter().rposition(|line| plain(line).starts_with("test result:"));
    if let (Some(last), Some(result)) = (last, result)
        && last < result
        && lines[last + 1..result]
            .iter()
            .all(|line| line.starts_with("    ") || plain(line).is_empty())
    {
        lines.drain(last..result);
    }
    lines.dedup_by(|a, b| plain(a).is_empty() && plain(b).is_empty());
    let start = lines.iter().position(|line| !plain(line).is_empty());
    let end = lines.iter().rposition(|line| !plain(line).is_empty());
    let (Some(start), Some(end)) = (start, end) else {
        return String::new();
    };
    lines[start..=end].iter().flat_map(|line| [*line, "\n"]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_list_of_failures_is_left_out() {
        let output = "\nrunning 1 test\ntest t ... FAILED\n\nfailures:\n\n\
            ---- t stdout ----\nboom\nnote: run with `RUST_BACKTRACE=1` \
            environment variable to display a backtrace\n\n\nfailures:\n    \
            t\n\ntest result: FAILED. 0 passed; 1 failed\n\n";
        assert_eq!(
            tidy(output),
            "running 1 test\ntest t ... FAILED\n\nfailures:\n\n---- t stdout \
             ----\nboom\n\ntest result: FAILED. 0 passed; 1 failed\n"
        );
    }
}
