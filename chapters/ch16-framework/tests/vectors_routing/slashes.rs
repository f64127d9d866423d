//! Slashes that are too many or too few.

use carafe::routing::Rule;

use crate::judge::{Judge, map, plain};

pub(crate) fn merge_slashes() -> Judge {
    let tail = map([
        Rule::new("/no/tail", "no_tail"),
        Rule::new("/yes/tail/", "yes_tail"),
        Rule::new("/with/<path:path>", "with_path"),
        Rule::new("/no//merge", "no_merge").with_merge_slashes(false),
        Rule::new("/no/merging", "no_merging").with_merge_slashes(false),
    ]);
    let mut judge = Judge::of(
        "test_merge_slashes_match, test_merge_slash_encoding, \
         test_merge_slashes_build",
    );
    judge.finds(
        &tail,
        &[
            ("GET /no//tail", "-> /no/tail"),
            ("GET /yes//tail", "-> /yes/tail/"),
            ("GET /yes/tail//", "-> /yes/tail/"),
            ("GET //yes///tail////", "-> /yes/tail/"),
            ("GET /no/tail", "no_tail"),
            ("GET /yes/tail/", "yes_tail"),
            (
                "GET /with/http://example.com/",
                "with_path path=http://example.com/",
            ),
            ("GET /with/x//y", "with_path path=x//y"),
            ("GET /no//merge", "no_merge"),
            ("GET /no/merging", "no_merging"),
            ("GET /no//merging", "404"),
        ],
    );
    judge.finds(
        &plain(&[("/merge/<some>/path", "merge")]),
        &[
            ("GET /merge/%//path", "-> /merge/%25/path"),
            ("GET /merge//st/path", "-> /merge/st/path"),
        ],
    );
    let build = map([
        Rule::new("/yes//merge", "yes_merge"),
        Rule::new("/no//merge", "no_merge").with_merge_slashes(false),
    ]);
    judge.builds(
        &build,
        &[("yes_merge", &[], "/yes/merge"), ("no_merge", &[], "/no//merge")],
    );
    judge
}

pub(crate) fn strict_slashes() -> Judge {
    let first = map([
        Rule::new("/bar/", "get").with_methods(["GET"]),
        Rule::new("/bar", "post").with_methods(["POST"]),
        Rule::new("/foo/", "foo").with_methods(["POST"]),
        Rule::new("/<path:var>/", "path").with_methods(["GET"]),
    ]);
    let mut judge = Judge::of("test_strict_slashes_redirect");
    judge.finds(
        &first,
        &[
            ("GET /bar/", "get"),
            ("POST /bar", "post"),
            ("GET /abc/", "path var=abc"),
            ("GET /bar", "-> /bar/"),
            ("POST /bar/", "405 GET,HEAD"),
            ("POST /foo", "-> /foo/"),
            ("GET /abc", "-> /abc/"),
        ],
    );
    let other = map([
        Rule::new("/bar", "post").with_methods(["POST"]),
        Rule::new("/bar/", "get").with_methods(["GET"]),
    ]);
    let only = map([Rule::new("/bar/", "get").with_methods(["GET"])]);
    judge.finds(
        &other,
        &[
            ("GET /bar/", "get"),
            ("POST /bar", "post"),
            ("GET /bar", "-> /bar/"),
            ("POST /bar/", "405 GET,HEAD"),
        ],
    );
    judge.finds(
        &only,
        &[
            ("GET /bar/", "get"),
            ("GET /bar", "-> /bar/"),
            ("POST /bar/", "405 GET,HEAD"),
        ],
    );
    judge
}

pub(crate) fn leaves() -> Judge {
    let lax =
        |text, endpoint| Rule::new(text, endpoint).with_strict_slashes(false);
    let map = map([
        lax("/path1", "leaf"),
        lax("/path1/", "branch"),
        lax("/path2", "leaf"),
        lax("/path2/", "branch"),
        lax("/path5", "leaf"),
    ]);
    let mut judge = Judge::of("test_strict_slashes_leaves_dont_consume");
    judge.finds(
        &map,
        &[
            ("GET /path1", "leaf"),
            ("GET /path1/", "branch"),
            ("GET /path2", "leaf"),
            ("GET /path2/", "branch"),
            ("GET /path5/", "leaf"),
        ],
    );
    judge
}

pub(crate) fn lax_slashes() -> Judge {
    let lax =
        |text, endpoint| Rule::new(text, endpoint).with_strict_slashes(false);
    let map = map([
        lax("/path1", "leaf_path"),
        lax("/path2/", "branch_path"),
        lax("/<path:path>", "leaf_path_converter"),
    ]);
    let mut judge = Judge::of("test_strict_slashes_false");
    judge.finds(
        &map,
        &[
            ("GET /path1", "leaf_path"),
            ("GET /path1/", "leaf_path"),
            ("GET /path2", "branch_path"),
            ("GET /path2/", "branch_path"),
            ("GET /any", "leaf_path_converter path=any"),
            ("GET /any/", "leaf_path_converter path=any/"),
        ],
    );
    judge
}
