//! Comparing bytes and saying where they differ.

use wire::escape;

/// How many bytes are shown before the first that differs.
const BEFORE: usize = 24;
/// How many bytes are shown from the first that differs on.
const AFTER: usize = 32;

/// Fails with a lesson unless `got` is `want`.
///
/// `sent` is what the test sent before (empty: nothing), `rule` the rule that
/// a difference breaks.
///
/// # Panics
///
/// When they differ: that is the failure of the test.
#[track_caller]
pub fn assert_bytes(sent: &[u8], got: &[u8], want: &[u8], rule: &str) {
    if let Some(difference) = difference(got, want) {
        let sent = match sent {
            [] => String::new(),
            sent => format!("  sent \"{}\"\n", shorten(sent)),
        };
        panic!("{rule}\n{sent}{difference}");
    }
}

/// Where `got` and `want` part, in three lines, or `None` when they are equal.
///
/// ```
/// assert_eq!(
///     testing::difference(b"hello\r\n", b"hello\n").unwrap(),
///     "  want \"hello\\n\" (6 bytes)\n  \
///        got  \"hello\\r\\n\" (7 bytes)\n             \
///                   ^ byte 5"
/// );
/// ```
pub fn difference(got: &[u8], want: &[u8]) -> Option<String> {
    if got == want {
        return None;
    }
    let same = got.iter().zip(want).take_while(|(g, w)| g == w).count();
    let start = same.saturating_sub(BEFORE);
    let window = |bytes: &[u8]| {
        let end = bytes.len().min(same + AFTER);
        let cut = if end < bytes.len() { "…" } else { "" };
        let lead = if start > 0 { "…" } else { "" };
        let shown = escape(&bytes[start.min(end)..end]);
        format!("{lead}\"{shown}\"{cut} ({} bytes)", bytes.len())
    };
    let lead = 8 + usize::from(start > 0) + escape(&got[start..same]).len();
    let mark = " ".repeat(lead);
    Some(format!(
        "  want {}\n  got  {}\n{mark}^ byte {same}",
        window(want),
        window(got),
    ))
}

/// At most the first bytes, for a reminder of what was sent.
fn shorten(bytes: &[u8]) -> String {
    match bytes.get(..BEFORE + AFTER) {
        Some(start) if start.len() < bytes.len() => {
            format!("{}… ({} bytes)", escape(start), bytes.len())
        }
        _ => escape(bytes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mark_stands_under_the_first_byte_that_differs() {
        let text = difference(b"one,two,tree", b"one,two,three").unwrap();
        let lines: Vec<&str> = text.lines().collect();
        let at = lines[2].find('^').unwrap();
        assert_eq!(&lines[1][at..=at], "r");
        assert_eq!(&lines[0][at..=at], "h");
    }

    #[test]
    fn bytes_that_end_early_are_marked_at_their_end() {
        let text = difference(b"abc", b"abcdef").unwrap();
        assert!(text.ends_with("           ^ byte 3"), "{text}");
    }

    #[test]
    fn a_difference_far_inside_shows_its_surroundings_only() {
        let want = vec![b'a'; 10_000];
        let mut got = want.clone();
        got[5_000] = b'b';
        let text = difference(&got, &want).unwrap();
        assert!(text.contains("^ byte 5000"), "{text}");
        assert!(text.lines().all(|line| line.chars().count() < 100));
        let lines: Vec<Vec<char>> =
            text.lines().map(|line| line.chars().collect()).collect();
        let at = lines[2].iter().position(|&c| c == '^').unwrap();
        assert_eq!(lines[1][at], 'b');
    }

    #[test]
    #[should_panic(expected = "every line comes back\n  sent \"hi\\n\"\n")]
    fn a_failure_says_the_rule_and_what_was_sent() {
        assert_bytes(b"hi\n", b"", b"hi\n", "every line comes back");
    }

    #[test]
    fn equal_bytes_say_nothing() {
        assert_eq!(difference(b"", b""), None);
        assert_bytes(b"x", b"y", b"y", "");
    }
}
