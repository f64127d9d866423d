//! Judges the exercise `links`.

use std::cell::RefCell;
use std::rc::Rc;

use ex16::links::{Links, Mac, Refused};
use testing::within;

/// For tests only: what it makes is short, and everybody could make it.
#[derive(Clone)]
struct Toy {
    key: u64,
    calls: Rc<RefCell<Vec<String>>>,
}

fn toy(key: u64) -> Toy {
    Toy { key, calls: Rc::default() }
}

impl Toy {
    /// Eight bytes that depend on the key and on each byte of the message.
    fn tag(&self, message: &[u8]) -> Vec<u8> {
        let start = 0xcbf2_9ce4_8422_2325_u64 ^ self.key;
        let mix = |hash: u64, byte: &u8| {
            let mixed = (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3);
            mixed.rotate_left(17) ^ self.key
        };
        message.iter().fold(start, mix).to_be_bytes().to_vec()
    }
}

impl Mac for Toy {
    fn sign(&self, message: &[u8]) -> Vec<u8> {
        self.calls.borrow_mut().push(format!("sign with {}", self.key));
        self.tag(message)
    }

    fn verify(&self, message: &[u8], tag: &[u8]) -> bool {
        self.calls.borrow_mut().push(format!("verify with {}", self.key));
        self.tag(message) == tag
    }
}

fn invoices() -> Links<Toy> {
    Links::new("invoice", toy(1), vec![])
}

/// The target without its tag, with `&tag=`; and the tag.
#[track_caller]
fn parts(target: &str) -> (String, String) {
    let (front, tag) = target.split_once("&tag=").unwrap_or_else(|| {
        panic!("a link is PATH?until=NUMBER&tag=TAG: {target:?}")
    });
    (format!("{front}&tag="), tag.to_owned())
}

#[track_caller]
fn refused(target: &str, now: u64, want: Refused, rule: &str) {
    let copy = target.to_owned();
    let got = within("check", move || {
        invoices().check(&copy, now).map(str::to_owned)
    });
    assert_eq!(got, Err(want), "{rule}\n  {target:?} at {now}: got and want");
}

#[test]
fn a_link_is_good_for_its_path() {
    let (target, path) = within("sign and check", || {
        let target = invoices().sign("/invoice/7.pdf", 1000);
        let path = invoices().check(&target, 999).map(str::to_owned);
        (target, path)
    });
    let (front, tag) = parts(&target);
    let rule = "a link is PATH?until=NUMBER&tag=TAG";
    assert_eq!(front, "/invoice/7.pdf?until=1000&tag=", "{rule}");
    let rule = "eight bytes are 11 characters of BASE64, without padding";
    assert_eq!(tag.len(), 11, "{rule}: {tag:?}");
    let want = Ok("/invoice/7.pdf".to_owned());
    assert_eq!(path, want, "what was signed is good: {target:?}");
}

#[test]
fn it_ends_when_its_time_is_over() {
    let target = within("sign", || invoices().sign("/a", 1000));
    let rule = "good before `until`, and no longer";
    refused(&target, 1000, Refused::Expired, rule);
    refused(&target, u64::MAX, Refused::Expired, rule);
    let never = within("sign", || invoices().sign("/a", 0));
    refused(&never, 0, Refused::Expired, rule);
}

#[test]
fn a_changed_link_is_forged() {
    let target = within("sign", || invoices().sign("/invoice/7", 1000));
    let (_, tag) = parts(&target);
    let rule = "the tag covers the path";
    let other = format!("/invoice/8?until=1000&tag={tag}");
    refused(&other, 0, Refused::Forged, rule);
    let rule = "the tag covers the time: a client may not have longer";
    let other = format!("/invoice/7?until=2000&tag={tag}");
    refused(&other, 0, Refused::Forged, rule);
    let rule = "this is not the tag";
    for tag in ["AAAAAAAAAAA", &tag[..4]] {
        let other = format!("/invoice/7?until=1000&tag={tag}");
        refused(&other, 0, Refused::Forged, rule);
    }
}

#[test]
fn nobody_looks_at_the_time_of_a_forged_link() {
    let target = within("sign", || invoices().sign("/invoice/7", 1000));
    let (_, tag) = parts(&target);
    let other = format!("/invoice/8?until=1000&tag={tag}");
    let rule = "the tag first: `until` of a forged link is what a stranger \
                says, and \"expired\" would say that the rest was good";
    refused(&other, 5000, Refused::Forged, rule);
}

#[test]
fn where_one_part_ends_and_the_next_begins_is_plain() {
    let rule = "one tag for two links: the parts of the message run into \
                each other";
    for (path, until, other) in [
        ("/invoice/7", 15, "/invoice/71?until=5"),
        ("/invoice/71", 5, "/invoice/7?until=15"),
        ("/a", 10, "/a1?until=0"),
        ("/a/1", 2, "/a/?until=12"),
        ("/a:1", 2, "/a?until=12"),
        ("/a.1", 2, "/a?until=12"),
    ] {
        let target = within("sign", move || invoices().sign(path, until));
        let (_, tag) = parts(&target);
        let rule = format!("{rule}\n  the tag of {path:?} until {until}, in");
        refused(&format!("{other}&tag={tag}"), 0, Refused::Forged, &rule);
    }
}

