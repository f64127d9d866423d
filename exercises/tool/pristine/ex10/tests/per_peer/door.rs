//! The count alone, without a server.

use super::*;

fn ip(text: &str) -> IpAddr {
    text.parse().expect("an address")
}

#[test]
fn so_many_of_one_address_may_enter() {
    let got = within("enter", || {
        let door = Door::new(2);
        let one = ip("192.0.2.1");
        let first = [door.enter(one), door.enter(one), door.enter(one)];
        let other = door.enter(ip("192.0.2.2"));
        door.leave(one);
        (first, other, [door.enter(one), door.enter(one)])
    });
    let rule = "two may be inside, per address; who leaves makes room for one";
    assert_eq!(got, ([true, true, false], true, [true, false]), "{rule}");
    let none = within("enter", || Door::new(0).enter(ip("::1")));
    assert!(!none, "a door for nobody lets nobody in");
}

#[test]
fn who_was_refused_does_not_count() {
    let got = within("enter", || {
        let door = Door::new(1);
        let one = ip("192.0.2.1");
        let first: Vec<bool> = (0..10).map(|_| door.enter(one)).collect();
        door.leave(one);
        (first.iter().filter(|entered| **entered).count(), door.enter(one))
    });
    let rule = "ten tries, one inside: when that one leaves there is room";
    assert_eq!(got, (1, true), "{rule}");
}

#[test]
fn addresses_are_forgotten() {
    let got = within("enter, leave", || {
        let door = Door::new(1);
        for last in 0..=255 {
            let one = IpAddr::from([192, 0, 2, last]);
            door.enter(one);
            door.enter(one); // refused
            door.leave(one);
        }
        let nobody = door.remembered();
        door.leave(ip("192.0.2.1")); // was not inside
        let none = Door::new(0);
        none.enter(ip("192.0.2.1"));
        door.enter(ip("192.0.2.1"));
        (nobody, none.remembered(), door.remembered())
    });
    let rule = "who talks to nobody need not be remembered";
    assert_eq!(got, (0, 0, 1), "{rule}");
}

#[test]
fn no_count_is_lost_between_threads() {
    let (most, left) = within("enter, leave, in threads", || {
        let door = Arc::new(Door::new(3));
        let inside = Arc::new(AtomicUsize::new(0));
        // Whoever lets others go first may wait long on a busy machine.
        let end = Instant::now() + LIMIT / 5;
        let worker = || {
            let (door, inside) = (Arc::clone(&door), Arc::clone(&inside));
            thread::spawn(move || {
                let mut most = 0;
                for _ in 0..50_000 {
                    if Instant::now() > end {
                        break;
                    }
                    if door.enter(ip("::1")) {
                        most = most.max(inside.fetch_add(1, Ordering::SeqCst));
                        thread::yield_now();
                        inside.fetch_sub(1, Ordering::SeqCst);
                        door.leave(ip("::1"));
                    }
                }
                most + 1
            })
        };
        let workers: Vec<_> = (0..8).map(|_| worker()).collect();
        let most = workers.into_iter().map(|w| w.join().expect("no panic"));
        (most.max(), door.remembered())
    });
    let rule = "look and count in one step";
    assert!(most <= Some(3) && left == 0, "{rule}: {most:?} inside, {left}");
}
