//! The machine needs no change for an event loop: many connections, one
//! thread, sockets that never block, and poll(2).
#![allow(clippy::unwrap_used)]

mod started;

use std::io::{ErrorKind, Read, Write};
use std::os::fd::AsFd;
use std::os::unix::net::UnixStream;
use std::thread;
use std::time::SystemTime;

use http1::{Connection, Date, Event, Wait};
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use started::{GET, undated};
use testing::{LIMIT, drain};

const ANSWER: &str = "HTTP/1.1 200 OK\r\nDate: DATE\r\n\
                      Content-Length: 3\r\n\r\nhi\n";

/// Reads, answers and writes what is possible; false: it is over.
fn turn(machine: &mut Connection, stream: &mut UnixStream) -> bool {
    let date = Date::new(SystemTime::now());
    let mut chunk = [0; 16]; // small: a request takes several turns
    let room = machine.room().min(chunk.len());
    match stream.read(&mut chunk[..room]) {
        Ok(0) => machine.receive_end(),
        Ok(n) => {
            machine.receive(&chunk[..n]);
        }
        Err(e) if e.kind() == ErrorKind::WouldBlock => {}
        Err(e) => panic!("{e}"),
    }
    loop {
        match machine.next_event().unwrap() {
            Event::Request(_) | Event::Data(_) => {}
            Event::EndOfMessage(_) => {
                let fields = [("Content-Length", &b"3"[..])];
                machine.send_response(200, fields, &date).unwrap();
                machine.send_data(b"hi\n").unwrap();
                machine.end().unwrap();
            }
            _ => break,
        }
    }
    while !machine.output().is_empty() {
        match stream.write(machine.output()) {
            Ok(n) => machine.sent(n),
            Err(e) if e.kind() == ErrorKind::WouldBlock => break,
            Err(e) => panic!("{e}"),
        }
    }
    machine.waiting_for() != Wait::Close
}

fn serve(mut clients: Vec<(Connection, UnixStream)>) {
    while !clients.is_empty() {
        let mut fds: Vec<PollFd<'_>> = clients
            .iter()
            .map(|(machine, stream)| {
                let event = match machine.waiting_for() {
                    Wait::Write => PollFlags::POLLOUT,
                    _ => PollFlags::POLLIN,
                };
                PollFd::new(stream.as_fd(), event)
            })
            .collect();
        let limit = PollTimeout::try_from(LIMIT).unwrap();
        assert!(poll(&mut fds, limit).unwrap() > 0, "nothing happened");
        let mut ready: Vec<bool> =
            fds.iter().map(|fd| fd.any().unwrap()).collect();
        for at in (0..clients.len()).rev() {
            let (machine, stream) = &mut clients[at];
            if ready.pop().unwrap() && !turn(machine, stream) {
                clients.swap_remove(at);
            }
        }
    }
}

#[test]
fn one_thread_serves_a_hundred_connections_at_the_same_time() {
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..100 {
        let (client, server) = UnixStream::pair().unwrap();
        server.set_nonblocking(true).unwrap();
        client.set_read_timeout(Some(LIMIT)).unwrap();
        ours.push(client);
        theirs.push((Connection::default(), server));
    }
    let served = thread::spawn(|| serve(theirs));
    // Each has half a request out before any has a whole one.
    for half in [&GET[..9], &GET[9..]] {
        for client in &mut ours {
            client.write_all(half).unwrap();
        }
    }
    for client in ours.iter_mut().rev() {
        let mut got = [0; ANSWER.len() - 4 + 29];
        client.read_exact(&mut got).unwrap();
        assert_eq!(undated(&got), ANSWER);
    }
    // And once more, two at a time, to the end.
    for client in &mut ours {
        client.write_all(&GET.repeat(2)).unwrap();
        client.shutdown(std::net::Shutdown::Write).unwrap();
        assert_eq!(undated(&drain(client)), ANSWER.repeat(2));
    }
    served.join().expect("no panic");
}
