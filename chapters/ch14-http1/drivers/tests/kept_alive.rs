//! What a request on a connection that is kept alive costs on each driver,
//! sockets, waits and the way to a thread included: no allocation.
#![allow(clippy::unwrap_used)]

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::thread;

use endpoint::{ListenOptions, Listener, listen};
use http_basic::{Acceptor, Arrival, Stop, Terms, has_clients};
use http1::Limits;
use http1_drivers::{
    Clock, Conversation, Exchange, Failure, Pooling, Times, hold, serve_pool,
    serve_threads,
};
use testing::load::connect;
use testing::{heap, within};
use threading::Threads;

#[global_allocator]
static COUNTING: heap::Counting = heap::Counting;

const CLIENTS: usize = 20;
/// Of the pool.
const THREADS: usize = 3;

fn service(exchange: &mut Exchange<'_>) -> Result<(), Failure> {
    let mut body = [0; 16];
    let n = exchange.read(&mut body)?;
    exchange.respond(200, [("Content-Length", &b"5"[..])])?;
    exchange.write(&body[..n])
}

/// Keeps as many threads busy as there are: a thread that the system starts
/// late would make what it needs while we count.
fn meet(clients: &mut [TcpStream]) {
    for client in clients.iter_mut() {
        let head = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\
            Expect: 100-continue\r\n\r\n";
        client.write_all(head).unwrap();
        let mut got = [0; 25];
        client.read_exact(&mut got).unwrap();
        assert_eq!(&got, b"HTTP/1.1 100 Continue\r\n\r\n");
    }
    for client in clients {
        client.write_all(b"hello").unwrap();
        hear(client);
    }
}

fn hear(client: &mut TcpStream) {
    let mut got = [0; 512];
    let n = client.read(&mut got).unwrap();
    assert!(got[..n].ends_with(b"\r\n\r\nhello"), "{:?}", &got[..n]);
}

/// Asks once on each connection.
fn round(clients: &mut [TcpStream]) {
    for client in clients {
        let request =
            b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello";
        client.write_all(request).unwrap();
        hear(client);
    }
}

/// How many allocations the whole process makes for `rounds` requests of each
/// of `clients`, when all has been seen a few times.
fn count(listener: &Listener, clients: usize, rounds: usize) -> u64 {
    let address = listener.address().to_string();
    within("the requests", move || {
        let connected = (0..clients).map(|_| connect(&address).unwrap());
        let mut clients: Vec<TcpStream> = connected.collect();
        let together = clients.len().min(THREADS);
        meet(&mut clients[..together]);
        // The first ones make the buffers.
        (0..20).for_each(|_| round(&mut clients));
        let before = heap::everywhere();
        (0..rounds).for_each(|_| round(&mut clients));
        heap::everywhere() - before
    })
}

/// Serves on a thread while the requests are made and counted.
fn served(
    clients: usize,
    serve: impl FnOnce(&Listener, &Stop) + Send + 'static,
) -> u64 {
    let listener = listen("127.0.0.1:0", &ListenOptions::default()).unwrap();
    let (listener, stop) = (Arc::new(listener), Stop::new().unwrap());
    let server = {
        let (listener, stop) = (Arc::clone(&listener), stop.clone());
        thread::spawn(move || serve(&listener, &stop))
    };
    let allocations = count(&listener, clients, 100);
    stop.stop();
    within("a server that was told to end", || server.join().unwrap());
    allocations
}

/// What a process of the pre-forked pool does with its client.
fn one_after_the_other(listener: &Listener, stop: &Stop) {
    let times = Times::default();
    let others_wait = || has_clients(listener);
    let terms =
        Terms { limits: times.limits(), stop, others_wait: &others_wait };
    let mut clients = Acceptor::new(listener, stop, &times.limits()).unwrap();
    while let Ok(Arrival::Client(stream, peer)) = clients.wait() {
        let clock = Clock::default();
        let mut conversation =
            Conversation::new(peer, Limits::default(), &times, &clock);
        let _ = hold(&mut conversation, &stream, &terms, &service);
    }
}

/// One test: they would count each other's allocations.
#[test]
fn a_request_that_is_kept_alive_allocates_nothing_on_any_driver() {
    let (limits, times) = (Limits::default(), Times::default());
    let threads = served(CLIENTS, move |listener, stop| {
        let (threads, service) = (Threads::new(CLIENTS), Arc::new(service));
        serve_threads(listener, &threads, limits, &times, stop, service)
            .unwrap();
    });
    assert_eq!(threads, 0, "threads, in 2,000 requests");
    let prefork = served(1, one_after_the_other);
    assert_eq!(prefork, 0, "a pre-forked process, in 100 requests");
    let pool = served(CLIENTS, move |listener, stop| {
        let size = Pooling { threads: THREADS, connections: 2 * CLIENTS };
        serve_pool(listener, size, limits, &times, stop, Arc::new(service))
            .unwrap();
    });
    assert_eq!(pool, 0, "the pool, in 2,000 requests");
}
