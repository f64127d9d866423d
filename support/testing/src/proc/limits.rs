//! What a process may hold (getrlimit(2)).

#[cfg(target_os = "linux")]
use std::os::linux::fs::MetadataExt;
#[cfg(target_os = "linux")]
use std::{fs, io, thread};

use nix::sys::resource::{Resource, getrlimit, setrlimit};
#[cfg(target_os = "linux")]
use nix::unistd::Uid;

/// Lets this process, and what it starts, have `n` descriptors open.
///
/// # Panics
///
/// When the system's hard limit is lower: says how to raise it.
pub fn allow_descriptors(n: u64) {
    let (soft, hard) = getrlimit(Resource::RLIMIT_NOFILE).expect("a limit");
    if soft >= n {
        return;
    }
    let raised = setrlimit(Resource::RLIMIT_NOFILE, n, hard.max(n));
    raised.unwrap_or_else(|error| {
        panic!("{n} descriptors are not allowed ({error}): ulimit -Hn {n}")
    });
}

/// Which of a process's resources [`limit`] limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limited {
    /// Open descriptors (RLIMIT_NOFILE): one more fails with EMFILE.
    Descriptors,
    /// Processes and threads of its user (RLIMIT_NPROC): one more fails with
    /// EAGAIN, unless the user is root.
    Processes,
}

/// Sets the soft limit of a running process (prlimit(2)), and returns what it
/// was before. Root may do so for other users' processes.
///
/// # Panics
///
/// When there is no such process, it is another user's, or `n` is above its
/// hard limit.
#[track_caller]
#[cfg(target_os = "linux")]
pub fn limit(pid: u32, what: Limited, n: u64) -> u64 {
    let owner = fs::metadata(format!("/proc/{pid}")).expect("a process");
    // The kernel lets a user limit its own processes, and changes the user of
    // the one thread that asks for it (setresuid(2), "C library/kernel
    // differences"): this one ends when it has done its work.
    let work = move || {
        if Uid::effective().is_root() {
            become_user(owner.st_uid(), owner.st_gid());
        }
        limit_own(pid, what, n)
    };
    thread::spawn(work).join().expect("a process whose limits we may set")
}

#[cfg(target_os = "linux")]
#[allow(unsafe_code)]
fn become_user(user: u32, group: u32) {
    // SAFETY: both calls take numbers and touch no memory of ours.
    let changed = unsafe {
        [
            libc::syscall(libc::SYS_setresgid, group, group, group),
            libc::syscall(libc::SYS_setresuid, user, user, user),
        ]
    };
    assert_eq!(changed, [0, 0], "setresuid: {}", io::Error::last_os_error());
}

#[cfg(target_os = "linux")]
#[allow(unsafe_code)]
fn limit_own(pid: u32, what: Limited, n: u64) -> u64 {
    let resource = match what {
        Limited::Descriptors => libc::RLIMIT_NOFILE,
        Limited::Processes => libc::RLIMIT_NPROC,
    };
    let pid = i32::try_from(pid).expect("a process id");
    let mut old = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    // SAFETY: the call reads nothing (null) and writes one rlimit to `old`.
    let got =
        unsafe { libc::prlimit(pid, resource, std::ptr::null(), &raw mut old) };
    let new = libc::rlimit { rlim_cur: n, ..old };
    // SAFETY: the call reads one rlimit from `new` and writes nothing.
    let set = unsafe {
        libc::prlimit(pid, resource, &raw const new, std::ptr::null_mut())
    };
    assert_eq!((got, set), (0, 0), "prlimit: {}", io::Error::last_os_error());
    old.rlim_cur
}
