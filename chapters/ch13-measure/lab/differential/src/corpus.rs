//! Streams of requests, right and wrong.

use crate::STRICTER;

/// Requests, alone and one behind another. Mutations start from here.
pub const CORPUS: &[&str] = &[
    // The first line.
    "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
    "GET /a/b?c=d&e=%20 HTTP/1.1\r\nHost: a:80\r\nAccept: */*\r\n\r\n",
    "GET / HTTP/1.0\r\n\r\n",
    "HEAD /x HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET / HTTP/1.0\r\n\r\n",
    "GET http://a.example:8080/p?q HTTP/1.1\r\nHost: a.example:8080\r\n\r\n",
    "GET HTTPS://A HTTP/1.1\r\nHost: A\r\n\r\n",
    "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
    "OPTIONS http://[::1]:80 HTTP/1.1\r\nHost: [::1]:80\r\n\r\n",
    "CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n\
     GET / HTTP/1.1\r\nHost: a\r\n\r\n",
    "\r\nGET /[a]|b^c?d[]={e}|f^`g\\h HTTP/1.1\r\nHost: a\r\n\r\n",
    "GET  / HTTP/1.1\r\nHost: a\r\n\r\n",
    "GET / HTTP/1.2\r\nHost: a\r\n\r\n",
    "GET / HTTP/2.0\r\nHost: a\r\n\r\n",
    "GET /\r\n\r\n",
    "get / http/1.1\r\nHost: a\r\n\r\n",
    "GET /caf\u{e9} HTTP/1.1\r\nHost: a\r\n\r\n",
    // Fields.
    "GET / HTTP/1.1\r\nhOST:\t a \t\r\nX:\r\nY: \u{e9}\r\nx: 1\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: a\r\nX : 1\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: a\r\nX: 1\r\n folded\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: a\r\nX: a\rb\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    // Lengths.
    "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello\
     POST /2 HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n\
     PUT /3 HTTP/1.0\r\nContent-Length: 12\r\n\r\nhello\r\nworld",
    "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 00003\r\n\r\nabcGET ",
    "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +3\r\n\r\nabc",
    "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3, 3\r\n\r\nabc",
    "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 18446744073709551616\r\n\
     \r\nabc",
    "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\
     Content-Length: 4\r\n\r\nabcd",
    "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0x3\r\n\r\nabc",
    "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 30\r\n\r\n\
     GET /in HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
    "POST / HTTP/1.1\r\nHost: a\r\nContent-Length:\r\n\r\n",
    // Chunks.
    "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n\
     5\r\nhello\r\n00A\r\n0123456789\r\n0\r\n\r\n\
     GET /2 HTTP/1.1\r\nHost: a\r\n\r\n",
    "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: ChunKed\r\n\r\n\
     1;a\r\nx\r\n1 ; b = \"c\\\"d\"; e=f\r\ny\r\n0;g\r\n\r\n\
     GET /2 HTTP/1.1\r\nHost: a\r\n\r\n",
    "POST / HTTP/1.1\r\nHost: a\r\nTE: trailers\r\n\
     Transfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\
     Expires: never\r\nX-Sum:\t 1 \r\nx-sum: 2\r\n\r\n\
     GET /2 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
    "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n\
     5\nhello\r\n0\r\n\r\n",
    "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n\
     5\r\nhelloX\r\n0\r\n\r\n",
    "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n\
     -1\r\nhello\r\n0\r\n\r\n",
    "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n\
     10000000000000000\r\nhello\r\n0\r\n\r\n",
    "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n\
     2\r\nhi\r\n0\r\nX : 1\r\n\r\n",
    "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked,\r\n\r\n\
     0\r\n\r\n",
    "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding:\r\n\r\n0\r\n\r\n",
    "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, gzip\r\n\r\n\
     0\r\n\r\n",
    "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\
     Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n\
     0\r\n\r\n",
    "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\
     Content-Length: 5\r\n\r\n0\r\n\r\nGET /in HTTP/1.1\r\nHost: a\r\n\r\n",
    "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "POST / HTTP/1.0\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nhi\
     GET /2 HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET /3 HTTP/1.0\r\n\r\n",
    // Connections and expectations.
    "GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n\
     GET /3 HTTP/1.1\r\nHost: a\r\nConnection: keep-alive, close\r\n\r\n\
     GET /4 HTTP/1.1\r\nHost: a\r\n\r\n",
    "GET /1 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\
     Connection: keep-alive\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n",
    "GET /1 HTTP/1.0\r\nConnection: keep-alive\r\nConnection: close\r\n\r\n\
     GET /2 HTTP/1.0\r\n\r\n",
    "GET /1 HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\n\
     Upgrade: websocket\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n",
    "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n\
     Content-Length: 2\r\n\r\nhiGET /2 HTTP/1.1\r\nHost: a\r\n\r\n",
    "POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\nhi",
    "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\n\
     Transfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n",
];

/// All streams: the corpus, and the examples of the list.
pub fn corpus() -> Vec<Vec<u8>> {
    let examples = STRICTER.iter().map(|row| (row.example)());
    let given = CORPUS.iter().map(|&stream| stream.to_owned());
    given.chain(examples).map(String::into_bytes).collect()
}
