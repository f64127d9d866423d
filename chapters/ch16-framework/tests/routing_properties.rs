//! What holds for every set of rules and every path.

#[path = "fuzzing/rules.rs"]
mod rules;

use carafe::App;
use carafe::routing::{Map, Outcome, Rule, Values};
use proptest::prelude::*;

use rules::{RULES, map};

fn outcome(map: &Map, path: &str) -> String {
    match map.find(path, "GET") {
        Outcome::Found(found) => {
            let values: Vec<_> = found.values().collect();
            format!("{} {values:?}", found.rule().text())
        }
        other => format!("{other:?}"),
    }
}

proptest! {
    #[test]
    fn the_order_of_registration_never_matters(
        order in Just((0..RULES.len()).collect::<Vec<_>>()).prop_shuffle(),
        path in "(/([abc]|v1\\.2|[0-9]{1,2}|1\\.5|end|é| )?){0,5}",
    ) {
        let usual: Vec<_> = (0..RULES.len()).collect();
        prop_assert_eq!(
            outcome(&map(&usual), &path),
            outcome(&map(&order), &path),
            "{}", path
        );
    }

    #[test]
    fn what_is_built_leads_back(text in "[^/]{1,12}", number in 0u32..) {
        let map = Map::with_rules([
            Rule::new("/one/<text>/<int:number>", "one"),
        ]).expect("good rules");
        let values = Values::new().with("text", &text).with("number", number);
        let path = map.build("one", &values, None).expect("it suits");
        let bytes = percent_encoding::percent_decode_str(&path);
        let decoded = bytes.decode_utf8().expect("UTF-8").into_owned();
        let Outcome::Found(found) = map.find(&decoded, "GET") else {
            panic!("{path} leads nowhere");
        };
        prop_assert_eq!(found.values().collect::<Values>(), values);
    }

    #[test]
    fn no_request_of_any_bytes_makes_the_application_fail(
        target in prop::collection::vec(any::<u8>(), 0..60),
        body in prop::collection::vec(any::<u8>(), 0..60),
    ) {
        let mut app = App::new();
        app.get("/<path:any>", || "fine");
        app.post("/<path:any>", |request: &carafe::Request<'_>| {
            let form = request.form().map(|form| form.iter().count());
            form.map(|count| count.to_string())
        });
        for method in ["GET", "POST"] {
            let length = body.len();
            let head = format!(
                " HTTP/1.0\r\nContent-Type: application/\
                 x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n"
            );
            let bytes = [
                method.as_bytes(), b" /", &target, head.as_bytes(), &body,
            ].concat();
            let status = app.client().send_bytes(&bytes).status;
            // 501 and 505 are the HTTP machine's: nothing reached the application.
            let refused = matches!(status, 501 | 505);
            prop_assert!(status < 500 || refused, "{}", status);
        }
    }
}
