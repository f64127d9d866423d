//! Judges the exercise `accept`.

use ex16::accept::choose;
use testing::within;

const ENTRIES: [&str; 3] = ["text/html", "application/json", "text/plain"];

/// A client that sends `accept` must get `want`.
#[track_caller]
fn check<const N: usize>(
    accept: Option<&'static str>,
    offers: [&'static str; N],
    want: Option<&str>,
    rule: &str,
) {
    let got = within("choose", move || choose(accept, &offers));
    let field = accept.map_or("no Accept".to_owned(), |a| format!("{a:?}"));
    assert_eq!(
        got, want,
        "{rule}\n  Accept: {field}\n  offers: {offers:?}\n  got and want:"
    );
}

#[test]
fn one_range_chooses() {
    let rule = "the offer that the client names";
    let accept = Some("application/json");
    check(accept, ENTRIES, Some("application/json"), rule);
    let rule = "a type and a subtype are written in any case";
    let accept = Some("Application/JSON");
    check(accept, ENTRIES, Some("application/json"), rule);
    let rule = "text/* is every text: the first of those";
    check(Some("text/*"), ENTRIES, Some("text/html"), rule);
    let rule = "*/* is everything: the first offer";
    check(Some("*/*"), ENTRIES, Some("text/html"), rule);
}

#[test]
fn who_says_nothing_takes_anything() {
    let rule = "without Accept a client takes anything: the first offer";
    check(None, ENTRIES, Some("text/html"), rule);
    check(Some(""), ENTRIES, Some("text/html"), rule);
    check(Some(" "), ENTRIES, Some("text/html"), rule);
    check(None, [], None, "where nothing is offered nothing is chosen");
}

#[test]
fn nothing_suits() {
    let rule = "no range fits: no choice, which is a 406";
    check(Some("image/png"), ENTRIES, None, rule);
    check(Some("image/*;q=1, text/css"), ENTRIES, None, rule);
    let rule = "html is not htm: a subtype is compared as a whole";
    check(Some("text/htm"), ENTRIES, None, rule);
    check(Some("text/html5"), ENTRIES, None, rule);
}

#[test]
fn the_higher_quality_wins() {
    let rule = "0.9 is more than 0.8, wherever it stands";
    for accept in [
        "text/html;q=0.8, application/json;q=0.9",
        "application/json;q=0.9, text/html;q=0.8",
    ] {
        check(Some(accept), ENTRIES, Some("application/json"), rule);
    }
    let rule = "without q it is 1";
    let accept = Some("text/html;q=0.999,application/json");
    check(accept, ENTRIES, Some("application/json"), rule);
    let rule = "digits behind the point are a fraction: 0.25 is less than 0.3";
    let accept = Some("text/html;q=0.25,application/json;q=0.3");
    check(accept, ENTRIES, Some("application/json"), rule);
    let rule = "0.01 is more than 0.005";
    let accept = Some("text/html;q=0.005,application/json;q=0.01");
    check(accept, ENTRIES, Some("application/json"), rule);
}

#[test]
fn of_equal_ones_the_view_s_first_wins() {
    let rule = "the client likes both as much, so the view's order decides, \
                not the client's";
    for accept in [
        "text/plain, application/json",
        "application/json, text/plain",
        "application/json;q=1.0, text/plain;q=1.000",
        "*/*",
    ] {
        let offers = ["application/json", "text/plain"];
        check(Some(accept), offers, Some("application/json"), rule);
        let offers = ["text/plain", "application/json"];
        check(Some(accept), offers, Some("text/plain"), rule);
    }
}

#[test]
fn the_most_exact_range_decides() {
    let rule = "text/html has a quality of its own: text/* does not count";
    for accept in [
        "text/html;q=0.1, text/*;q=0.9",
        "text/*;q=0.9, text/html;q=0.1",
        "*/*, text/*;q=0.9, text/html;q=0.1",
    ] {
        let offers = ["text/html", "text/plain"];
        check(Some(accept), offers, Some("text/plain"), rule);
    }
    let rule = "text/* is more exact than */*";
    for accept in ["*/*;q=0.5, text/*;q=0.1", "text/*;q=0.1, */*;q=0.5"] {
        check(Some(accept), ENTRIES, Some("application/json"), rule);
    }
}

#[test]
fn zero_is_never() {
    let rule = "0 is no small quality, it is a no";
    check(Some("text/html;q=0"), ["text/html"], None, rule);
    check(Some("text/html;q=0.000"), ["text/html"], None, rule);
    check(Some("text/html;q=0."), ["text/html"], None, rule);
    let rule = "every text but HTML: the exact no counts, not the wider yes";
    let accept = Some("text/*, text/html;q=0");
    check(accept, ENTRIES, Some("text/plain"), rule);
    check(accept, ["text/html"], None, rule);
}

#[test]
fn blanks_and_cases_are_of_no_matter() {
    let rule = "spaces and tabs stand around commas and semicolons, and Q is q";
    let accept = " text/html ; q=0.1\t,\tapplication/json\t;\tQ=0.2 ,, ";
    check(Some(accept), ENTRIES, Some("application/json"), rule);
}

#[test]
fn another_parameter_asks_for_another_thing() {
    let rule = "text/html;level=1 asks for a level that no offer has";
    check(Some("text/html;level=1"), ["text/html"], None, rule);
    let accept = Some("text/html;level=1;q=0.9, text/plain;q=0.1");
    check(accept, ENTRIES, Some("text/plain"), rule);
}

#[test]
fn what_cannot_be_read_is_not_there() {
    let rule = "from 0 to 1, with at most three digits behind a point: this \
                is none of that, so the range is not there";
    for accept in [
        "text/html;q=2, text/plain;q=0.1",
        "text/html;q=1.001, text/plain;q=0.1",
        "text/html;q=.5, text/plain;q=0.1",
        "text/html;q=0.5555, text/plain;q=0.1",
        "text/html;q=1.0000, text/plain;q=0.1",
        "text/html;q=5e-1, text/plain;q=0.1",
        "text/html;q=+0.5, text/plain;q=0.1",
        "text/html;q=nan, text/plain;q=0.1",
        "text/html;q=inf, text/plain;q=0.1",
        "text/html;q=0.+5, text/plain;q=0.1",
        "text/html;q=, text/plain;q=0.1",
        "text/html;q, text/plain;q=0.1",
    ] {
        check(Some(accept), ENTRIES, Some("text/plain"), rule);
    }
    let rule = "this is no range: one slash, and * for a type goes with * \
                for a subtype only";
    for accept in
        ["*, text/plain;q=0.1", "text, text/plain", "*/html, text/plain;q=0.1"]
    {
        check(Some(accept), ENTRIES, Some("text/plain"), rule);
    }
    let rule = "nothing of it can be read, but it is not empty: this client \
                does not take anything, so there is no choice";
    for accept in ["*/html", "text", "text/html;q=2"] {
        check(Some(accept), ENTRIES, None, rule);
    }
}

#[test]
fn browsers_and_programs_get_what_they_read() {
    let chromium = "text/html,application/xhtml+xml,application/xml;q=0.9,\
                    image/avif,image/webp,*/*;q=0.8";
    let rule = "a browser reads HTML best";
    let offers = ["application/json", "text/html"];
    check(Some(chromium), offers, Some("text/html"), rule);
    let rule = "curl takes anything: the view's first";
    check(Some("*/*"), offers, Some("application/json"), rule);
    let fetch = "application/json, text/plain, */*";
    let rule = "both are named and HTML is not, but */* covers it: the \
                first of three equal ones";
    check(Some(fetch), ENTRIES, Some("text/html"), rule);
}
