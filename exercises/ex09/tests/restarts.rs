//! Judges the exercise `restarts`.

use std::time::{Duration, Instant};

use ex09::restarts::Restarts;
use testing::within;

const SECOND: Duration = Duration::from_secs(1);

/// The starts after `deaths`, all in seconds, with at most `most` in any span
/// of `span`.
fn starts(most: usize, span: u64, deaths: Vec<u64>) -> Vec<Option<u64>> {
    within("after_death: does it wait itself?", move || {
        let zero = Instant::now();
        let mut restarts = Restarts::new(most, Duration::from_secs(span));
        let start = |death: u64| {
            let now = zero + Duration::from_secs(death);
            let start = restarts.after_death(now)?;
            Some(start.duration_since(zero).as_secs())
        };
        deaths.into_iter().map(start).collect()
    })
}

#[track_caller]
fn check(most: usize, span: u64, table: &[(u64, u64)], rule: &str) {
    let deaths = table.iter().map(|(death, _)| *death).collect();
    let got = starts(most, span, deaths);
    let want: Vec<_> = table.iter().map(|(_, start)| Some(*start)).collect();
    assert_eq!(
        got, want,
        "{rule}\n  at most {most} starts in any {span} s; (death, start) in s: \
         {table:?}\n  got and want:",
    );
}

#[test]
fn the_example_of_the_task_holds() {
    let table = [(0, 0), (1, 1), (2, 10), (3, 11), (30, 30)];
    check(2, 10, &table, "as early as the rule allows, and no earlier");
}

#[test]
fn so_many_may_start_at_once() {
    let rule = "up to `most` starts need not wait";
    check(3, 10, &[(5, 5), (5, 5), (5, 5)], rule);
    let rule = "one more than `most` waits for the end of the span";
    check(3, 10, &[(5, 5), (5, 5), (5, 5), (5, 15)], rule);
    check(1, 10, &[(0, 0), (0, 10), (0, 20), (0, 30)], rule);
}

#[test]
fn a_span_without_end_lets_nobody_in_again() {
    let got = within("after_death", || {
        let now = Instant::now();
        let mut restarts = Restarts::new(2, Duration::MAX);
        [(); 4].map(|()| restarts.after_death(now).is_some())
    });
    let rule = "the third start waits for ever, and so does every other";
    assert_eq!(got, [true, true, false, false], "{rule} (true: it starts)");
}

#[test]
fn the_end_of_a_span_is_no_part_of_it() {
    let rule =
        "a span of 10 s that begins with a start at 0 s ends before 10 s";
    check(1, 10, &[(0, 0), (10, 10), (20, 20)], rule);
    check(2, 10, &[(0, 0), (9, 9), (10, 10), (11, 19)], rule);
}

#[test]
fn a_span_may_begin_anywhere() {
    let rule = "who counts from 0 s to 10 s, and anew from 10 s on, allows \
                twice as many around 10 s";
    check(2, 10, &[(8, 8), (9, 9), (10, 18), (11, 19)], rule);
}

#[test]
fn a_promised_start_counts_from_its_own_time() {
    let rule = "the third worker starts at 10 s, not when the second died: \
                the next spans begin there";
    check(1, 10, &[(0, 0), (1, 10), (12, 20), (25, 30)], rule);
    let table = [(0, 0), (0, 0), (1, 10), (15, 15), (16, 20), (17, 25)];
    check(2, 10, &table, rule);
}

#[test]
fn no_start_is_before_one_that_was_promised() {
    let rule = "clocks are read by several processors: a death that seems to \
                be before the last start";
    check(3, 10, &[(5, 5), (3, 5), (4, 5), (5, 15)], rule);
}

#[test]
fn a_quiet_time_makes_all_forgotten() {
    let rule = "starts that are longer ago than the span do not matter";
    let table = [(0, 0), (0, 0), (0, 10), (60, 60), (60, 60), (60, 70)];
    check(2, 10, &table, rule);
}

#[test]
fn no_restart_at_all_may_be_wanted() {
    let rule = "`most` of 0: no worker is ever started again";
    let got = starts(0, 10, vec![0, 100]);
    assert_eq!(got, [None, None], "{rule}");
    let rule = "a span of no time has no start in it";
    check(1, 0, &[(5, 5), (5, 5), (6, 6)], rule);
}

#[test]
fn any_span_of_any_deaths_keeps_to_it() {
    // A generator of numbers that look random and are the same in every run.
    let mut seed = 1_u32;
    let mut below = |n: u32| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        u64::from((seed >> 8) % n)
    };
    for _ in 0..200 {
        let (most, span) = (1 + below(4) as usize, 1 + below(20));
        let mut now = 0;
        let deaths: Vec<u64> = (0..60)
            .map(|_| {
                now += below(8);
                now
            })
            .collect();
        let got = starts(most, span, deaths.clone());
        let got: Vec<u64> = got.into_iter().flatten().collect();
        assert_eq!(got.len(), deaths.len(), "each death has its start");
        for (i, &start) in got.iter().enumerate() {
            let before = i.checked_sub(most).map(|first| got[first] + span);
            let want = deaths[i].max(before.unwrap_or(0));
            assert_eq!(
                start, want,
                "start {i}, {most} in any {span} s, deaths {deaths:?}, starts \
                 {got:?}",
            );
        }
    }
}

#[test]
fn only_so_many_times_are_remembered() {
    let length = |deaths: u64| {
        within("after_death, many times", move || {
            let zero = Instant::now();
            let mut restarts = Restarts::new(3, SECOND);
            for death in 0..deaths {
                restarts.after_death(zero + Duration::from_millis(death));
            }
            format!("{restarts:?}").len()
        })
    };
    let (few, many) = (length(10), length(10_000));
    let rule = "a master runs for years: what it remembers of the dead must \
                not grow";
    assert!(
        many < few + 100,
        "{rule}: printed, it has {few} bytes after 10 deaths, {many} after \
         10,000",
    );
    let rule = "nothing is put aside for times that are not there yet";
    let got = starts(usize::MAX, 10, vec![0, 0]);
    assert_eq!(got, [Some(0), Some(0)], "{rule}");
}
