//! What a process group has used, from /proc/PID/stat (proc(5)).

use std::fs;
use std::io;
use std::time::Duration;

use nix::unistd::{SysconfVar, sysconf};

/// One process, as its line in /proc shows it.
struct Process {
    pid: i32,
    parent: i32,
    group: i32,
    /// utime + stime + cutime + cstime, in clock ticks.
    ticks: u64,
}

impl Process {
    fn parse(line: &str) -> Option<Process> {
        // The name stands in parentheses, and may contain some.
        let pid = line.split(' ').next()?.parse().ok()?;
        let (_, rest) = line.rsplit_once(") ")?;
        let fields: Vec<&str> = rest.split(' ').collect();
        // `rest` begins with the third field of proc(5).
        let number = |field: usize| -> Option<i64> {
            fields.get(field - 3)?.parse().ok()
        };
        let ticks = [14, 15, 16, 17].into_iter().map(number);
        let ticks = ticks.sum::<Option<i64>>()?;
        Some(Process {
            pid,
            parent: number(4)?.try_into().ok()?,
            group: number(5)?.try_into().ok()?,
            ticks: ticks.try_into().ok()?,
        })
    }
}

/// Every process of `group`, zombies included.
fn members(group: i32) -> io::Result<Vec<Process>> {
    let mut found = Vec::new();
    for entry in fs::read_dir("/proc")? {
        let path = entry?.path().join("stat");
        // Some are no processes, and some are gone by now.
        if let Ok(line) = fs::read_to_string(path)
            && let Some(process) = Process::parse(&line)
            && process.group == group
        {
            found.push(process);
        }
    }
    Ok(found)
}

/// CPU time of all members, and of the children that they have waited for.
pub(crate) fn cpu_time(group: i32) -> io::Result<Duration> {
    let ticks: u64 = members(group)?.iter().map(|process| process.ticks).sum();
    let per_second = sysconf(SysconfVar::CLK_TCK)?.unwrap_or(100);
    Ok(Duration::from_secs_f64(ticks as f64 / per_second as f64))
}

/// A child of the process that leads `group`.
pub(crate) fn child_of_leader(group: i32) -> io::Result<Option<i32>> {
    let child = members(group)?.into_iter().find(|p| p.parent == group);
    Ok(child.map(|process| process.pid))
}
