//! The servers of chapters 6 to 9, and of 14, as small loops straight on
//! system calls, to measure ours against. Started by the program `servers`.
//!
//! `minimal MODEL echo` sends lines back; `minimal MODEL hello BODY` answers
//! every head with the same reply. `minimal MODEL keep BODY` does so as long
//! as heads come, and `minimal MODEL upload` sends bodies back. MODEL is
//! `sequential`, `fork`, `thread`, `pool` or `prefork`. It listens on a free
//! port of 127.0.0.1 and says which; SIGTERM and SIGINT end it with exit
//! status 0.
//!
//! # What a request costs here
//!
//! The calls that any server of that model needs, and no others:
//!
//! * A connection: `accept4` on a listener that does not block; when nobody is
//!   there, `poll` on the listener and on the pipe that SIGTERM writes to.
//!   Pre-fork blocks in `accept4` instead.
//! * Bytes: `recv` without waiting; when there are none, `poll` with a time-out
//!   of 10 s. `send` without waiting; the same `poll` when there is no room.
//! * The end: echo closes when the client has said that it is done; hello looks
//!   once more (`recv` of one byte) and closes, and reads on after
//!   `shutdown` if there was something, so that no reply is destroyed.
//! * Where connections are kept: `recv` and `send` that wait, each at most 10
//!   s (`setsockopt`, twice for a connection); one `send` for all heads that
//!   came in one `recv`. A body is read to where it stays, and sent from there
//!   with the head of the reply.
//! * Fork: `fork`, `close` of the other's descriptor on both sides, `_exit`;
//!   `waitpid` in a loop in the handler of SIGCHLD. At most 256 children.
//! * Thread: `pthread_create`, detached, 256 KiB of stack. At most 256.
//! * Pool: a ring of descriptors, one `pthread_mutex_t`, two `pthread_cond_t`.
//! * Pre-fork: the master only waits for signals; a worker that died is
//!   replaced.
//!
//! # Left out on purpose
//!
//! What ours do beyond that, and what the ratio therefore shows: a list of
//! running children or open streams, a grace at the end (here the time-outs
//! end what is left), the short wait for a first byte, a parsed request and
//! its limits, a reply that is put together, messages about errors, panics.

mod calls;
mod fork;
mod kept;
mod pool;
mod prefork;
mod say;
mod sequential;
mod thread;

use calls::{Blocking, listen};
use say::Say;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    let (model, say) = match words[..] {
        [model, "echo"] => (model, Say::Echo),
        [model, "hello", body] => (model, Say::hello(body)),
        [model, "keep", body] => (model, Say::keep(body)),
        [model, "upload"] => (model, Say::Upload),
        _ => usage(),
    };
    match model {
        "sequential" => sequential::serve(listen(Blocking::No), say),
        "fork" => fork::serve(listen(Blocking::No), say),
        "thread" => thread::serve(listen(Blocking::No), say),
        "pool" => pool::serve(listen(Blocking::No), say),
        "prefork" => prefork::serve(listen(Blocking::Yes), say),
        _ => usage(),
    }
}

fn usage() -> ! {
    let models = "sequential|fork|thread|pool|prefork";
    eprintln!("minimal {models} echo|hello BODY|keep BODY|upload");
    std::process::exit(2);
}
