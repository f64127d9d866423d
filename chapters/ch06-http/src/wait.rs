//! Waiting for several descriptors at once.

use std::io;
use std::os::fd::BorrowedFd;
use std::time::{Duration, Instant};

use nix::errno::Errno;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};

/// Waits until one of `fds` can be read (or has ended, or is broken), at most
/// until `end`; says which, in their order. None: the time is over.
///
/// This is poll(2), which chapter 11 is about. Until then we need only this:
/// a server that waits for a client must also hear that it shall end.
///
/// # Errors
///
/// [`io::ErrorKind::Interrupted`] when a signal arrived; what else the system
/// said.
pub fn readable<const N: usize>(
    fds: [BorrowedFd<'_>; N],
    end: Option<Instant>,
) -> io::Result<[bool; N]> {
    wait(fds.map(|fd| (fd, PollFlags::POLLIN)), end)
}

/// Waits until `fd` has room for more bytes, at most until `end`; false: the
/// time is over.
///
/// # Errors
///
/// As [`readable`].
pub fn writable(fd: BorrowedFd<'_>, end: Option<Instant>) -> io::Result<bool> {
    Ok(wait([(fd, PollFlags::POLLOUT)], end)?[0])
}

/// The same for each descriptor's own events.
pub(crate) fn wait<const N: usize>(
    fds: [(BorrowedFd<'_>, PollFlags); N],
    end: Option<Instant>,
) -> io::Result<[bool; N]> {
    let mut fds = fds.map(|(fd, events)| PollFd::new(fd, events));
    match poll(&mut fds, time_left(end)) {
        Ok(_) => Ok(fds.map(|fd| fd.any().unwrap_or(true))),
        Err(Errno::EINTR) => Err(io::ErrorKind::Interrupted.into()),
        Err(error) => Err(error.into()),
    }
}

/// `None` when a signal arrived: time to look at everything again.
pub(crate) fn uninterrupted<T>(result: io::Result<T>) -> io::Result<Option<T>> {
    match result {
        Err(e) if e.kind() == io::ErrorKind::Interrupted => Ok(None),
        result => result.map(Some),
    }
}

/// In milliseconds, rounded up: rounded down it would spin through the last
/// one.
fn time_left(end: Option<Instant>) -> PollTimeout {
    let Some(end) = end else { return PollTimeout::NONE };
    let left = end.saturating_duration_since(Instant::now());
    let left = left.saturating_add(Duration::from_nanos(999_999));
    PollTimeout::try_from(left.as_millis()).unwrap_or(PollTimeout::MAX)
}

/// When `time` is over; nobody waits longer than a year.
pub(crate) fn after(time: Duration) -> Option<Instant> {
    const YEAR: Duration = Duration::from_secs(365 * 24 * 60 * 60);
    Instant::now().checked_add(time.min(YEAR))
}

pub(crate) fn is_over(end: Option<Instant>) -> bool {
    end.is_some_and(|end| Instant::now() >= end)
}

pub(crate) fn earliest(
    a: Option<Instant>,
    b: Option<Instant>,
) -> Option<Instant> {
    [a, b].into_iter().flatten().min()
}

#[cfg(test)]
mod tests {
    use std::os::fd::AsFd;

    use super::*;
    use crate::Stop;

    #[test]
    fn a_wait_ends_with_its_time_or_with_the_word() {
        let (never, stop) = (Stop::new().unwrap(), Stop::new().unwrap());
        let fds = [never.as_fd(), stop.as_fd()];
        let soon = Instant::now() + Duration::from_millis(5);
        assert_eq!(readable(fds, Some(soon)).unwrap(), [false, false]);
        assert!(Instant::now() >= soon, "it came back early");
        stop.stop();
        let late = Some(Instant::now() + testing::LIMIT);
        assert_eq!(readable(fds, late).unwrap(), [false, true]);
        assert_eq!(readable(fds, None).unwrap(), [false, true], "it stays");
    }
}
