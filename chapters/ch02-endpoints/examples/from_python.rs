//! Every call of Python's `socket` module that the notes list, in Rust.
//!
//! Each line of the output is a Python call and what its counterpart, called
//! here, returned. Calls that wait or end something return `()`.

use std::error::Error;
use std::fmt::Debug;
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::os::fd::{AsRawFd, IntoRawFd};
use std::time::Duration;

use cli::say;
use endpoint::names::{canonical_name, host_of};
use endpoint::{
    ConnectOptions, Datagram, ListenOptions, Stream, connect, host_name, inet,
    listen, port_service, protocol_number, resolve, service_port,
};
use nix::fcntl::{FcntlArg, FdFlag, fcntl};
use socket2::{Domain, Protocol, Socket, Type};

type Result = std::result::Result<(), Box<dyn Error>>;

fn show(python: &str, value: impl Debug) {
    say!("{python:<28} {value:?}");
}

fn main() -> Result {
    making()?;
    asking()?;
    moving()?;
    waiting()?;
    datagrams()?;
    names()
}

/// Sockets, and the helpers that make connected and listening ones.
fn making() -> Result {
    let s = Socket::new(Domain::IPV4, Type::STREAM, Some(Protocol::TCP))?;
    show("s.family", s.domain()?);
    show("s.type", s.r#type()?);
    show("s.proto", s.protocol()?);
    show("s.bind(address)", s.bind(&loopback().into())?);
    show("s.listen(128)", s.listen(128)?);
    let to = s.local_addr()?;
    let c = Socket::new(Domain::IPV4, Type::STREAM, None)?;
    show("c.connect(address)", c.connect(&to)?);
    let (_conn, from) = s.accept()?;
    show("s.accept()[1]", from.as_socket());

    let listener = listen("127.0.0.1:0", &ListenOptions::default())?;
    show("create_server(address)", listener.address());
    let address = listener.address().to_string();
    let stream = connect(&address, &ConnectOptions::default())?;
    show("create_connection(address)", stream.peer()?.to_string());
    drop(stream); // c.close()
    let (one, _other) = Stream::pair()?;
    show("socketpair()", one.peer()?.address());
    let refused = TcpStream::connect("127.0.0.1:1").err();
    let code = refused.and_then(|error| error.raw_os_error());
    show("c.connect_ex(address)", code);
    Ok(())
}

fn loopback() -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], 0))
}

/// What a socket tells about itself.
fn asking() -> Result {
    let listener = listen("127.0.0.1:0", &ListenOptions::default())?;
    let to = listener.address().to_string();
    let s = connect(&to, &ConnectOptions::default())?;
    show("s.getsockname()", s.local_address()?);
    show("s.getpeername()", s.peer()?.address());
    show("s.fileno() >= 0", s.as_raw_fd() >= 0);
    let flags = FdFlag::from_bits_truncate(fcntl(&s, FcntlArg::F_GETFD)?);
    show("s.get_inheritable()", !flags.contains(FdFlag::FD_CLOEXEC));
    show("s.set_inheritable(True)", s.socket().set_cloexec(false)?);
    show("s.setsockopt(…)", s.socket().set_keepalive(true)?);
    show("s.getsockopt(…)", s.socket().keepalive()?);
    // `share` is Windows; elsewhere one passes the descriptor (an exercise).
    show("s.dup()", s.try_clone().is_ok());
    show("s.detach() >= 0", close(s.socket().try_clone()?.into_raw_fd()));
    Ok(())
}

/// Whoever detaches a descriptor has to close it.
fn close(fd: i32) -> bool {
    nix::unistd::close(fd).is_ok()
}

/// Bytes, in and out.
fn moving() -> Result {
    let (mut a, mut b) = Stream::pair()?;
    show("a.send(data)", a.write(b"one\n")?);
    show("a.sendall(data)", a.write_all(b"two\nthree")?);
    let mut buf = [0; 4];
    let n = b.read(&mut buf)?;
    show("b.recv(4)", String::from_utf8_lossy(&buf[..n]));
    let mut file = BufReader::new(&b); // its buffer is its own
    let mut line = String::new();
    file.read_line(&mut line)?;
    show("b.makefile().readline()", &line);
    let own = File::open(std::env::current_exe()?)?;
    let some = std::num::NonZeroUsize::new(8);
    show("a.sendfile(file, 0, 8)", a.socket().sendfile(&own, 0, some)?);
    show("a.shutdown(SHUT_WR)", a.shutdown(Shutdown::Write)?);
    drop(a);
    Ok(())
}

/// Blocking, time-outs, and what they raise.
fn waiting() -> Result {
    let (mut s, _other) = Stream::pair()?;
    show("s.getblocking()", !s.socket().nonblocking()?);
    show("s.gettimeout()", s.socket().read_timeout()?);
    let short = Some(Duration::from_millis(10));
    show("s.settimeout(0.01)", s.set_timeouts(short, short)?);
    let late = s.read(&mut [0; 1]).err().map(|error| error.kind());
    show("s.recv(1): TimeoutError", late);
    show("s.setblocking(False)", s.set_nonblocking(true)?);
    let empty = s.read(&mut [0; 1]).err().map(|error| error.kind());
    show("s.recv(1): BlockingIOError", empty);
    Ok(())
}

fn datagrams() -> Result {
    let server = Datagram::bind("127.0.0.1:0")?;
    let client = Datagram::bind("127.0.0.1:0")?;
    let to = server.address()?;
    show("c.sendto(b'hi', address)", client.send_to(b"hi", &to)?);
    let mut buf = [0; 64];
    let got = server.receive(&mut buf)?;
    show("s.recvfrom(64)", (&buf[..got.len], got.from));
    Ok(())
}

fn names() -> Result {
    show("getaddrinfo(host, port)", resolve("127.0.0.1", "80")?);
    show("gethostbyname_ex(host)[0]", canonical_name("127.0.0.1")?);
    show("gethostbyaddr(ip)", host_of(loopback()).is_ok());
    show("gethostname()", !host_name()?.is_empty());
    // sethostname needs root: nix::unistd::sethostname
    let names = (service_port("http", "tcp"), port_service(80, "tcp"));
    show("getservbyname, -port", (names.0.ok(), names.1.ok()));
    show("getprotobyname('icmp')", protocol_number("icmp").ok());
    show("inet_aton('127.1')", inet::inet_aton("127.1"));
    show("inet_ntoa(packed)", inet::inet_ntoa([127, 0, 0, 1]));
    show("inet_pton(AF_INET, text)", inet::inet_pton("127.0.0.1"));
    show("inet_ntop(AF_INET, packed)", inet::inet_ntop(&[127, 0, 0, 1]));
    // An empty label: no network is needed to know that this is no name.
    let unknown = resolve("nowhere..invalid", "80").err();
    show("gaierror", unknown.map(|error| error.to_string()));
    Ok(())
}
