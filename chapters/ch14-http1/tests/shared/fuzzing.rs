//! What must hold for any bytes: the bodies of the fuzz targets (`fuzz/`),
//! run on invented bytes by the tests as well.

use http1::{Client, Connection, Limits, Reply};
use testing::some_cuts;

use super::{Seen, date, talk};

/// Limits that a few hundred bytes can break.
pub(crate) fn small() -> Limits {
    Limits {
        line: 64,
        field: 64,
        fields: 6,
        head: 200,
        body: 80,
        chunk_line: 24,
        extensions: 40,
        trailers: 60,
        drain: 50,
        linger: 100,
    }
}

/// The first byte says which limits and how to cut, the rest is what a client
/// sends.
///
/// # Panics
///
/// When the events or the answers depend on the cuts, a limit is broken, or a
/// head is taken that httparse refuses.
pub(crate) fn server_bytes(data: &[u8]) {
    let [how, stream @ ..] = data else { return };
    let limits =
        if how.is_multiple_of(2) { small() } else { Limits::default() };
    let whole = talk(limits, &[stream]);
    for seen in &whole.seen {
        within(&limits, seen);
    }
    for chunks in some_cuts(stream, *how) {
        let cut = talk(limits, &chunks);
        assert_eq!(cut.seen, whole.seen, "{}", testing::shown(&chunks));
        assert_eq!(cut.output, whole.output);
    }
    against_httparse(stream, &whole.seen);
}

fn within(limits: &Limits, seen: &Seen) {
    match seen {
        Seen::Request(line, fields) => {
            assert!(line.len() <= limits.line);
            assert!(fields.len() <= limits.fields);
            for (name, value) in fields {
                assert!(!value.contains(['\r', '\n', '\0']), "{value:?}");
                assert!(name.is_ascii() && !name.contains([' ', '\t']));
            }
        }
        Seen::Data(data) => assert!(data.len() as u64 <= limits.body),
        Seen::End(trailers) => assert!(trailers.len() <= limits.fields),
        _ => {}
    }
}

/// Where we see requests, httparse alone sees the same ones, behind bodies
/// whose ends it (or the length in the head) says.
fn against_httparse(mut stream: &[u8], seen: &[Seen]) {
    let mut seen = seen.iter();
    while let Some(Seen::Request(line, fields)) = seen.next() {
        stream = &stream[same_head(stream, line, fields)..];
        let (mut content, mut next) = (&[][..], seen.next());
        if let Some(Seen::Data(data)) = next {
            (content, next) = (data, seen.next());
        }
        let Some(Seen::End(_)) = next else { return };
        let Some((theirs, rest)) = body(fields, stream) else { return };
        assert_eq!(content, theirs);
        stream = rest;
    }
}

/// Returns how long the head is.
fn same_head(stream: &[u8], line: &str, fields: &[(String, String)]) -> usize {
    let mut headers = [httparse::EMPTY_HEADER; 128];
    let mut request = httparse::Request::new(&mut headers);
    let Ok(httparse::Status::Complete(length)) = request.parse(stream) else {
        panic!("we take a head that httparse refuses");
    };
    let (method, path) = (request.method.unwrap(), request.path.unwrap());
    assert!(line.starts_with(&format!("{method} {path} Http")));
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let theirs = request.headers.iter();
    let theirs: Vec<(String, String)> =
        theirs.map(|h| (h.name.to_owned(), text(h.value))).collect();
    assert_eq!(*fields, theirs);
    length
}

/// The content of a whole body at the front of `stream`, and what follows.
/// `None`: a size has more zeros in front than httparse counts digits.
fn body<'a>(
    fields: &[(String, String)],
    mut stream: &'a [u8],
) -> Option<(Vec<u8>, &'a [u8])> {
    let field = |wanted: &str| {
        let mut fields = fields.iter();
        fields.find(|(name, _)| name.eq_ignore_ascii_case(wanted))
    };
    if field("transfer-encoding").is_none() {
        let length = field("content-length").map_or(0, |(_, length)| {
            length.parse().expect("a length that we take is a number")
        });
        let (content, rest) = stream.split_at(length);
        return Some((content.to_vec(), rest));
    }
    let mut content = Vec::new();
    loop {
        if stream.starts_with(b"0000000000") {
            return None;
        }
        let httparse::Status::Complete((line, size)) =
            httparse::parse_chunk_size(stream).expect("we take this chunk")
        else {
            panic!("we take half a chunk");
        };
        stream = &stream[line..];
        if size == 0 {
            break;
        }
        let (chunk, rest) = stream.split_at(size as usize);
        content.extend_from_slice(chunk);
        stream = &rest[2..];
    }
    let mut headers = [httparse::EMPTY_HEADER; 128];
    match httparse::parse_headers(stream, &mut headers) {
        Ok(httparse::Status::Complete((length, _))) => {
            Some((content, &stream[length..]))
        }
        other => panic!("we take trailers that httparse does not: {other:?}"),
    }
}

