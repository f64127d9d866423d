//! Judges the exercise `status`.

use std::os::unix::process::ExitStatusExt;
use std::process::{Command, ExitStatus};

use ex07::status::{sentence, shell_status};
use testing::Family;

#[track_caller]
fn check(status: i32, want: &str, shell: Option<i32>, rule: &str) {
    let got = sentence(status);
    assert_eq!(got, want, "{rule}: the status was {status:#06x}");
    let got = shell_status(status);
    assert_eq!(got, shell, "{rule}: `$?` of {status:#06x}, \"{want}\"");
}

#[test]
fn an_exit_status_stands_in_the_second_byte() {
    let rule = "the exit status is bits 15 to 8; the number is not the status";
    for code in [0, 1, 3, 127, 137, 255] {
        let want = format!("exited with status {code}");
        check(code << 8, &want, Some(code), rule);
    }
}

#[test]
fn a_signal_stands_in_the_low_seven_bits() {
    let rule = "a signal killed it: bits 6 to 0 say which";
    check(1, "killed by SIGHUP", Some(129), rule);
    check(9, "killed by SIGKILL", Some(137), rule);
    check(13, "killed by SIGPIPE", Some(141), rule);
    check(15, "killed by SIGTERM", Some(143), rule);
    let rule = "a real-time signal has a number only";
    check(40, "killed by signal 40", Some(168), rule);
    check(64, "killed by signal 64", Some(192), rule);
}

#[test]
fn the_core_bit_is_no_part_of_the_signal() {
    let rule = "bit 7 says that memory was saved; it is no part of the signal";
    check(0x8b, "killed by SIGSEGV, core dumped", Some(139), rule);
    check(0x86, "killed by SIGABRT, core dumped", Some(134), rule);
    check(0x83, "killed by SIGQUIT, core dumped", Some(131), rule);
}

#[test]
fn who_is_stopped_has_not_ended() {
    let rule = "0x7f in the low byte says stopped: nobody ended, and 127 is \
                no signal";
    check(0x137f, "stopped by SIGSTOP", None, rule);
    check(0x147f, "stopped by SIGTSTP", None, rule);
    check(0x157f, "stopped by SIGTTIN", None, rule);
    check(0xffff, "continued", None, "0xffff says that it runs again");
}

#[test]
fn a_shell_cannot_tell_a_signal_from_a_status() {
    let rule = "one number for two ends: only the status tells them apart";
    check(0x8900, "exited with status 137", Some(137), rule);
    check(0x0009, "killed by SIGKILL", Some(137), rule);
}

#[test]
fn what_the_kernel_gives_is_understood() {
    for (line, want) in [
        ("exit 0", "exited with status 0"),
        ("exit 42", "exited with status 42"),
        ("kill -TERM $$", "killed by SIGTERM"),
        ("kill -KILL $$", "killed by SIGKILL"),
    ] {
        let run = Command::new("sh").args(["-c", line]).status();
        let status: ExitStatus = run.expect("there is a shell");
        let got = sentence(status.into_raw());
        assert_eq!(got, want, "the real status of `sh -c '{line}'`");
    }
}

#[test]
fn the_program_says_it_of_a_program() {
    let mut program = Command::new(testing::program!("07", "status"));
    let mut family = Family::start(program.args(["sh", "-c", "kill -INT $$"]));
    let finished = family.finish("the shell ends itself");
    assert_eq!(
        (finished.out.as_str(), finished.err.as_str()),
        ("killed by SIGINT\na shell says 130\n", ""),
        "what the program prints of a child that SIGINT killed",
    );
}
