//! Which calls does a signal interrupt?

use std::io::{self, Read};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::os::fd::{AsFd, AsRawFd, OwnedFd};
use std::sync::atomic::{AtomicI32, Ordering};
use std::time::{Duration, Instant};

use cli::say;
use forking::{Children, Pid};
use http_basic::readable;
use libc::c_int;
use nix::sys::signal::{
    SaFlags, SigAction, SigHandler, SigSet, Signal, kill, sigaction,
};
use nix::unistd::{pipe, read};
use socket2::{Domain, Socket, Type};

use super::until::{state, until};

/// What calls can wait for: a client that does not come, and one that says
/// nothing.
struct Silence {
    listener: Socket,
    server: TcpStream,
    _client: TcpStream,
}

impl Silence {
    fn new() -> io::Result<Silence> {
        let listener = Socket::new(Domain::IPV4, Type::STREAM, None)?;
        listener.bind(&SocketAddr::from(([127, 0, 0, 1], 0)).into())?;
        listener.listen(8)?;
        let address = listener.local_addr()?.as_socket();
        let address = address.ok_or(io::ErrorKind::NotFound)?;
        let client = TcpStream::connect(address)?;
        let server = listener.accept()?.0.into();
        Ok(Silence { listener, server, _client: client })
    }
}

type Call = fn(&Silence) -> io::Result<()>;

const CALLS: [(&str, Call); 5] = [
    ("accept (socket2)", |s| s.listener.accept().map(drop)),
    ("accept (std)", |s| {
        let listener: TcpListener = s.listener.try_clone()?.into();
        listener.accept().map(drop)
    }),
    ("read", |s| (&s.server).read(&mut [0]).map(drop)),
    ("read, SO_RCVTIMEO set", |s| {
        s.server.set_read_timeout(Some(Duration::from_secs(10)))?;
        (&s.server).read(&mut [0]).map(drop)
    }),
    ("poll", |s| {
        let end = Instant::now() + Duration::from_secs(10);
        readable([s.server.as_fd()], Some(end)).map(drop)
    }),
];

/// Each call with and without SA_RESTART.
pub(super) fn eintr() -> cli::Result {
    say!("{:22}without SA_RESTART  with SA_RESTART", "");
    for (name, call) in CALLS {
        let without = met_by_a_signal(call, SaFlags::empty())?;
        let with = met_by_a_signal(call, SaFlags::SA_RESTART)?;
        say!("{name:22}{without:20}{with}");
    }
    Ok(())
}

/// Where the handler tells that it ran.
static TOLD: AtomicI32 = AtomicI32::new(-1);

#[allow(unsafe_code)]
extern "C" fn tell(_signal: c_int) {
    // SAFETY: write(2) reads one byte from a constant.
    unsafe {
        libc::write(TOLD.load(Ordering::SeqCst), c"!".as_ptr().cast(), 1)
    };
}

/// What becomes of `call` when a signal arrives while it waits.
#[allow(unsafe_code)]
fn met_by_a_signal(call: Call, flags: SaFlags) -> cli::Result<&'static str> {
    let (told, tells) = pipe()?;
    TOLD.store(tells.as_raw_fd(), Ordering::SeqCst);
    let handler = SigHandler::Handler(tell);
    let action = SigAction::new(handler, flags, SigSet::empty());
    // SAFETY: the handler calls write(2), nothing else.
    unsafe { sigaction(Signal::SIGUSR1, &action)? };
    let silence = Silence::new()?;
    let mut children = Children::new(1);
    let child = children.spawn(|| match call(&silence) {
        Err(e) if e.kind() == io::ErrorKind::Interrupted => 0,
        _ => 1,
    })?;
    let result = watch(child, &told);
    let _ = kill(child, Signal::SIGKILL);
    until(|| !children.reap().is_empty())?;
    result
}

/// Waits until `child` waits, sends it a signal, and looks what it does next.
fn watch(child: Pid, told: &OwnedFd) -> cli::Result<&'static str> {
    until(|| state(child) == Some('S'))?;
    kill(child, Signal::SIGUSR1)?;
    read(told, &mut [0])?;
    until(|| matches!(state(child), Some('S' | 'Z')))?;
    Ok(match state(child) {
        Some('Z') => "EINTR",
        _ => "goes on",
    })
}
