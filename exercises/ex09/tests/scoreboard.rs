//! Judges the exercise `scoreboard`.

use std::fs;
use std::io::ErrorKind;
use std::process::Command;
use std::sync::{Arc, Barrier};
use std::thread;

use ex09::scoreboard::{Row, Scoreboard};
use testing::{finish, within};

fn board(slots: usize) -> Scoreboard {
    within("new", move || Scoreboard::new(slots).expect("memory"))
}

fn row(requests: u64, busy: bool) -> Row {
    Row { requests, busy }
}

#[test]
fn a_new_board_has_a_row_of_zeros_for_each_slot() {
    for slots in [1, 3, 4_096] {
        let rows = board(slots).rows();
        let rule = "one row for each slot, and nothing done yet";
        assert_eq!(rows, vec![row(0, false); slots], "{rule}");
    }
}

#[test]
fn a_worker_is_busy_from_its_begin_to_its_finish() {
    let board = board(2);
    board.begin(1);
    let rule = "begin: in the middle of a request";
    assert_eq!(board.rows(), [row(0, false), row(0, true)], "{rule}");
    board.finish(1);
    let rule = "finish: one request more, and not busy";
    assert_eq!(board.rows(), [row(0, false), row(1, false)], "{rule}");
    board.begin(1);
    board.begin(0);
    board.finish(1);
    let rule = "each slot has a row of its own";
    assert_eq!(board.rows(), [row(0, true), row(2, false)], "{rule}");
}

#[test]
fn the_master_learns_who_died_in_the_middle() {
    let board = board(1);
    board.begin(0);
    board.finish(0);
    assert!(!board.ended(0), "it died between two requests");
    board.begin(0);
    assert!(board.ended(0), "it died in the middle of a request");
    let rule = "the requests are the slot's and stay; the next worker in it is \
                not busy";
    assert_eq!(board.rows(), [row(1, false)], "{rule}");
    assert!(!board.ended(0), "{rule}");
}

#[test]
fn a_slot_beyond_the_rows_is_nobodys() {
    let board = board(2);
    for slot in [2, 3, usize::MAX] {
        board.begin(slot);
        board.finish(slot);
        let rule = "behind the last row is somebody else's memory";
        assert!(!board.ended(slot), "{rule}");
    }
    assert_eq!(board.rows(), [row(0, false); 2], "the rows are as they were");
}

#[test]
fn no_slots_and_too_many_are_errors() {
    for slots in [0, usize::MAX, usize::MAX / 8, usize::MAX / 16 + 2] {
        let got = within("new", move || Scoreboard::new(slots));
        let kind = got.as_ref().map_err(std::io::Error::kind).err();
        let rule = "a number that no memory has must not overflow, and an \
                    empty map does not exist (mmap(2), EINVAL)";
        let fits = kind == Some(ErrorKind::InvalidInput)
            || (slots > 0 && kind == Some(ErrorKind::OutOfMemory));
        assert!(fits, "{rule}: {slots} slots, {got:?}");
    }
}

#[test]
fn no_count_is_lost_when_several_write_to_one_row() {
    let board = Arc::new(board(1));
    let start = Arc::new(Barrier::new(4));
    let writers: Vec<_> = (0..4)
        .map(|_| {
            let (board, start) = (Arc::clone(&board), Arc::clone(&start));
            thread::spawn(move || {
                start.wait();
                (0..1_000_000).for_each(|_| board.finish(0));
            })
        })
        .collect();
    within("finish, in four threads", move || {
        writers.into_iter().for_each(|writer| writer.join().expect("no panic"));
    });
    let rule = "read, add, write in one step, or another's count is lost in \
                between";
    assert_eq!(board.rows()[0].requests, 4_000_000, "{rule}");
}

#[test]
fn a_board_that_is_dropped_is_unmapped() {
    let maps = || {
        let maps = fs::read_to_string("/proc/self/maps").expect("Linux");
        maps.lines().filter(|line| line.contains("/dev/zero")).count()
    };
    let after = within("new, drop", move || {
        for _ in 0..2_000 {
            drop(Scoreboard::new(1).expect("memory"));
        }
        maps()
    });
    let rule = "a map stays until munmap or the end of the process";
    assert!(after < 1_000, "{rule}: of 2000 boards {after} are still there");
}

/// What the program says with `workers` that do 20,000 requests each.
fn program(workers: &str) -> Vec<String> {
    let program = testing::program!("09", "scoreboard");
    let done = finish(Command::new(program).args([workers, "20000"]));
    assert_eq!(done.code, Some(0), "it ends in order: {}", done.err);
    done.out.lines().map(str::to_owned).collect()
}

#[test]
fn the_master_sees_what_workers_wrote_and_kill_9_takes_nothing_back() {
    let lines = program("1");
    let dead = "Some(0) killed by SIGKILL, in the middle of a request";
    let rule = "memory is shared only if it was mapped so before the fork: \
                what the worker wrote, the master reads";
    let want = [dead, "0: 20000 requests, busy: false"];
    assert_eq!(lines[..2], want, "{rule}");
}

#[test]
fn four_processes_count_in_one_row() {
    let lines = program("4");
    let rule = "read, add, write in one step, also between processes";
    let last = lines.last().map(String::as_str);
    assert_eq!(last, Some("4: 80000 requests, busy: false"), "{rule}");
}
