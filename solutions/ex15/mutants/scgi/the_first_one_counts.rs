// killed by: no header is there twice
//! Who is there twice is found once.

use std::io::{self, ErrorKind, Read, Write};
use std::sync::Arc;

use endpoint::Peer;
use http1::{
    Connection, Event, Framing, Head, Limits, is_token, is_value, reason,
};
use http1_drivers::Failure;
use wsgi::{AppError, Application, Channel, FieldIter, Gateway};

/// The longest headers of a request, in bytes.
pub const MOST: usize = 16 * 1024;

/// Reads one request, and answers it.
///
/// # Errors
///
/// Why it was not answered as its application wanted: for the log.
pub fn answer<A: Application>(
    rfile: &mut dyn Read,
    wfile: &mut dyn Write,
    gateway: &Gateway<A>,
) -> Result<(), AppError> {
    let (head, left) = match request(rfile) {
        Ok(request) => request,
        Err(Stop::Gone(error)) => return Err(error.into()),
        Err(Stop::Refused(status, why)) => {
            apologize(wfile, status)?;
            return Err(why);
        }
    };
    let mut scgi = Scgi { rfile, wfile, head, left, begun: false };
    let run = gateway.run(&mut scgi);
    match &run {
        Ok(()) => scgi.wfile.flush()?,
        Err(Failure::Client(_)) => {}
        Err(_) if scgi.begun => {}
        Err(Failure::Request(error)) => apologize(wfile, error.status())?,
        Err(_) => apologize(wfile, 500)?,
    }
    Ok(run?)
}

fn apologize(wfile: &mut dyn Write, status: u16) -> io::Result<()> {
    write!(wfile, "Status: {status} {}\r\n\r\n", reason(status))?;
    wfile.flush()
}

/// Why there is no request.
enum Stop {
    Refused(u16, AppError),
    Gone(io::Error),
}

impl From<&str> for Stop {
    fn from(why: &str) -> Stop {
        Stop::Refused(400, why.into())
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Stop {
        Stop::Gone(error)
    }
}

impl From<http1::Error> for Stop {
    fn from(error: http1::Error) -> Stop {
        Stop::Refused(error.status(), error.into())
    }
}

/// The head of a request, and how long its body is.
fn request(rfile: &mut dyn Read) -> Result<(Arc<Head>, u64), Stop> {
    let bytes = netstring(rfile)?;
    let headers = headers(&bytes)?;
    let Some(("CONTENT_LENGTH", _)) = headers.first() else {
        return Err("CONTENT_LENGTH is not the first header".into());
    };
    if find(&headers, "SCGI")? != b"1" {
        return Err("SCGI is not 1".into());
    }
    let mut machine = Connection::new(Limits::default());
    machine.receive(&head(&headers)?);
    let Event::Request(request) = machine.next_event()? else {
        return Err("the headers make no head".into());
    };
    match request.framing() {
        Framing::Length(length) => Ok((machine.head(), length)),
        _ => Err("the body has no length".into()),
    }
}

/// What stands between the colon and the comma.
fn netstring(rfile: &mut dyn Read) -> Result<Vec<u8>, Stop> {
    let (mut length, mut digits) = (0_usize, 0);
    loop {
        let mut byte = [0];
        rfile.read_exact(&mut byte)?;
        match byte[0] {
            b':' if digits > 0 => break,
            b'0'..=b'9' if digits == 0 || length > 0 => {
                length = length * 10 + usize::from(byte[0] - b'0');
            }
            _ => return Err("a netstring begins with its length".into()),
        }
        if length > MOST {
            return Err("the headers are too long".into());
        }
        digits += 1;
    }
    let mut bytes = vec![0; length + 1];
    rfile.read_exact(&mut bytes)?;
    match bytes.pop() {
        Some(b',') => Ok(bytes),
        _ => Err("a netstring ends with a comma".into()),
    }
}

type Headers<'h> = Vec<(&'h str, &'h [u8])>;

fn headers(bytes: &[u8]) -> Result<Headers<'_>, Stop> {
    let bytes = bytes.strip_suffix(b"\0");
    let bytes = bytes.ok_or("the last header has no end")?;
    let mut parts = bytes.split(|&byte| byte == 0);
    let mut headers = Headers::new();
    while let Some(name) = parts.next() {
        let value = parts.next().ok_or("a name has no value")?;
        if !is_token(name) {
            return Err("a name is no token".into());
        }
        if !is_value(value) {
            return Err("a value has a control character".into());
        }
        let name = str::from_utf8(name).map_err(|_| "a name is no token")?;
        headers.push((name, value));
    }
    Ok(headers)
}

