//! Judges the exercise `handover`.

use std::fs;
use std::io::{ErrorKind, Read};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::os::fd::AsRawFd;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use ex09::handover::{HandoverError, LISTENER_FD, READY_FD, hand_over};
use nix::fcntl::{FcntlArg, FdFlag, fcntl};
use nix::sys::signal::{Signal, kill};
use nix::unistd::{Pid, dup};
use testing::{LIMIT, Server, finish, within};

/// Longer than a test takes.
const LONG: Duration = Duration::from_secs(60);

/// A process that ends with the test.
struct Ends(i32);

impl Drop for Ends {
    fn drop(&mut self) {
        // It may be gone already: that is what we want.
        let _ = kill(Pid::from_raw(self.0), Signal::SIGKILL);
    }
}

impl Ends {
    fn with(child: &Child) -> Ends {
        Ends(i32::try_from(child.id()).expect("a process id"))
    }
}

fn program() -> Command {
    Command::new(testing::program!("09", "handover"))
}

fn listener() -> TcpListener {
    TcpListener::bind("127.0.0.1:0").expect("a free port")
}

/// Hands `listener` over; also what is left of it.
fn over(
    listener: TcpListener,
    mut program: Command,
    limit: Duration,
) -> (Result<Child, HandoverError>, TcpListener) {
    let what = "hand_over: does the old process hold the pipe open itself, or \
                wait for a process that goes on?";
    within(what, move || {
        let result = hand_over(&listener, &mut program, limit);
        (result, listener)
    })
}

/// The process id that the server at `address` tells.
fn ask(address: SocketAddr) -> std::io::Result<String> {
    let mut client = TcpStream::connect(address)?;
    client.set_read_timeout(Some(LIMIT))?;
    let mut told = String::new();
    client.read_to_string(&mut told)?;
    Ok(told)
}

#[test]
fn the_new_program_serves_those_who_came_before_it() {
    let old = listener();
    let address = old.local_addr().expect("its address");
    let mut early = TcpStream::connect(address).expect("the queue has room");
    early.set_read_timeout(Some(LIMIT)).expect("a time-out");
    let (new, old) = over(old, program(), LONG);
    let mut new = new.expect("it is ready");
    let ends = Ends::with(&new);
    drop(old);
    let want = format!("{}\n", new.id());
    let mut told = String::new();
    early.read_to_string(&mut told).expect("an answer");
    let rule = "the queue is the listener's, not the process's: who waits in \
                it is served by whoever has the listener";
    assert_eq!(told, want, "{rule}");
    assert_eq!(ask(address).ok(), Some(want), "the new one goes on accepting");
    drop(ends);
    new.wait().expect("it was killed");
}

#[test]
fn only_the_child_may_inherit() {
    let old = listener();
    let number = old.as_raw_fd();
    let (new, old) = over(old, program(), LONG);
    let mut new = new.expect("it is ready");
    let ends = Ends::with(&new);
    let flags = fcntl(&old, FcntlArg::F_GETFD).expect("it is open");
    let rule = "in the parent the listener stays close-on-exec, or every \
                program that is started later has it, too";
    assert_eq!(flags, FdFlag::FD_CLOEXEC.bits(), "{rule}");
    let info = format!("/proc/{}/fdinfo/{number}", new.id());
    let info = fs::read_to_string(info).expect("the new one has it");
    let flags = info.lines().find_map(|line| line.strip_prefix("flags:"));
    let flags = flags.and_then(|f| u32::from_str_radix(f.trim(), 8).ok());
    let rule = "the new process makes it close-on-exec again";
    let is_set = flags.is_some_and(|flags| flags & 0o2_000_000 != 0);
    assert!(is_set, "{rule}: {info}");
    drop(ends);
    new.wait().expect("it was killed");
}

#[test]
fn a_program_that_ends_at_once_is_reported() {
    let mut shell = Command::new("sh");
    shell.args(["-c", "exit 3"]);
    let (got, old) = over(listener(), shell, LONG);
    let rule = "the pipe ends with the process: no need to wait for the limit";
    match got {
        Err(HandoverError::Ended(how)) => {
            assert_eq!(how.code(), Some(3), "{rule}");
        }
        other => panic!("{rule}: {other:?}"),
    }
    let address = old.local_addr().expect("the listener is there");
    let rule = "the old process goes on: its listener is open";
    assert!(TcpStream::connect(address).is_ok(), "{rule}");
}

