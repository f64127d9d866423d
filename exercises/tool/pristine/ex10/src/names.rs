//! A name server: one packet asks, one packet answers (RFC 1035).
//!
//! Both are a header of six numbers of 16 bits, big end first, and then
//! sections. A query has a question: a name, a type (1: an IPv4 address) and a
//! class (1: the Internet). An answer repeats the question, and has a record
//! for each address behind it. A name is labels, each behind its length, and a
//! 0 (chapter 5's exercise `labels`).
//!
//! ```text
//!          number  flags  how many         name           type   class
//! query    12 34   01 00  0001 0 0 0       3web3lan0      00 01  00 01
//! answer   12 34   85 00  0001 0001 0 0    3web3lan0      00 01  00 01
//! and a record: c0 0c  00 01  00 01  00 00 00 3c  00 04  0a 00 00 01
//! ```
//!
//! | bytes of the header | in the answer |
//! | --- | --- |
//! | 0, 1: number | as in the query: how the client knows it again |
//! | 2: `QOOOOATR` | Q = 1: an answer; OOOO, R: as in the query; A, T: below |
//! | 3: `0000CCCC` | the code CCCC, nothing else |
//! | 4, 5; 6, 7; then 0s | how many questions and how many records follow |
//!
//! | what is asked | what is answered |
//! | --- | --- |
//! | fewer than 12 bytes, or Q = 1 | nothing |
//! | OOOO is not 0 | code 4, no question |
//! | not one question, or one that cannot be read | code 1, no question |
//! | a class that is not 1 | code 5 |
//! | a name that we do not have | code 3 |
//! | another type than 1 | code 0, no records: we have the name, but not that |
//! | an address | code 0, and a record for each address |
//!
//! * The first row that fits is the answer. (Two name servers that answered
//!   answers would never stop.)
//! * A question can be read when its name is labels of 1 to 63 bytes, at most
//!   255 bytes with all lengths and the 0 (no pointers), and type and class are
//!   there. It is repeated as it came, byte by byte. What stands behind it in
//!   the query is not looked at.
//! * A = 1 goes with the codes 0 and 3, which are about this server's own names.
//! * A record is `c0 0c` (the name is at byte 12), type, class, 60 seconds (32
//!   bits), the length 4, and the address.
//! * An answer is at most 512 bytes: records that do not fit are left out, and
//!   T = 1 says so.
//! * `Web.LAN` and `web.lan` are one name. A label with a dot in it is no name
//!   of ours.

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
    let _ = (zone, query);
    todo!("the header, the question, the records")
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
