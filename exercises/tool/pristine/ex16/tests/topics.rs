//! Judges the exercise `topics`.

use std::collections::BTreeSet;

use ex16::topics::{BadFilter, Listeners, MOST_LEVELS};
use testing::within;

/// Clients 1, 2, … listen with `filters`; of them `want` must hear `topic`.
#[track_caller]
fn heard<const N: usize>(
    filters: [&str; N],
    topic: &str,
    want: &[u32],
    rule: &str,
) {
    let (owned, name) = (filters.map(str::to_owned), topic.to_owned());
    let found = within("a walk", move || {
        let mut all = Listeners::default();
        for (client, filter) in (1..).zip(&owned) {
            let said = all.listen(filter, client);
            assert_eq!(said, Ok(()), "{filter:?} is a filter");
        }
        all.of(&name)
    });
    let who: Vec<&str> = (1..)
        .zip(filters)
        .filter_map(|(client, f)| found.contains(&client).then_some(f))
        .collect();
    assert_eq!(
        found,
        BTreeSet::from_iter(want.iter().copied()),
        "{rule}\n  filters {filters:?}\n  topic {topic:?}\n  heard by \
         {who:?}\n  clients found and wanted:"
    );
}

#[test]
fn a_filter_without_wildcards_hears_its_topic() {
    let rule = "it is the same levels, all of them";
    let filters = ["home/kitchen", "home", "home/kitchen/lamp", "kitchen"];
    heard(filters, "home/kitchen", &[1], rule);
    heard(filters, "home", &[2], rule);
    heard(filters, "home/kitche", &[], rule);
    heard(filters, "Home", &[], "capitals are other letters");
    heard([], "home", &[], "nobody listens");
}

#[test]
fn everybody_is_found_who_listens() {
    let rule = "a fixed level is no better than a wildcard: all that suit \
                are found, not the first or the best";
    heard(
        ["a/b/c", "a/+/c", "+/b/+", "a/#", "#", "a/b/#", "+/+/+", "x/#"],
        "a/b/c",
        &[1, 2, 3, 4, 5, 6, 7],
        rule,
    );
    let rule = "two clients may have the same filter";
    heard(["a/+", "a/+", "a/#", "a/#"], "a/b", &[1, 2, 3, 4], rule);
}

#[test]
fn one_client_is_found_once() {
    let found = within("a walk", || {
        let mut all = Listeners::default();
        for filter in ["a/b", "a/+", "a/#", "a/b"] {
            all.listen(filter, 7).expect("a filter");
        }
        all.of("a/b")
    });
    assert_eq!(found, BTreeSet::from([7]), "client 7 has four filters");
}

#[test]
fn a_plus_is_exactly_one_level() {
    let rule = "+ is one level, neither none nor two";
    let filters = ["home/+/lamp", "home/+", "+"];
    heard(filters, "home/kitchen/lamp", &[1], rule);
    heard(filters, "home/lamp", &[2], rule);
    heard(filters, "home", &[3], rule);
    heard(filters, "home/a/b/lamp", &[], rule);
    let rule = "a level may be empty, and + is that, too";
    heard(["home/+", "home", "+/+"], "home/", &[1, 3], rule);
    heard(["+/a", "/a", "a", "+"], "/a", &[1, 2], rule);
    heard(["+/+", "/+", "+", "/"], "/", &[1, 2, 4], rule);
}

#[test]
fn a_hash_is_any_number_of_levels() {
    let rule = "# is all levels from here on";
    let filters = ["home/#", "#", "home/kitchen/#"];
    heard(filters, "home/kitchen/lamp/1", &[1, 2, 3], rule);
    heard(filters, "home/", &[1, 2], rule);
    let rule = "# is also no level: home/# hears home";
    heard(filters, "home", &[1, 2], rule);
    heard(filters, "home/kitchen", &[1, 2, 3], rule);
    heard(["+/#"], "home", &[1], rule);
    let rule = "it is levels, not letters: home/# does not hear homes";
    heard(filters, "homes/kitchen", &[2], rule);
}

#[test]
fn what_the_server_says_of_itself_is_not_for_everybody() {
    let rule = "a wildcard in front does not hear what begins with $";
    let filters = ["#", "+/load", "$SYS/#", "$SYS/+", "$SYS/load", "+/#"];
    heard(filters, "$SYS/load", &[3, 4, 5], rule);
    heard(["#", "+", "$SYS", "$SYS/#"], "$SYS", &[3, 4], rule);
    let rule = "only the first character counts";
    heard(["#", "+/+", "a/+"], "a/$SYS", &[1, 2, 3], rule);
    heard(["#", "+"], "a$", &[1, 2], rule);
}

#[test]
fn what_is_no_filter_is_refused() {
    let deep = "a/".repeat(MOST_LEVELS) + "a";
    let bad = [
        ("", "a filter has a character at least"),
        ("a+", "+ is a whole level"),
        ("a/+b/c", "+ is a whole level"),
        ("++", "+ is a whole level"),
        ("a#", "# is a whole level"),
        ("a/b#", "# is a whole level"),
        ("#/a", "# is the last level"),
        ("a/#/+", "# is the last level"),
        ("##", "# is a whole level"),
        ("+#", "+ and # are two levels"),
        ("a/#/#", "# is the last level"),
        ("a\0b", "a zero character ends a text elsewhere"),
        (&deep, "who makes the tree deep takes memory: MOST_LEVELS"),
    ];
    for (filter, rule) in bad {
        let owned = filter.to_owned();
        let (said, found) = within("listen", move || {
            let mut all = Listeners::default();
            let said = all.listen(&owned, 1);
            (said, all.of(&owned.replace(['+', '#'], "x")))
        });
        assert_eq!(said, Err(BadFilter), "{rule}: {filter:?}");
        assert!(found.is_empty(), "a filter that is refused hears nothing");
    }
    let rule = "MOST_LEVELS are not too many";
    let most = "a/".repeat(MOST_LEVELS - 1) + "a";
    heard([&most, "#"], &most, &[1, 2], rule);
}

#[test]
fn what_is_no_topic_is_heard_by_nobody() {
    let rule = "a topic has no wildcards: who publishes to them would reach \
                everybody";
    let filters = ["#", "+", "a/+", "a/#", "+/+"];
    heard(filters, "a/+", &[], rule);
    heard(filters, "a/#", &[], rule);
    heard(filters, "a+", &[], rule);
    heard(filters, "", &[], "a topic is not empty");
    heard(filters, "a\0", &[], "a topic has no zero character");
    let deep = "a/".repeat(MOST_LEVELS) + "a";
    heard(filters, &deep, &[], "a topic has MOST_LEVELS levels at most");
}

#[test]
fn the_number_of_filters_does_not_matter() {
    const MANY: u32 = 20_000;
    let topic = |n| format!("town/street/house/floor/room/{n}/temperature");
    let what = "20,000 topics, with 20,000 filters: was every filter tried \
                for every topic?";
    let found = within(what, move || {
        let mut all = Listeners::default();
        all.listen("town/#", MANY).expect("a filter");
        for n in 0..MANY {
            all.listen(&topic(n), n).expect("a filter");
        }
        (0..MANY).map(|n| all.of(&topic(n)).len()).sum::<usize>()
    });
    assert_eq!(found, 40_000, "each topic has two listeners");
}
