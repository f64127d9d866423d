//! What the experiments are made of.

use std::io;
use std::net::SocketAddr;
use std::os::fd::AsRawFd;
use std::time::{Duration, Instant};

pub(crate) use cli::until;
use endpoint::{
    ConnectOptions, ListenOptions, Listener, Stream, connect, listen,
};
use socket2::Socket;

/// A listener on a free port of 127.0.0.1.
pub(crate) fn listener() -> cli::Result<Listener> {
    Ok(listen("127.0.0.1:0", &ListenOptions::default())?)
}

/// Where `listener` can be called.
pub(crate) fn inet(listener: &Listener) -> cli::Result<SocketAddr> {
    let address = listener.address().inet();
    Ok(address.ok_or("no Internet address")?)
}

/// A connection to `listener`, with the default options.
pub(crate) fn call(listener: &Listener) -> cli::Result<Stream> {
    let to = listener.address().to_string();
    Ok(connect(&to, &ConnectOptions::default())?)
}

/// Two ends of one TCP connection: (client, server).
pub(crate) fn tcp_pair() -> cli::Result<(Stream, Stream)> {
    let listener = listener()?;
    let client = call(&listener)?;
    let (server, _) = listener.accept()?;
    Ok((client, server))
}

/// Makes `socket` deaf, as if its machine had been switched off: the kernel
/// drops every segment that comes for it, and answers none.
///
/// The option drops what has passed a router on its way (ip(7), IP_MINTTL;
/// RFC 5082). Our peers start at 64, so to them it is silence. It needs no
/// privilege.
// ANCHOR: switch_off
#[allow(unsafe_code)]
pub(crate) fn switch_off(socket: &Socket) -> io::Result<()> {
    let least: libc::c_int = 255;
    // SAFETY: the pointer is to `least`, which outlives the call.
    let result = unsafe {
        libc::setsockopt(
            socket.as_raw_fd(),
            libc::IPPROTO_IP,
            libc::IP_MINTTL,
            (&raw const least).cast(),
            size_of_val(&least) as libc::socklen_t,
        )
    };
    if result < 0 { Err(io::Error::last_os_error()) } else { Ok(()) }
}
// ANCHOR_END: switch_off

/// Runs `body` and says how long it took.
pub(crate) fn timed<T>(body: impl FnOnce() -> T) -> (T, Took) {
    let start = Instant::now();
    let result = body();
    (result, Took(start.elapsed()))
}

/// A duration, in milliseconds.
#[derive(Clone, Copy)]
pub(crate) struct Took(pub(crate) Duration);

impl std::fmt::Display for Took {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let ms = self.0.as_secs_f64() * 1000.0;
        let digits = if ms < 1.0 { 2 } else { 0 };
        write!(f, "{ms:.digits$} ms")
    }
}

/// What a call returned, in words.
pub(crate) fn outcome<T>(result: &io::Result<T>) -> String {
    match result {
        Ok(_) => "ok".to_owned(),
        Err(error) => error.to_string(),
    }
}

/// What a call returned, as a program sees it.
pub(crate) fn kind<T>(result: &io::Result<T>) -> String {
    match result {
        Ok(_) => "ok".to_owned(),
        Err(error) => match error.raw_os_error() {
            Some(code) => format!("{:?} (os error {code})", error.kind()),
            None => format!("{:?}", error.kind()),
        },
    }
}

/// Waits until `n` bytes (at most 256) can be received at once.
pub(crate) fn wait_for_bytes(socket: &Socket, n: usize) -> io::Result<()> {
    let mut buf = [std::mem::MaybeUninit::uninit(); 256];
    // MSG_PEEK looks at the bytes and leaves them where they are.
    until(|| Ok((socket.peek(&mut buf[..n])? >= n).then_some(())))
}
