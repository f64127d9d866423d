// killed by: code 3 would say that the name has no addresses either
//! A type that is not there is a name that is not there.

use std::io;
use std::net::Ipv4Addr;
use std::sync::Arc;

use socketserver::DatagramHandler;

/// How long an answer may be (RFC 1035, section 4.2.1).
pub const MAX_ANSWER: usize = 512;

/// Names in small letters, as `web.lan`, and their addresses.
pub type Zone = Vec<(String, Vec<Ipv4Addr>)>;

/// What is answered to `query`; `None`: nothing.
pub fn answer(zone: &Zone, query: &[u8]) -> Option<Vec<u8>> {
    let (header, body) = query.split_at_checked(HEADER)?;
    if header[2] & 0x80 != 0 {
        return None;
    }
    let one_question = header[4..6] == [0, 1];
    let question = question(body).filter(|_| one_question);
    let (code, question, addresses) = match (header[2] & 0x78, question) {
        (1.., _) => (NOT_IMPLEMENTED, &[][..], &[][..]),
        (0, None) => (FORMAT_ERROR, &[][..], &[][..]),
        (0, Some(question)) => {
            let (code, addresses) = look_up(zone, &question);
            (code, question.bytes, addresses)
        }
    };
    let room = (MAX_ANSWER - HEADER - question.len()) / RECORD;
    let fitting = addresses.len().min(room);
    let mut flags = 0x80 | header[2] & 0x79;
    if matches!(code, NO_ERROR | NO_SUCH_NAME) {
        flags |= 0x04;
    }
    if fitting < addresses.len() {
        flags |= 0x02;
    }
    let mut answer = Vec::with_capacity(MAX_ANSWER);
    answer.extend_from_slice(&[header[0], header[1], flags, code]);
    answer.extend_from_slice(&[0, u8::from(!question.is_empty())]);
    answer.extend_from_slice(&[0, fitting as u8, 0, 0, 0, 0]); // at most 30
    answer.extend_from_slice(question);
    for address in &addresses[..fitting] {
        answer.extend_from_slice(&[0xc0, HEADER as u8, 0, 1, 0, 1]);
        answer.extend_from_slice(&[0, 0, 0, 60, 0, 4]);
        answer.extend_from_slice(&address.octets());
    }
    Some(answer)
}

/// How long the header is.
const HEADER: usize = 12;
/// How long a record is, its name a pointer.
const RECORD: usize = 16;

/// The codes of RFC 1035, section 4.1.1.
const NO_ERROR: u8 = 0;
const FORMAT_ERROR: u8 = 1;
const NO_SUCH_NAME: u8 = 3;
const NOT_IMPLEMENTED: u8 = 4;
const REFUSED: u8 = 5;

/// What is asked.
struct Question<'a> {
    labels: Vec<&'a [u8]>,
    kind: [u8; 2],
    class: [u8; 2],
    /// As it came.
    bytes: &'a [u8],
}

/// Reads the question at the front of `body`.
fn question(body: &[u8]) -> Option<Question<'_>> {
    let (mut labels, mut at) = (Vec::new(), 0);
    loop {
        let length = usize::from(*body.get(at)?);
        at += 1;
        match length {
            0 if at <= 255 => break,
            1..=63 => labels.push(body.get(at..at + length)?),
            _ => return None,
        }
        at += length;
    }
    let &[k1, k2, c1, c2] = body.get(at..at + 4)? else { return None };
    let bytes = &body[..at + 4];
    Some(Question { labels, kind: [k1, k2], class: [c1, c2], bytes })
}

/// The code, and the addresses, for a question that can be read.
fn look_up<'a>(
    zone: &'a Zone,
    question: &Question<'_>,
) -> (u8, &'a [Ipv4Addr]) {
    if question.class != [0, 1] {
        return (REFUSED, &[]);
    }
    let is_it = |name: &str| {
        let labels = name.split('.').map(str::as_bytes);
        labels.clone().count() == question.labels.len()
            && labels
                .zip(&question.labels)
                .all(|(ours, theirs)| ours.eq_ignore_ascii_case(theirs))
    };
    match zone.iter().find(|(name, _)| is_it(name)) {
        None => (NO_SUCH_NAME, &[]),
        Some(_) if question.kind != [0, 1] => (NO_SUCH_NAME, &[]),
        Some((_, addresses)) => (NO_ERROR, addresses),
    }
}

/// Answers one packet.
#[derive(Clone, Debug)]
pub struct Names {
    zone: Arc<Zone>,
}

impl Names {
    /// A handler for one packet.
    pub fn new(zone: &Arc<Zone>) -> Names {
        Names { zone: Arc::clone(zone) }
    }
}

impl DatagramHandler for Names {
    fn handle(
        &mut self,
        rfile: &mut &[u8],
        wfile: &mut Vec<u8>,
    ) -> io::Result<()> {
        if let Some(answer) = answer(&self.zone, rfile) {
            wfile.extend_from_slice(&answer);
        }
        Ok(())
    }
}
