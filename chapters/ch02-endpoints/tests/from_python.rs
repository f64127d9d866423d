//! Every counterpart of a Python call runs and returns what it should.

use std::process::Command;

use testing::finish;

#[test]
fn every_python_call_has_its_counterpart() {
    // Cargo builds the examples with the tests, in a folder beside them.
    let tests = std::env::current_exe().expect("this program");
    let profile = tests.parent().and_then(|deps| deps.parent());
    let folder = profile.expect("target/PROFILE/deps").join("examples");
    let done = finish(&mut Command::new(folder.join("from_python")));
    assert_eq!(done.code, Some(0), "{}", done.err);
    for line in [
        "s.recvfrom(64)               ([104, 105], Inet(127.0.0.1:",
        "b.recv(4)                    \"one\\n\"",
        "b.makefile().readline()      \"two\\n\"",
        "a.sendfile(file, 0, 8)       8",
        "c.connect_ex(address)        Some(111)",
        "s.get_inheritable()          false",
        "s.recv(1): TimeoutError      Some(WouldBlock)",
        "s.recv(1): BlockingIOError   Some(WouldBlock)",
        "inet_aton('127.1')           Some([127, 0, 0, 1])",
        "inet_ntop(AF_INET, packed)   Some(\"127.0.0.1\")",
        "gaierror                     Some(\"cannot resolve nowhere..invalid",
    ] {
        assert!(done.out.contains(line), "no '{line}' in:\n{}", done.out);
    }
}