#[test]
fn a_tag_is_for_one_purpose() {
    let rule = "the same key, another purpose: a link to look at something \
                must not be one to delete it";
    for (purpose, path, other, other_path) in [
        ("show", "/a", "delete", "/a"),
        ("show", "/a/b", "show/a", "/b"),
        ("show/a", "/b", "show", "/a/b"),
    ] {
        let got = within("sign and check", move || {
            let target = Links::new(purpose, toy(1), vec![]).sign(path, 9);
            let (_, tag) = parts(&target);
            let target = format!("{other_path}?until=9&tag={tag}");
            let links = Links::new(other, toy(1), vec![]);
            links.check(&target, 0).map(str::to_owned)
        });
        let links = format!("{purpose:?} {path:?}, {other:?} {other_path:?}");
        assert_eq!(got, Err(Refused::Forged), "{rule}\n  {links}");
    }
}

#[test]
fn old_keys_are_good_and_the_newest_signs() {
    let (kept, gone, new) = within("sign and check", || {
        let old = Links::new("invoice", toy(2), vec![]).sign("/a", 9);
        let older = Links::new("invoice", toy(1), vec![]).sign("/a", 9);
        let older_still = Links::new("invoice", toy(0), vec![]).sign("/a", 9);
        let links = Links::new("invoice", toy(3), vec![toy(2), toy(1)]);
        let good = |target: &str| links.check(target, 0).is_ok();
        let new = Links::new("invoice", toy(3), vec![]);
        let signed = new.check(&links.sign("/a", 9), 0).is_ok();
        ([good(&old), good(&older)], good(&older_still), signed)
    });
    assert_eq!(kept, [true, true], "a link of each old key is still good");
    assert!(!gone, "a key that is no longer there is good for nothing");
    assert!(new, "the newest key signs, or the old ones can never go");
}

#[test]
fn tags_are_not_compared_by_hand() {
    let calls = within("check", || {
        let mac = toy(1);
        let links = Links::new("invoice", mac.clone(), vec![]);
        let target = links.sign("/a", 9);
        mac.calls.borrow_mut().clear();
        links.check(&target, 0).expect("a good link");
        mac.calls.take()
    });
    let rule = "ask Mac::verify; == ends at the first byte that differs, and \
                so tells how much of a tag was right";
    assert_eq!(calls, ["verify with 1"], "{rule}");
}

#[test]
fn any_other_form_is_malformed() {
    let target = within("sign", || invoices().sign("/a", 1000));
    let (_, tag) = parts(&target);
    let rule = "what the tag does not cover must not be there: exactly \
                PATH?until=NUMBER&tag=TAG";
    for other in [
        "/a".to_owned(),
        "/a?".to_owned(),
        "/a?until=1000".to_owned(),
        format!("/a?tag={tag}"),
        format!("/a?tag={tag}&until=1000"),
        format!("/a?until=1000&tag={tag}&file=/etc/passwd"),
        format!("/a?file=/etc/passwd&until=1000&tag={tag}"),
        format!("/a?until=1000&until=9000&tag={tag}"),
        format!("/a?until=1000&tag={tag}&tag={tag}"),
        format!("/a?until=1000&tag={tag}&until=9000"),
        format!("/a?until=1000;tag={tag}"),
        format!("/a?Until=1000&tag={tag}"),
        format!("/a?x?until=1000&tag={tag}"),
    ] {
        refused(&other, 0, Refused::Malformed, rule);
    }
    let rule = "a path begins with a slash";
    for other in ["?until=1000&tag=", "a?until=1000&tag="] {
        refused(&format!("{other}{tag}"), 0, Refused::Malformed, rule);
    }
}

#[test]
fn there_is_one_way_to_write_a_link() {
    let target = within("sign", || invoices().sign("/a", 1000));
    let (_, tag) = parts(&target);
    let rule = "a number has digits, no zero in front, and fits into a u64: \
                two links that are one spoil each list of links";
    let long = "18446744073709551616";
    for until in ["+1000", "01000", "", "-1", "1000 ", "1e3", "1_000", long] {
        let other = format!("/a?until={until}&tag={tag}");
        refused(&other, 0, Refused::Malformed, rule);
    }
    let rule = "a tag is what BASE64 decodes, in one way only";
    // The last of 11 characters carries four bits; two more are zero.
    let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz\
                    0123456789-_";
    let last = tag.chars().next_back().and_then(|c| alphabet.find(c));
    let next = last.and_then(|at| alphabet.as_bytes().get(at + 1).copied());
    let twin = format!("{}{}", &tag[..10], char::from(next.expect("a twin")));
    for tag in [format!("{tag}="), twin, format!("{tag}!"), format!(" {tag}")] {
        let other = format!("/a?until=1000&tag={tag}");
        refused(&other, 0, Refused::Malformed, rule);
    }
}
