//! Judges the exercise `slots`.

use ex09::slots::Slots;
use testing::within;

/// Slots with workers 71, 72, … in all of them.
fn full(wanted: usize) -> Slots {
    let mut slots = Slots::new(wanted);
    for (slot, pid) in (0..wanted).zip(71..) {
        let rule = "the first workers get 0, 1, 2, …";
        assert_eq!(slots.started(pid), Some(slot), "{rule}");
    }
    slots
}

#[test]
fn workers_are_numbered_from_zero() {
    within("started", || {
        let mut slots = full(3);
        assert_eq!(slots.free(), None, "as many run as are wanted");
        let rule = "when no slot is free nobody gets one";
        assert_eq!(slots.started(99), None, "{rule}");
        assert_eq!(slots.ended(99), None, "{rule}");
        assert!(slots.surplus().is_empty(), "nobody is too many");
    });
}

#[test]
fn the_next_worker_gets_the_number_of_the_dead_one() {
    within("started", || {
        let mut slots = full(3);
        assert_eq!(slots.ended(72), Some(1), "72 was in slot 1");
        let rule = "the slot of the dead worker is the next one's; nobody else \
                    moves";
        assert_eq!(slots.free(), Some(1), "{rule}");
        assert_eq!(slots.started(80), Some(1), "{rule}");
        assert_eq!(slots.ended(73), Some(2), "{rule}");
        assert_eq!(slots.ended(71), Some(0), "{rule}");
    });
}

#[test]
fn the_lowest_free_slot_is_taken_first() {
    within("started", || {
        let mut slots = full(4);
        for pid in [73, 71, 74] {
            slots.ended(pid);
        }
        let rule = "of several free slots the lowest one is next, whoever \
                    ended last";
        assert_eq!(slots.started(80), Some(0), "{rule}");
        assert_eq!(slots.started(81), Some(2), "{rule}");
        assert_eq!(slots.started(82), Some(3), "{rule}");
        assert_eq!(slots.started(83), None, "{rule}");
    });
}

#[test]
fn a_stranger_who_ends_frees_nothing() {
    within("ended", || {
        let mut slots = full(2);
        let rule = "waitpid tells of every child, also of one that is no \
                    worker, and of none twice";
        assert_eq!(slots.ended(1), None, "{rule}");
        assert_eq!(slots.free(), None, "{rule}");
        assert_eq!(slots.ended(71), Some(0), "{rule}");
        assert_eq!(slots.ended(71), None, "{rule}");
        assert_eq!(slots.ended(0), None, "{rule}");
        assert_eq!(slots.ended(-1), None, "{rule}");
    });
}

#[test]
fn the_highest_ones_are_surplus_when_fewer_are_wanted() {
    within("resize", || {
        let mut slots = full(4);
        slots.resize(2);
        let rule = "those beyond the number that is wanted shall end, the \
                    highest slot first; they keep their slots until they have";
        assert_eq!(slots.surplus(), [74, 73], "{rule}");
        assert_eq!(slots.free(), None, "{rule}");
        assert_eq!(slots.ended(74), Some(3), "{rule}");
        assert_eq!(slots.surplus(), [73], "{rule}");
        assert_eq!(slots.free(), None, "a slot that is not wanted stays empty");
        assert_eq!(slots.ended(71), Some(0), "{rule}");
        assert_eq!(slots.surplus(), [73], "73 stays surplus: nobody moves");
        assert_eq!(slots.started(80), Some(0), "{rule}");
        assert_eq!(slots.ended(73), Some(2), "{rule}");
        assert_eq!((slots.free(), slots.surplus()), (None, vec![]), "{rule}");
    });
}

#[test]
fn surplus_workers_are_wanted_again_when_more_are() {
    within("resize", || {
        let mut slots = full(3);
        slots.resize(1);
        slots.resize(4);
        let rule = "who had not ended is surplus no longer, and still in the \
                    slot";
        assert!(slots.surplus().is_empty(), "{rule}");
        assert_eq!(slots.started(80), Some(3), "{rule}");
        assert_eq!(slots.ended(73), Some(2), "{rule}");
        assert_eq!(slots.ended(72), Some(1), "{rule}");
        slots.resize(3);
        assert_eq!(slots.surplus(), [80], "{rule}");
        assert_eq!(slots.free(), Some(1), "{rule}");
    });
}

#[test]
fn no_worker_at_all_may_be_wanted() {
    within("resize", || {
        let mut slots = Slots::new(0);
        assert_eq!(slots.free(), None, "no worker is wanted");
        assert_eq!(slots.started(71), None, "no worker is wanted");
        slots.resize(1);
        assert_eq!(slots.started(71), Some(0), "one is wanted");
        slots.resize(0);
        assert_eq!(slots.surplus(), [71], "the last one is surplus, too");
    });
}
