//! Whatever a client sends: an answer, never a panic. The bodies of the fuzz
//! targets run on invented bytes here.

mod fuzzing;

use carafe::cookies::{SetCookie, parse_cookie};
use carafe::{safe_join, secure_filename};
use proptest::prelude::*;

/// Pieces of forms and fields, in any order.
fn pieces(all: &'static [&'static str]) -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        4 => prop::sample::select(all).prop_map(Into::into),
        1 => prop::collection::vec(any::<u8>(), 0..8),
    ];
    prop::collection::vec(piece, 0..16).prop_map(|pieces| pieces.concat())
}

const FORM: &[&str] = &[
    "\x01",
    "--b\r\n",
    "\r\n--b\r\n",
    "\r\n--b--",
    "Content-Disposition: form-data; name=a",
    "; filename=\"f\"",
    "Content-Type: text/plain; charset=iso-8859-1\r\n",
    "\r\n\r\n",
    "a=b&",
    "%C3%",
];

const FIELD: &[&str] = &[
    "bytes",
    "=",
    "-",
    "2",
    "W/",
    "\"x\"",
    ",",
    "*",
    "/",
    " ",
    ";",
    "a",
    "filename*=UTF-8''",
    "%C2%B5",
    "\\\"",
    "Thu, 01 Jan 1970 00:00:00 GMT",
    "18446744073709551615",
];

const VALUE: &[&str] = &[
    "name",
    "=",
    "&",
    "tags=",
    "age=",
    "300",
    "open=on",
    "kind=owner",
    "size=1e39",
    "{\"name\":",
    "\"x\"",
    "}",
    "[",
    ",\"age\":",
    "-1",
    "null",
];

const PATH: &[&str] =
    &["/", "//", "a", "b/", "c/", "1", "1.5", "..", "end", "v1.2", "\\", "%"];

proptest! {
    #[test]
    fn no_form_depends_on_its_cuts(body in pieces(FORM)) {
        fuzzing::multipart::any_body(&body);
    }

    #[test]
    fn no_field_is_understood_in_two_ways(field in pieces(FIELD)) {
        fuzzing::fields::any_field(&field);
    }

    #[test]
    fn no_path_leads_astray(path in pieces(PATH)) {
        fuzzing::paths::any_path(&path);
    }

    #[test]
    fn no_value_is_more_than_a_bad_request(data in pieces(VALUE)) {
        fuzzing::values::any_value(&data);
    }

    #[test]
    fn no_changed_session_is_believed(
        data in prop::collection::vec(any::<u8>(), 0..40),
    ) {
        fuzzing::session::any_session(&data);
    }

    #[test]
    fn no_name_leads_out_of_its_folder(name in "[a./\\\\\u{0}%]{0,12}") {
        if let Some(path) = safe_join("root", &name) {
            prop_assert!(path.starts_with("root"));
            let up = std::path::Component::ParentDir;
            prop_assert!(path.components().all(|part| part != up));
        }
        prop_assert!(!secure_filename(&name).contains(['/', '\\', '\0']));
    }

    #[test]
    fn a_cookie_comes_back_as_it_was_set(value in "\\PC*") {
        let field = SetCookie::new("name", &value).path(None).dump().unwrap();
        let cookies = parse_cookie(&field);
        prop_assert_eq!(cookies.get("name"), Some(&value));
    }
}
