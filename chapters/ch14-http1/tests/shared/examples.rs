//! What tests make hostile conversations of.

/// Conversations that show most of what there is.
pub(crate) const EXAMPLES: [&[u8]; 8] = [
    b"GET /a HTTP/1.1\r\nHost: a\r\n\r\n\r\nGET /b HTTP/1.1\r\nHost: a\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhelloGET / ",
    b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n\
      5;a=\"b\r\"\r\nhello\r\n",
    b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: CHUNKED\r\n\r\n\
      2 ; a = \"\\\"b\"; c\r\nhe\r\n003\r\nllo\r\n0\r\nSum: 1\r\nA:\r\n\r\n\
      GET / HTTP/1.0\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: a\r\nConnection: Close\r\n\r\nGET / HTTP/1.1\r\n",
    b"\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: a\nX: b\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n\
      3\r\nabcd\r\n0\r\n\r\n",
];

/// Pieces of requests, so that invented bytes come further than the first
/// line.
pub(crate) const WORDS: [&[u8]; 19] = [
    b"GET / HTTP/1.1\r\n",
    b"POST /a?b HTTP/1.1\r\n",
    b"HEAD * HTTP/1.0\r\n",
    b"Host: a\r\n",
    b"Content-Length: 5\r\n",
    b"Transfer-Encoding: chunked\r\n",
    b"Connection: close\r\n",
    b"Connection: keep-alive\r\n",
    b"Expect: 100-continue\r\n",
    b"\r\n",
    b"\n",
    b"\r",
    b" ",
    b":",
    b"5\r\nhello\r\n",
    b"5;a=b\r\n",
    b"hello",
    b"0\r\n\r\n",
    b"0\r\nA: b\r\n\r\n",
];
