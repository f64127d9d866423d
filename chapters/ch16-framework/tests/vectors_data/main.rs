//! What the test-suites of Werkzeug 3.1, WebOb 1.8 and Flask 3.1 say about
//! requests, responses and their fields, as facts: what goes in, what comes
//! out, and which upstream test says so. No code of theirs is here.
//!
//! Where this crate answers otherwise, the fact says why (`Facts::differs`).

mod answers;
mod asking;
mod browsers;
mod conditions;
mod contents;
mod cookies;
mod dicts;
mod facts;
mod fields;
mod files;
mod forms;
mod multipart;
mod ranges;
mod requests;
mod tags;
mod webob;

use facts::Facts;

/// A test for each topic, and one that counts.
macro_rules! topics {
    ($($name:ident: $topic:path;)*) => {
        $(#[test]
        fn $name() {
            Facts::of($topic);
        })*

        const TOPICS: &[fn(&mut Facts)] = &[$($topic),*];
    };
}

topics! {
    parameters_are_read_as_werkzeug_reads_them: fields::parameters;
    ranges_are_read_as_werkzeug_and_webob_read_them: ranges::ranges;
    content_ranges_are_read_as_upstream: ranges::content_ranges;
    tags_are_compared_as_werkzeug_and_webob_compare_them: tags::tags;
    dates_are_those_of_werkzeug_and_webob: tags::dates;
    conditions_come_to_what_upstream_says: conditions::conditions;
    parts_are_cut_as_upstream_cuts_them: conditions::parts;
    if_range_counts_when_upstream_says_so: conditions::if_range;
    cookies_are_read_as_werkzeug_and_webob_read_them: cookies::read;
    cookies_are_written_as_werkzeug_writes_them: cookies::written;
    several_values_stay_apart_as_in_werkzeug: dicts::multi_dict;
    fields_are_kept_as_in_werkzeug: dicts::headers;
    forms_are_those_of_werkzeug_and_webob: forms::forms;
    json_is_taken_as_werkzeug_and_flask_take_it: forms::json;
    multipart_is_that_of_werkzeug_and_webob: multipart::messages;
    contents_of_forms_may_look_like_their_ends: contents::contents;
    real_browsers_forms_are_read_as_in_werkzeug: browsers::browsers;
    file_names_lose_what_is_not_safe_as_in_werkzeug: files::names;
    files_are_sent_as_werkzeug_sends_them: files::sent_from_a_folder;
    requests_say_what_upstream_s_say: requests::requests;
    hosts_are_those_of_werkzeug_and_webob: requests::hosts;
    redirections_are_safe_as_in_werkzeug: answers::redirections;
    views_return_what_flask_s_may: answers::returned;
    errors_are_pages_as_in_werkzeug: answers::errors;
    wsgify_is_that_of_webob: webob::wsgify_facts;
}

#[test]
fn at_least_five_hundred_facts_are_told() {
    let mut same = 0;
    let mut differs = 0;
    for topic in TOPICS {
        let facts = Facts::of(*topic);
        same += facts.same;
        differs += facts.differs;
    }
    println!("{same} facts are the same here, {differs} are not");
    assert!(same >= 500, "only {same} facts; the page says more");
    assert!(differs <= 30, "{differs} facts differ from upstream");
}