#[test]
fn a_program_that_lets_go_of_the_pipe_and_goes_on_is_killed() {
    let mut broken = program();
    broken.arg("--broken");
    let (got, _) = over(listener(), broken, LONG);
    let rule = "the end of the pipe without a byte: it will never be ready, \
                though it may run on for ever";
    assert!(matches!(got, Err(HandoverError::Ended(_))), "{rule}: {got:?}");
}

#[test]
fn a_program_that_says_nothing_is_killed_and_waited_for() {
    let (mut out, into) = std::io::pipe().expect("descriptors");
    let mut shell = Command::new("sh");
    shell.args(["-c", "echo $$; exec sleep 600"]).stdout(Stdio::from(into));
    let (got, _) = over(listener(), shell, Duration::from_secs(1));
    let rule = "a program that is not ready within the limit is given up";
    assert!(matches!(got, Err(HandoverError::Silent)), "{rule}: {got:?}");
    let pid = within("the end of the program that was given up", move || {
        let mut said = String::new();
        out.read_to_string(&mut said).map(|_| said)
    });
    let pid = pid.expect("a pipe");
    let there = fs::exists(format!("/proc/{}", pid.trim()));
    let rule = "a child that was killed is a zombie until it is waited for";
    assert!(pid.is_empty() || there.is_ok_and(|is| !is), "{rule}: {pid}");
}

#[test]
fn a_program_that_is_not_there_is_an_error() {
    let missing = Command::new("/no/such/program");
    let (got, _) = over(listener(), missing, LONG);
    let kind = match &got {
        Err(HandoverError::Start(error)) => Some(error.kind()),
        _ => None,
    };
    let rule = "what cannot be started is no news from the system";
    assert_eq!(kind, Some(ErrorKind::NotFound), "{rule}: {got:?}");
}

#[test]
fn the_new_process_trusts_nothing() {
    let file = fs::File::open("/dev/null").expect("it is there");
    let socket = listener();
    // `dup` gives descriptors that are inherited.
    let file = dup(&file).expect("descriptors");
    let socket = dup(&socket).expect("descriptors");
    let file = file.as_raw_fd().to_string();
    let socket = socket.as_raw_fd().to_string();
    for (first, second) in [
        (Some("x"), Some(file.as_str())),
        (Some(""), Some(&file)),
        (Some("-1"), Some(&file)),
        (Some("1"), Some("2")),
        (Some("987654"), Some("987655")),
        (Some(&file), Some(&socket)),
        (Some(&socket), Some(&socket)),
        (Some(&socket), None),
        (None, Some(&file)),
    ] {
        let mut program = program();
        // An address that nobody can have, should it not look at them.
        program.arg("256.0.0.1:0");
        for (name, value) in [(LISTENER_FD, first), (READY_FD, second)] {
            value.map(|value| program.env(name, value));
        }
        let done = finish(&mut program);
        let rule = "two numbers of two open descriptors above 2, the first a \
                    listening socket, or InvalidData";
        assert!(
            done.code == Some(1) && done.err.contains("InvalidData"),
            "{rule}\n  {LISTENER_FD} {first:?}, {READY_FD} {second:?}\n  \
             it said {:?}, status {:?}",
            done.err,
            done.code,
        );
    }
}

#[test]
fn no_client_is_turned_away_while_the_program_changes() {
    let mut old = Server::start(program().arg("127.0.0.1:0"));
    old.line_with(&format!("process {}", old.pid()));
    let address: SocketAddr = old.address().parse().expect("an address");
    let first = format!("{}\n", old.pid());
    assert_eq!(ask(address).ok(), Some(first.clone()), "the old one answers");
    old.signal(Signal::SIGUSR2);
    let (asked, told) =
        within("clients, until another one answers", move || {
            let mut asked = 0;
            loop {
                asked += 1;
                match ask(address) {
                    Ok(told) if told == first => {}
                    other => return (asked, other),
                }
            }
        });
    let rule = "one after another is answered, by the old process or by the \
                new one; nobody is refused";
    let told = told.unwrap_or_else(|e| panic!("{rule}: client {asked}, {e}"));
    let new: i32 = told.trim().parse().unwrap_or_else(|_| {
        panic!("{rule}: client {asked} was told {told:?}");
    });
    let ends = Ends(new);
    old.line_with(&format!("process {new}"));
    assert_eq!(ask(address).ok(), Some(told), "the new one goes on");
    // The old one's outputs are the new one's, too: they end with it.
    drop(ends);
    let (code, _) = old.ended();
    assert_eq!(code, Some(0), "the old process ends in order");
}
