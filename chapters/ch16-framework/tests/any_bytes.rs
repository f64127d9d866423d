//! Whatever a client sends: an answer, never a panic.

use carafe::cookies::{SetCookie, parse_cookie};
use carafe::request::parse_options_header;
use carafe::response::{
    parse_content_range_header, parse_etags, parse_range_header,
};
use carafe::{Limits, parse_form, parse_query, safe_join, secure_filename};
use proptest::prelude::*;

proptest! {
    #[test]
    fn no_text_makes_a_parser_of_fields_panic(text in ".*") {
        parse_range_header(&text).map(|range| range.to_header());
        parse_content_range_header(&text).map(|range| range.to_header());
        parse_etags(&text).to_header();
        parse_options_header(&text);
        parse_cookie(&text);
        parse_query(text.as_bytes());
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

    #[test]
    fn no_body_makes_the_parser_of_forms_panic(
        body in prop::collection::vec(any::<u8>(), 0..200),
    ) {
        let kind = "multipart/form-data; boundary=b";
        let mut all = b"--b\r\nContent-Disposition: form-data;".to_vec();
        all.extend_from_slice(&body);
        let limits = Limits::default();
        let _ = parse_form(&mut &body[..], kind, None, &limits);
        let _ = parse_form(&mut &all[..], kind, None, &limits);
    }
}
