//! Signals, and what waitpid says.

use std::io;
use std::ptr;
use std::sync::atomic::{AtomicUsize, Ordering};

use cli::say;
use forking::{Children, Pid, Signals};
use libc::c_int;
use nix::errno::Errno;
use nix::sys::signal::{
    SaFlags, SigAction, SigHandler, SigSet, SigmaskHow, Signal, kill, raise,
    sigaction,
};

use super::until::{state, until};

const CHILDREN: usize = 20;

static HEARD: AtomicUsize = AtomicUsize::new(0);

extern "C" fn count(_signal: c_int) {
    HEARD.fetch_add(1, Ordering::SeqCst);
}

#[allow(unsafe_code)]
fn handle(handler: extern "C" fn(c_int)) -> cli::Result {
    let action = SigAction::new(
        SigHandler::Handler(handler),
        SaFlags::SA_RESTART,
        SigSet::empty(),
    );
    // SAFETY: the handlers of this file make no call but close(2).
    unsafe { sigaction(Signal::SIGCHLD, &action)? };
    Ok(())
}

/// Twenty children end while this process does not look.
pub(super) fn signals() -> cli::Result {
    handle(count)?;
    let mut children = Children::new(CHILDREN);
    let old = SigSet::all().thread_swap_mask(SigmaskHow::SIG_SETMASK)?;
    let pids: Vec<Pid> = (0..CHILDREN)
        .map(|_| children.spawn(|| 0))
        .collect::<Result<_, _>>()?;
    until(|| pids.iter().all(|pid| state(pid) == Some('Z')))?;
    old.thread_set_mask()?;
    say!("children that ended: {CHILDREN}");
    say!("signals that came:   {}", HEARD.load(Ordering::SeqCst));
    // One waitpid for the one signal, then the loop.
    let zombies = || pids.iter().filter(|pid| state(pid) == Some('Z')).count();
    wait(libc::WNOHANG);
    say!("zombies after one waitpid: {}", zombies());
    children.reap();
    say!("zombies after the loop:    {}", zombies());
    Ok(())
}

/// What can be done about a child that has ended.
pub(super) fn zombie() -> cli::Result {
    let mut children = Children::new(1);
    let pid = children.spawn(|| 7)?;
    until(|| state(pid) == Some('Z'))?;
    let now = || state(pid).map_or("gone".to_owned(), |s| s.to_string());
    say!("the child has ended: {}", now());
    kill(pid, Signal::SIGKILL)?;
    say!("kill -9:             {}", now());
    for ended in children.reap() {
        say!("waitpid:             it {ended}");
    }
    say!("and now:             {}", now());
    Ok(())
}

/// The three kinds of results of waitpid(2) with WNOHANG.
pub(super) fn wnohang() -> cli::Result {
    let signals = Signals::install()?;
    say!("no children:       {}", wait(libc::WNOHANG));
    let mut children = Children::new(2);
    let stop = signals.stop().clone();
    let pid = children.spawn(|| wait_for(&stop))?;
    say!("a child that runs: {}", wait(libc::WNOHANG));
    stop.stop();
    until(|| state(pid) == Some('Z'))?;
    let told = wait(libc::WNOHANG);
    say!("one that has ended: {told}, its pid");
    say!("and then:          {}", wait(libc::WNOHANG));
    Ok(())
}

fn wait_for(stop: &http_basic::Stop) -> i32 {
    use std::os::fd::AsFd;
    while http_basic::readable([stop.as_fd()], None).is_err() {}
    0
}

/// waitpid(2) as it is: what it returned, and errno in words.
#[allow(unsafe_code)]
fn wait(flags: c_int) -> String {
    // SAFETY: a null pointer says that the status is not wanted.
    match unsafe { libc::waitpid(-1, ptr::null_mut(), flags) } {
        -1 => format!("-1, {}", io::Error::last_os_error()),
        0 => "0".to_owned(),
        pid => format!("pid {pid}"),
    }
}

/// A handler whose own call fails.
#[allow(unsafe_code)]
extern "C" fn spoil(_signal: c_int) {
    // SAFETY: no descriptor has that number, so nothing is closed.
    unsafe { libc::close(-1) };
}

/// A call fails, a signal arrives, and only then errno is read.
pub(super) fn errno() -> cli::Result {
    for (name, install) in [
        ("a handler that closes -1", (|| handle(spoil)) as fn() -> _),
        ("the handler of Signals", || Ok(Signals::install().map(drop)?)),
    ] {
        install()?;
        Errno::set(Errno::ENOENT); // a file was not there
        raise(Signal::SIGCHLD)?;
        say!("{name}: {}", io::Error::last_os_error());
    }
    Ok(())
}
