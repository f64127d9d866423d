//! The page's ports for the real ones, and back.
//!
//! A page says `127.0.0.1:9001`; a run takes whatever port is free. What
//! goes to the shell has the real port in the page's place, what the
//! programs print has the page's port in the real one's.

use std::sync::LazyLock;

use regex::Regex;

/// The line by which a server says that it is ready.
pub(super) const READY: &str = "listening on ";

/// A port as a page may name it: 9001 to 9099.
static PAGE_PORT: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\b90\d\d\b").expect("a right pattern"));
/// The same as a part of an address.
static IN_ADDRESS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r":90\d\d\b").expect("a right pattern"));
/// The port at the end of an address, or alone after it (`[any] 9001`); not
/// the `127` of `udp:127.0.0.1:9002`.
static PORT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"[:\s](\d+)(?:[,\s]|$)").expect("a right pattern")
});

/// A server's port on the page and in this run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Ports {
    page: String,
    real: String,
    /// What a client without an address of its own connects to.
    pub(super) address: String,
}

impl Ports {
    /// From what a server printed, and where the page names its port;
    /// `None` where no port is printed (a Unix socket).
    pub(super) fn of(
        printed: &str,
        shown: &[String],
        shell: &str,
    ) -> Option<Ports> {
        let address = address(printed)?;
        let real = port(address)?;
        let page = shown
            .iter()
            .find_map(|line| port(address_of(line)?))
            .filter(|port| PAGE_PORT.is_match(port))
            .or_else(|| PAGE_PORT.find(shell).map(|m| m.as_str().to_owned()))
            .or_else(|| chapter(shell).map(|nn| format!("90{nn}")))
            .unwrap_or_else(|| real.clone());
        let address = address.split([' ', ',']).next().unwrap_or(address);
        let address = address
            .replace("0.0.0.0:", "127.0.0.1:")
            .replace("[::]:", "[::1]:");
        Some(Ports { page, real, address })
    }

    /// A command of the page for this run.
    pub(super) fn to_real(&self, text: &str) -> String {
        swap(text, &self.page, &self.real)
    }

    /// Output of this run for the page.
    pub(super) fn to_page(&self, text: &str) -> String {
        swap(text, &self.real, &self.page)
    }
}

/// A server's command for this run, and whether it names its address.
///
/// An address of the page becomes one with port 0: the kernel's choice.
pub(super) fn free_port(shell: &str) -> (String, bool) {
    let names_one = PAGE_PORT.is_match(shell);
    (IN_ADDRESS.replace_all(shell, ":0").into_owned(), names_one)
}

/// What stands after `listening on` in a complete line.
fn address(printed: &str) -> Option<&str> {
    let complete = printed.rfind('\n')?;
    printed[..complete].lines().find_map(address_of)
}

fn address_of(line: &str) -> Option<&str> {
    line.split_once(READY).map(|(_, address)| address.trim())
}

/// Whether a server has said that it is ready.
pub(super) fn is_ready(printed: &str) -> bool {
    address(printed).is_some()
}

fn port(address: &str) -> Option<String> {
    PORT.captures(address).map(|found| found[1].to_owned())
}

/// The number of the chapter whose package a command runs.
fn chapter(shell: &str) -> Option<&str> {
    let (_, after) = shell.split_once("-p ch")?;
    after.get(..2).filter(|nn| nn.bytes().all(|b| b.is_ascii_digit()))
}

/// Replaces a number where it stands alone.
fn swap(text: &str, from: &str, to: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(from) {
        let (before, after) = (&rest[..at], &rest[at + from.len()..]);
        let joined = |c: char| c.is_alphanumeric() || c == '_';
        let alone = !before.ends_with(joined) && !after.starts_with(joined);
        out.push_str(before);
        out.push_str(if alone { to } else { from });
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ports(printed: &str, shown: &str, shell: &str) -> Option<Ports> {
        let shown: Vec<String> = shown.lines().map(str::to_owned).collect();
        Ports::of(printed, &shown, shell)
    }

    #[test]
    fn the_page_names_its_port_in_the_output_the_command_or_the_package() {
        for (shown, shell, page) in [
            ("listening on 127.0.0.1:9002", "cargo run -p ch01", "9002"),
            ("", "cargo run -p ch01 -- serve [::1]:9007", "9007"),
            ("", "cargo run -p ch14", "9014"),
        ] {
            let line = "listening on 127.0.0.1:40123\n";
            let found = ports(line, shown, shell).expect("has a port");
            assert_eq!(found.page, page);
            assert_eq!(found.real, "40123");
        }
    }

    #[test]
    fn the_port_is_swapped_only_where_it_stands_alone() {
        let line = "listening on 0.0.0.0:40123, pid 7\n";
        let ports = ports(line, "", "cargo run -p ch01").expect("a port");
        assert_eq!(ports.address, "127.0.0.1:40123");
        assert_eq!(
            ports.to_real("nc -p 9001 [::1]:9001 19001 90012 a9001"),
            "nc -p 40123 [::1]:40123 19001 90012 a9001"
        );
        assert_eq!(ports.to_page("to port 40123."), "to port 9001.");
    }

    #[test]
    fn the_port_is_at_the_end_whatever_stands_before_the_address() {
        for line in ["udp:127.0.0.1:9002", "[::1]:9002", "[any] 9002, pid 7"] {
            assert_eq!(port(line).as_deref(), Some("9002"), "{line}");
        }
        assert_eq!(port("unix:/tmp/9002.sock"), None);
    }

    #[test]
    fn a_server_is_ready_when_its_line_is_complete() {
        assert!(!is_ready("listening on 127.0.0.1:4"));
        assert!(is_ready("hello\nlistening on 127.0.0.1:4\n"));
        assert_eq!(ports("listening on /tmp/x.sock\n", "", ""), None);
    }

    #[test]
    fn an_address_of_the_page_becomes_a_free_one() {
        let given = free_port("cargo run -p ch02 -- serve [::1]:9002");
        let wanted = "cargo run -p ch02 -- serve [::1]:0".to_owned();
        assert_eq!(given, (wanted, true));
        assert!(!free_port("a").1);
    }
}
