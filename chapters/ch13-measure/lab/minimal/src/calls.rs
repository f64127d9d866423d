//! System calls, and what is the same in every model.

use std::mem;
use std::ptr;
use std::sync::atomic::{AtomicI32, Ordering};

use libc::{c_int, c_void, pollfd, sockaddr_in, socklen_t};

/// How long a client may be silent, or not read: 10 s.
const PATIENCE: c_int = 10_000;

/// Whether `accept` on the listener waits.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Blocking {
    Yes,
    No,
}

/// Listens on a free port of 127.0.0.1, and says which.
pub(crate) fn listen(blocking: Blocking) -> c_int {
    let kind = match blocking {
        Blocking::Yes => libc::SOCK_STREAM | libc::SOCK_CLOEXEC,
        Blocking::No => {
            libc::SOCK_STREAM | libc::SOCK_CLOEXEC | libc::SOCK_NONBLOCK
        }
    };
    // SAFETY: zero bytes are a valid sockaddr_in; all pointers are to locals
    // that outlive the calls, with their true sizes.
    let (fd, address) = unsafe {
        let fd = check(libc::socket(libc::AF_INET, kind, 0), "socket");
        let mut address: sockaddr_in = mem::zeroed();
        address.sin_family = libc::AF_INET as libc::sa_family_t;
        address.sin_addr.s_addr = u32::from_be_bytes([127, 0, 0, 1]).to_be();
        let mut size = mem::size_of::<sockaddr_in>() as socklen_t;
        let at = (&raw mut address).cast();
        check(libc::bind(fd, at, size), "bind");
        check(libc::listen(fd, 128), "listen");
        check(libc::getsockname(fd, at, &mut size), "getsockname");
        (fd, address)
    };
    println!("listening on 127.0.0.1:{}", u16::from_be(address.sin_port));
    fd
}

/// The result of a call that must not fail.
pub(crate) fn check(result: c_int, call: &str) -> c_int {
    if result < 0 {
        eprintln!("minimal: {call}: {}", std::io::Error::last_os_error());
        std::process::exit(1);
    }
    result
}

fn errno() -> c_int {
    // SAFETY: the address of this thread's errno is always valid.
    unsafe { *libc::__errno_location() }
}

/// The next client, or the error.
pub(crate) fn accept(listener: c_int) -> Result<c_int, c_int> {
    // SAFETY: null pointers ask for no address.
    let fd = unsafe {
        let nobody = ptr::null_mut();
        libc::accept4(listener, nobody, ptr::null_mut(), libc::SOCK_CLOEXEC)
    };
    if fd < 0 { Err(errno()) } else { Ok(fd) }
}

/// Hands every client to `serve`, until SIGTERM or SIGINT.
pub(crate) fn accept_until_stop(listener: c_int, mut serve: impl FnMut(c_int)) {
    let stop = stop_pipe();
    loop {
        match accept(listener) {
            Ok(fd) => serve(fd),
            Err(libc::EAGAIN) => {
                let (listener, stop) = (readable(listener), readable(stop));
                let mut fds = [listener, stop];
                // SAFETY: the array outlives the call; its length is 2.
                unsafe { libc::poll(fds.as_mut_ptr(), 2, -1) };
                if fds[1].revents != 0 {
                    return;
                }
            }
            // A client that left (accept(2)), a signal.
            Err(_) => {}
        }
    }
}

fn readable(fd: c_int) -> pollfd {
    pollfd { fd, events: libc::POLLIN, revents: 0 }
}

/// Waits for `events` on `fd`; false: not in time.
fn wait(fd: c_int, events: i16) -> bool {
    let mut fds = pollfd { fd, events, revents: 0 };
    // SAFETY: the pollfd outlives the call; there is one.
    unsafe { libc::poll(&mut fds, 1, PATIENCE) != 0 }
}

/// Waits for bytes, and puts up to `size` of them at `at`. Zero or less: the
/// end of the stream, an error, or the time is over.
///
/// # Safety
///
/// There must be room for `size` bytes at `at`.
pub(crate) unsafe fn receive(fd: c_int, at: *mut u8, size: usize) -> isize {
    loop {
        // SAFETY: the caller has room for `size` bytes.
        let n = unsafe { libc::recv(fd, at.cast(), size, libc::MSG_DONTWAIT) };
        if n >= 0 {
            return n;
        }
        match errno() {
            libc::EINTR => {}
            libc::EAGAIN if wait(fd, libc::POLLIN) => {}
            _ => return -1,
        }
    }
}

