//! What clients say, and what they expect.

use std::io;
use std::net::SocketAddr;

use crate::client;
use crate::kept::Kept;

/// A kind of conversation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Say {
    /// A line, which comes back. A connection for each.
    Echo,
    /// For a page. A connection for each.
    Hello,
    /// For a short text, on connections that are kept.
    Keep,
    /// The same, 16 requests in one write.
    Pipeline,
    /// 1 MiB up, and the same down, on connections that are kept.
    Upload,
    /// The notes' example: a query and JSON are sent, and told back.
    Notes,
}

impl Say {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Say::Echo => "echo",
            Say::Hello => "hello",
            Say::Keep => "keep-alive",
            Say::Pipeline => "pipelined",
            Say::Upload => "1 MiB",
            Say::Notes => "`POST /a`",
        }
    }

    /// Whether connections are kept, or there is one for each request.
    pub(crate) fn is_kept(self) -> bool {
        !matches!(self, Say::Echo | Say::Hello)
    }

    /// What `minimal` calls it: it does not care how many requests come.
    pub(crate) fn conversation(self) -> &'static str {
        match self {
            Say::Echo => "echo",
            Say::Hello => "hello",
            Say::Keep | Say::Pipeline => "keep",
            Say::Upload => "upload",
            Say::Notes => "notes", // which it does not know
        }
    }

    /// Clients who say so to `server`, and expect `page`.
    pub(crate) fn begin(
        self,
        server: SocketAddr,
        page: Option<&str>,
    ) -> io::Result<Clients> {
        match self {
            Say::Echo => Ok(Clients::Echo(server)),
            Say::Hello => {
                let page = page.unwrap_or_default().to_owned();
                Ok(Clients::Hello(server, page))
            }
            _ => Ok(Clients::Kept(Kept::connect_all(server, self)?)),
        }
    }
}

/// Clients of one server.
pub(crate) enum Clients {
    Echo(SocketAddr),
    /// And the page that they expect.
    Hello(SocketAddr, String),
    Kept(Vec<Kept>),
}

impl Clients {
    /// Makes `count` requests, or a few more, some at the same time.
    pub(crate) fn repeat(&mut self, count: u64) -> io::Result<u64> {
        match self {
            Clients::Echo(server) => client::repeat(*server, None, count),
            Clients::Hello(server, page) => {
                client::repeat(*server, Some(page), count)
            }
            Clients::Kept(all) => Kept::repeat(all, count),
        }
    }
}
