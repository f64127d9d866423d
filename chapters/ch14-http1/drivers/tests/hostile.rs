//! Clients that want the server to hold much, or to lose a word, and a worker
//! that is killed.
#![allow(clippy::unwrap_used)]

mod started;

use std::io::{Read, Write};
use std::thread;

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use socket2::SockRef;
use started::{DRIVERS, GET, hello, start, undated};
use testing::load::{connect, silent};
use testing::proc::{children, memory, until};
use testing::{Server, drain};

/// The memory of the process that has the client.
fn in_use(server: &Server) -> u64 {
    let worker = children(server.pid()).first().map(|child| child.pid);
    memory(worker.unwrap_or(server.pid()))
}

#[test]
fn a_pipeline_whose_answers_nobody_reads_costs_bounded_memory_and_ends() {
    const MOST: u64 = 4 * 1024 * 1024;
    for driver in DRIVERS {
        let mut server = start(driver, "--workers 1 --write 0.5");
        hello(&mut connect(server.address()).unwrap()).unwrap();
        let before = in_use(&server);
        let mut client = connect(server.address()).unwrap();
        // The less the kernels take, the sooner nobody takes more.
        SockRef::from(&client).set_recv_buffer_size(4096).unwrap();
        // It sends on while it can; in the end the connection is reset.
        let writing = thread::spawn(move || {
            let many = GET.repeat(1_000);
            while client.write_all(&many).is_ok() {}
        });
        let mut most = before;
        until("the server gives up", || {
            most = most.max(in_use(&server));
            writing.is_finished()
        });
        writing.join().unwrap();
        server.line_with("gave up waiting for it");
        let more = most.saturating_sub(before);
        assert!(more < MOST, "{driver}: it held {more} bytes more");
        hello(&mut connect(server.address()).unwrap()).unwrap();
    }
}

#[test]
fn a_431_reaches_a_client_that_sends_on() {
    for driver in DRIVERS {
        let server = start(driver, "");
        let mut client = connect(server.address()).unwrap();
        client.write_all(b"GET / HTTP/1.1\r\nHost: a\r\nX: ").unwrap();
        client.write_all(&[b'x'; 100_000]).expect("it is still there");
        let got = undated(&drain(&mut client));
        assert!(got.starts_with("HTTP/1.1 431 "), "{driver}: {got}");
        let end = "the head is longer than 16384 bytes\n";
        assert!(got.ends_with(end), "{driver}: {got}");
    }
}

#[test]
fn a_worker_that_is_killed_in_a_request_costs_this_request_alone() {
    let mut server = start("prefork", "--workers 2");
    let head = "POST /echo HTTP/1.1\r\nHost: a\r\n\
                Content-Length: 2\r\nExpect: 100-continue\r\n\r\n";
    // Both workers are in the middle of one.
    let mut begun = [(); 2].map(|()| connect(server.address()).unwrap());
    for client in &mut begun {
        client.write_all(head.as_bytes()).unwrap();
        client.read_exact(&mut [0; 25]).expect("the service reads");
    }
    let victim = children(server.pid())[0].pid;
    let pid = Pid::from_raw(i32::try_from(victim).unwrap());
    kill(pid, Signal::SIGKILL).expect("the process is there");
    server.line_with(&format!("pid {victim} killed by SIGKILL"));
    let answers = begun.map(|mut client| {
        let _ = client.write_all(b"ok"); // one of them has no reader
        let _ = client.shutdown(std::net::Shutdown::Write);
        let mut got = Vec::new();
        let _ = client.read_to_end(&mut got); // or a reset
        undated(&got)
    });
    let whole = answers.iter().filter(|got| got.ends_with("\r\n\r\nok"));
    assert_eq!(whole.count(), 1, "the other worker answers: {answers:?}");
    assert!(answers.iter().any(String::is_empty), "{answers:?}");
    until("there is another worker", || children(server.pid()).len() == 2);
    hello(&mut connect(server.address()).unwrap()).unwrap();
    let (code, said) = server.stop(Signal::SIGTERM);
    assert_eq!(code, Some(0), "{said:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_pool_that_cannot_wait_for_so_many_lets_them_go_and_serves_on() {
    use testing::proc::{Limited, limit};
    let mut server = start("pool", "--workers 2 --idle 60");
    let mut idle = silent(server.address(), 60);
    idle.iter_mut().for_each(|stream| hello(stream).unwrap());
    // poll(2): EINVAL for more descriptors than the limit of now.
    limit(server.pid(), Limited::Descriptors, 40);
    let _ = hello(&mut idle[0]); // wakes it, if it waits already
    server.line_with("parking: ");
    // All but those that were not parked at that moment.
    let open = idle.iter_mut().filter_map(|stream| hello(stream).ok()).count();
    assert!(open < 40, "{open} of 60 are open still");
    hello(&mut connect(server.address()).unwrap()).expect("there is room");
    let (code, _) = server.stop(Signal::SIGTERM);
    assert_eq!(code, Some(0));
}