fn find<'h>(headers: &Headers<'h>, name: &str) -> Result<&'h [u8], Stop> {
    let found = headers.iter().find(|&&(other, _)| other == name);
    let why = || Stop::from(&*format!("{name} is missing"));
    found.map(|&(_, value)| value).ok_or_else(why)
}

/// What is about the connection between the client and the web server.
const THEIRS: [&str; 3] = ["CONNECTION", "TRANSFER_ENCODING", "EXPECT"];

/// Fields of a request that are variables without `HTTP_`.
const OURS: [&str; 2] = ["CONTENT_TYPE", "CONTENT_LENGTH"];

/// The head that the client must have sent.
fn head(headers: &Headers<'_>) -> Result<Vec<u8>, Stop> {
    let mut head = find(headers, "REQUEST_METHOD")?.to_vec();
    for name in ["REQUEST_URI", "SERVER_PROTOCOL"] {
        head.push(b' ');
        head.extend_from_slice(find(headers, name)?);
    }
    for &(name, value) in headers {
        let name = match name.strip_prefix("HTTP_") {
            Some(name) if THEIRS.contains(&name) => continue,
            Some(name) => name,
            None if OURS.contains(&name) => name,
            None => continue,
        };
        let name = name.replace('_', "-");
        push_field(&mut head, &name, value);
    }
    head.extend_from_slice(b"\r\n\r\n");
    Ok(head)
}

/// A field behind a line that has no end yet.
fn push_field(head: &mut Vec<u8>, name: &str, value: &[u8]) {
    for part in [b"\r\n", name.as_bytes(), b": ", value] {
        head.extend_from_slice(part);
    }
}

struct Scgi<'a> {
    rfile: &'a mut dyn Read,
    wfile: &'a mut dyn Write,
    head: Arc<Head>,
    /// How much of the body was not read yet.
    left: u64,
    /// The response has begun.
    begun: bool,
}

impl Channel for Scgi<'_> {
    fn head(&self) -> Arc<Head> {
        Arc::clone(&self.head)
    }

    fn peer(&self) -> Option<&Peer> {
        None
    }

    fn read(&mut self, buf: &mut [u8]) -> Result<usize, Failure> {
        let most = usize::try_from(self.left).unwrap_or(usize::MAX);
        let most = most.min(buf.len());
        if most == 0 {
            return Ok(0);
        }
        loop {
            match self.rfile.read(&mut buf[..most]) {
                Ok(0) => {
                    let early = io::Error::from(ErrorKind::UnexpectedEof);
                    return Err(early.into());
                }
                Ok(n) => {
                    self.left -= n as u64;
                    return Ok(n);
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error.into()),
            }
        }
    }

    fn respond(
        &mut self,
        status: u16,
        words: &[u8],
        fields: &mut FieldIter<'_, '_>,
    ) -> Result<(), Failure> {
        self.begun = true;
        let mut head = format!("Status: {status} ").into_bytes();
        head.extend_from_slice(words);
        for (name, value) in fields {
            push_field(&mut head, name, value);
        }
        head.extend_from_slice(b"\r\n\r\n");
        Ok(self.wfile.write_all(&head)?)
    }

    fn write(&mut self, data: &[u8]) -> Result<(), Failure> {
        Ok(self.wfile.write_all(data)?)
    }

    fn flush(&mut self) -> Result<(), Failure> {
        Ok(self.wfile.flush()?)
    }
}
