//! The wrong versions fail in the way that the page tells.

use std::net::Shutdown;

use nix::sys::signal::Signal;
use testing::{Server, drain, example, load, proc};

fn start(name: &str) -> Server {
    Server::start(example(name).env("SERVE_ADDR", "127.0.0.1:0"))
}

fn get(server: &Server) {
    let asked = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    let answer = load::ask(server.address(), asked).expect("an answer");
    assert!(answer.starts_with(b"HTTP/1.1 200 OK\r\n"));
}

#[test]
fn without_reaping_every_client_leaves_a_zombie() {
    let server = start("before_no_reaping");
    for _ in 0..10 {
        get(&server);
    }
    proc::until("all children are zombies", || {
        proc::zombies(server.pid()) == 10
    });
}

#[test]
fn one_waitpid_is_enough_for_one_child_at_a_time() {
    let server = start("before_one_waitpid");
    for _ in 0..5 {
        get(&server);
        proc::until("the child is reaped", || {
            proc::children(server.pid()).is_empty()
        });
    }
}

#[test]
fn one_waitpid_for_many_children_leaves_all_but_one() {
    let server = start("before_one_waitpid");
    let clients = load::silent(server.address(), 20);
    proc::until("each client has a child", || {
        proc::children(server.pid()).len() == 20
    });
    // While the server is stopped, all its children end: twenty signals for
    // one process, and it can have no more than one of a kind waiting.
    proc::stop(server.pid());
    for mut client in clients {
        client.shutdown(Shutdown::Write).expect("it is open");
        drain(&mut client);
    }
    proc::until("all children have ended", || {
        proc::zombies(server.pid()) == 20
    });
    server.signal(Signal::SIGCONT);
    proc::until("one is reaped", || proc::zombies(server.pid()) == 19);
    get(&server); // it has nothing else to do
    assert!(proc::zombies(server.pid()) >= 19, "only one was reaped");
}
