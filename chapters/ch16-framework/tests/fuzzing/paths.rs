//! What must hold for any path.

use std::sync::LazyLock;

use carafe::routing::{Map, Outcome, Values};

use super::rules::{RULES, map};

static MAP: LazyLock<Map> = LazyLock::new(|| {
    let usual: Vec<_> = (0..RULES.len()).collect();
    map(&usual)
});

/// The octets are a path, decoded.
///
/// # Panics
///
/// When a redirection leads to another site or to another one; when what was
/// found cannot be built, or what was built leads elsewhere.
pub(crate) fn any_path(data: &[u8]) {
    let path = format!("/{}", String::from_utf8_lossy(data));
    match MAP.find(&path, "GET") {
        Outcome::Redirect(there) => {
            assert!(there.starts_with('/'), "{path:?} leads to {there:?}");
            assert!(!there.starts_with("//"), "{path:?} leads to {there:?}");
            let there = decoded(&there);
            let again = MAP.find(&there, "GET");
            assert!(!matches!(again, Outcome::Redirect(_)), "{path:?}");
        }
        Outcome::Found(found) => {
            let values: Values = found.values().collect();
            let rule = found.rule().endpoint();
            // A float may be written in several ways.
            let Ok(built) = MAP.build(rule, &values, None) else { return };
            let there = decoded(&built);
            let Outcome::Found(again) = MAP.find(&there, "GET") else {
                panic!("{path:?} is {rule}, but {built:?} leads nowhere");
            };
            assert_eq!(again.rule().endpoint(), rule, "{path:?}, {built:?}");
        }
        Outcome::NotFound => {}
        Outcome::MethodNotAllowed(_) => panic!("every rule takes GET"),
    }
}

fn decoded(path: &str) -> String {
    let octets = percent_encoding::percent_decode_str(path);
    octets.decode_utf8_lossy().into_owned()
}
