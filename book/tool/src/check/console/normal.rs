//! What differs from run to run, replaced by names.
//!
//! Ports above 32767 (the kernel's own choice), process and thread ids,
//! dates, times, durations, memory addresses, and the number after "about": so
//! a program says "about 175,589 bytes" where the machine decides. Everything else is compared as it stands,
//! so each pattern here is as narrow as it can be: `40000 bytes` is no port,
//! `0x0000000d` is no address of a variable.

use std::sync::LazyLock;

use regex::{Captures, Regex};

const MONTH: &str = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)";
const DAY: &str = "(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? +)?";

struct Patterns {
    /// A pattern and the name that replaces what it finds.
    fixed: Vec<(Regex, &'static str)>,
    /// A number in a place where only a port can stand.
    port: Regex,
    /// Two or more spaces within a line.
    gap: Regex,
}

static PATTERNS: LazyLock<Patterns> = LazyLock::new(|| {
    let of = |text: &str| Regex::new(text).expect("a right pattern");
    let date = format!(
        r"\b\d{{4}}-\d\d-\d\d(?:\b|T)|\b{DAY}(?:\d{{1,2}}[ /-]{MONTH}[ /-]\d{{4}}|{MONTH} +\d{{1,2}}\b(?:,? \d{{4}}\b)?)"
    );
    Patterns {
        fixed: vec![
            (of(&date), "<date>"),
            (of(r"\b\d{1,2}:\d\d:\d\d(?:[.,]\d+)?Z?\b"), "<time>"),
            (
                of(
                    r"\b\d+(?:\.\d+)? ?(?:[nuµμm]?s|(?:nano|micro|milli)?seconds?|min)\b",
                ),
                "<duration>",
            ),
            (of(r"\b([Aa]bout )\d[\d,.]*"), "$1<number>"),
            (of(r"\b(thread '[^']*' \()\d+\)"), "$1<id>)"),
            (of(r"\b0x[567][0-9a-f]{10,15}\b"), "<address>"),
            (of(r"\b([Pp]?[Pp][Ii][Dd][ =:]+)\d+\b"), "$1<pid>"),
        ],
        port: of(r#"(?x)
            ( \b[Pp]ort[\x20=:]+ | htons\( | [\w\]*]:
            | \d+\.\d+\.\d+\.\d+ ['"\],]* \x20? | ::1? ['"\],]+ \x20? )
            (\d{5}) \b"#),
        gap: of(r"(\S) {2,}"),
    }
});

/// A line with everything that differs from run to run replaced, and without
/// the spaces at its end.
///
/// Where something was replaced the width of the gaps between columns says
/// nothing any more (`ss` and `ps` pad to the widest), so there each is
/// one space.
pub(super) fn normal(line: &str) -> String {
    let line = line.trim_end();
    let mut text = line.to_owned();
    for (pattern, name) in &PATTERNS.fixed {
        text = pattern.replace_all(&text, *name).into_owned();
    }
    text = PATTERNS.port.replace_all(&text, port).into_owned();
    if text != line {
        text = PATTERNS.gap.replace_all(&text, "$1 ").into_owned();
    }
    text
}

fn port(found: &Captures<'_>) -> String {
    match found[2].parse::<u32>() {
        Ok(32768..=65535) => format!("{}<port>", &found[1]),
        _ => found[0].to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::normal;

    #[test]
    fn a_number_after_about_is_the_machines_own() {
        let line = "it took about 175,589 bytes of 1000000";
        assert_eq!(normal(line), "it took about <number> bytes of 1000000");
        let line = "thread 'main' (20510) panicked at a.rs:1:2:";
        assert_eq!(normal(line), "thread 'main' (<id>) panicked at a.rs:1:2:");
    }

    #[test]
    fn what_differs_from_run_to_run_gets_a_name() {
        for (line, expected) in [
            ("127.0.0.1:54321 said hi", "127.0.0.1:<port> said hi"),
            ("from [::1]:40000", "from [::1]:<port>"),
            ("('127.0.0.1', 40000)", "('127.0.0.1', <port>)"),
            ("connect(3, htons(40000))", "connect(3, htons(<port>))"),
            ("port 32768, port 65535", "port <port>, port <port>"),
            ("child pid 4242, ppid=17", "child pid <pid>, ppid=<pid>"),
            ("[pid   812] read", "[pid <pid>] read"),
            ("took 0.52s, 12.3 ms", "took <duration>, <duration>"),
            ("at 0x7ffd1c2a3b40", "at <address>"),
            ("Date: Sat, 21 Nov 2026 08:01:22 GMT", "Date: <date> <time> GMT"),
            ("2026-11-21T08:01:22.5Z", "<date><time>"),
            ("[21/Nov/2026 08:01:22]", "[<date> <time>]"),
            ("Nov  1 08:01 file  \t", "<date> 08:01 file"),
            ("a   pid=3   b", "a pid=<pid> b"),
        ] {
            assert_eq!(normal(line), expected);
        }
    }

    #[test]
    fn numbers_that_do_not_differ_stay() {
        for line in [
            "127.0.0.1:9001",
            "127.0.0.1:32767",
            "sent 40000 bytes",
            "00 00 9c 40  0x0000000d",
            "a   b",
            "status 200",
            "5 servers",
        ] {
            assert_eq!(normal(line), line);
        }
    }
}