/// A request and a response made of `data` come through both machines as they
/// were sent, for every cut; what cannot be sent is refused by the sender.
///
/// # Panics
///
/// When they do not.
pub(crate) fn round_trip(data: &[u8]) {
    let [how, status, rest @ ..] = data else { return };
    let third = rest.len() / 3;
    let (value, rest) = rest.split_at(third);
    let (body, answer) = rest.split_at(rest.len() / 2);
    let mut client = Client::default();
    let length = body.len().to_string();
    let mut sent = vec![("Host", &b"a"[..]), ("X-Value", value)];
    if how.is_multiple_of(2) {
        sent.push(("Content-Length", length.as_bytes()));
    }
    let method = ["GET", "HEAD", "POST"][usize::from(how / 2 % 3)];
    let request = client.send_request(method, "/a?b", sent.clone(), true);
    if request.is_err() {
        assert!(client.output().is_empty(), "nothing is written then");
        return;
    }
    client.send_data(body).unwrap();
    client.end().unwrap();

    let wire = client.output().to_vec();
    client.sent(wire.len());
    for chunks in some_cuts(&wire, *how) {
        let seen = talk(Limits::default(), &chunks).seen;
        let Some(Seen::Request(line, fields)) = seen.first() else {
            panic!("{seen:?} of {}", wire.escape_ascii());
        };
        assert_eq!(*line, format!("{method} /a?b Http11"));
        let got = &fields.iter().find(|(n, _)| n == "X-Value").unwrap().1;
        assert_eq!(
            *got,
            String::from_utf8_lossy(value).trim_matches([' ', '\t'])
        );
        match seen.get(1) {
            Some(Seen::Data(got)) => assert_eq!(got, body),
            _ => assert!(body.is_empty()),
        }
    }
    respond(client, &wire, *how, *status, answer);
}

/// The answer's half of [`round_trip`].
fn respond(mut client: Client, wire: &[u8], how: u8, status: u8, body: &[u8]) {
    let mut server = Connection::default();
    assert_eq!(server.receive(wire), wire.len());
    while !matches!(
        server.next_event().unwrap(),
        http1::Event::Paused | http1::Event::ConnectionClosed
    ) {}
    let status = 200 + u16::from(status) % 300;
    let length = body.len().to_string();
    let mut fields = vec![("X-Value", body)];
    if how.is_multiple_of(5) {
        fields.push(("content-length", length.as_bytes()));
    }
    if server.send_response(status, fields, &date()).is_err() {
        assert!(server.output().is_empty(), "nothing is written then");
        return;
    }
    let whole = server.send_data(body).and_then(|()| server.end());
    let bodiless = matches!(status, 204 | 205 | 304);
    assert!(whole.is_ok() || bodiless, "{whole:?}");
    if whole.is_err() {
        return;
    }
    let mut got = Vec::new();
    for chunk in server.output().chunks(usize::from(how) + 1) {
        assert_eq!(client.receive(chunk), chunk.len());
        loop {
            match client.next_event().unwrap() {
                Reply::NeedData => break,
                Reply::Response(response) => {
                    assert_eq!(response.status, status);
                    assert!(response.fields.get("date").is_some());
                }
                Reply::Data(data) => got.extend_from_slice(data),
                Reply::EndOfMessage(_) => {
                    let silent = how / 2 % 3 == 1 || bodiless;
                    assert_eq!(got, if silent { b"" } else { body });
                    return;
                }
                other => panic!("{other:?}"),
            }
        }
    }
    panic!("the response did not end");
}