/// Lets `recv` and `send` without flags wait, no longer than the others do
/// (SO_RCVTIMEO, SO_SNDTIMEO, socket(7)).
pub(crate) fn wait_in_calls(fd: c_int) {
    let seconds = libc::time_t::from(PATIENCE / 1000);
    let time = libc::timeval { tv_sec: seconds, tv_usec: 0 };
    let size = mem::size_of_val(&time) as socklen_t;
    for option in [libc::SO_RCVTIMEO, libc::SO_SNDTIMEO] {
        let at = (&raw const time).cast();
        // SAFETY: `time` outlives the call, with its true size.
        unsafe { libc::setsockopt(fd, libc::SOL_SOCKET, option, at, size) };
    }
}

/// Waits for bytes in the call itself. 0: as above.
pub(crate) fn receive_waiting(fd: c_int, room: &mut [u8]) -> usize {
    let at = room.as_mut_ptr().cast();
    // SAFETY: the room is what it says.
    let n = unsafe { libc::recv(fd, at, room.len(), 0) };
    usize::try_from(n).unwrap_or(0)
}

/// Sends all of them; false: the client is gone, or does not read.
pub(crate) fn send_all(fd: c_int, mut bytes: &[u8]) -> bool {
    while !bytes.is_empty() {
        let flags = libc::MSG_DONTWAIT | libc::MSG_NOSIGNAL;
        let at = bytes.as_ptr().cast::<c_void>();
        // SAFETY: `bytes` outlives the call.
        let n = unsafe { libc::send(fd, at, bytes.len(), flags) };
        if n >= 0 {
            bytes = &bytes[n as usize..];
            continue;
        }
        match errno() {
            libc::EINTR => {}
            libc::EAGAIN if wait(fd, libc::POLLOUT) => {}
            _ => return false,
        }
    }
    true
}

/// The same, waiting in the call itself.
pub(crate) fn send_all_waiting(fd: c_int, mut bytes: &[u8]) -> bool {
    while !bytes.is_empty() {
        let at = bytes.as_ptr().cast::<c_void>();
        // SAFETY: `bytes` outlives the call.
        let n = unsafe { libc::send(fd, at, bytes.len(), libc::MSG_NOSIGNAL) };
        match usize::try_from(n) {
            Ok(n) => bytes = &bytes[n..],
            Err(_) => return false,
        }
    }
    true
}

/// Whether more bytes have come than were read: the last look.
pub(crate) fn has_more(fd: c_int) -> bool {
    let mut byte = 0_u8;
    let at = (&raw mut byte).cast();
    // SAFETY: there is room for one byte at `at`.
    unsafe { libc::recv(fd, at, 1, libc::MSG_DONTWAIT) > 0 }
}

pub(crate) fn close(fd: c_int) {
    // SAFETY: a plain call; every descriptor here is closed once.
    unsafe { libc::close(fd) };
}

/// The end of the pipe that SIGTERM and SIGINT write to.
static STOP: AtomicI32 = AtomicI32::new(-1);

fn stop_pipe() -> c_int {
    let mut fds = [0; 2];
    // SAFETY: there is room for two descriptors.
    let made = unsafe { libc::pipe2(fds.as_mut_ptr(), libc::O_CLOEXEC) };
    check(made, "pipe2");
    STOP.store(fds[1], Ordering::SeqCst);
    handle(libc::SIGTERM, tell);
    handle(libc::SIGINT, tell);
    fds[0]
}

extern "C" fn tell(_signal: c_int) {
    // SAFETY: write(2) may be called in a handler; one byte is there.
    unsafe {
        libc::write(STOP.load(Ordering::SeqCst), c"!".as_ptr().cast(), 1)
    };
}

/// Lets `handler` run at `signal`. It may do what signal-safety(7) allows.
pub(crate) fn handle(signal: c_int, handler: extern "C" fn(c_int)) {
    // SAFETY: zero bytes are a valid sigaction, with an empty mask.
    let set = unsafe {
        let mut action: libc::sigaction = mem::zeroed();
        action.sa_sigaction = handler as *const () as libc::sighandler_t;
        action.sa_flags = libc::SA_RESTART | libc::SA_NOCLDSTOP;
        libc::sigaction(signal, &action, ptr::null_mut())
    };
    check(set, "sigaction");
}
