//! What middleware does to an environ: mounts, keys set and taken away.
#![allow(clippy::unwrap_used)]

mod shared;

use std::io::Cursor;
use std::rc::Rc;

use shared::{POST, ask, request};
use wsgi::{Input, Value};

#[test]
fn a_mount_moves_its_prefix_from_one_path_to_the_other() {
    for (target, prefix, moved) in [
        ("/foo", "/foo", Some(("/foo", ""))),
        ("/foo/x", "/foo", Some(("/foo", "/x"))),
        ("/foobar", "/foo", None),
        ("/fo", "/foo", None),
        ("/x/foo", "/foo", None),
        ("/x", "", Some(("", "/x"))),
        ("/a%2Fb/c", "/a/b", Some(("/a/b", "/c"))),
    ] {
        ask(&request(target, ""), |environ| {
            let mounted = environ.mount(prefix);
            assert_eq!(mounted, moved.is_some(), "{target} {prefix}");
            let (script, info) = moved.unwrap_or(("", target));
            assert_eq!(environ.script_name(), script, "{target} {prefix}");
            assert_eq!(environ.path_info(), info, "{target} {prefix}");
            String::new()
        });
    }
}

#[test]
fn a_segment_is_shifted_by_its_name() {
    for (target, names, script, info) in [
        ("/a/b", "a", "/a", "/b"),
        ("/a/b", "a b", "/a/b", ""),
        ("/a/b", "a b -", "/a/b", ""),
        ("/a/", "a -", "/a", "/"),
        ("//a//b", "a", "//a", "//b"),
        ("/", "-", "", "/"),
    ] {
        ask(&request(target, ""), |environ| {
            for name in names.split(' ') {
                let want = (name != "-").then(|| name.to_owned());
                assert_eq!(environ.shift_path(), want, "{target}");
            }
            assert_eq!(environ.script_name(), script, "{target} {names}");
            assert_eq!(environ.path_info(), info, "{target} {names}");
            String::new()
        });
    }
}

#[test]
fn what_a_middleware_sets_is_what_the_methods_give() {
    ask(&request("/a?b", "X-A: 1\r\n"), |environ| {
        for key in [
            "REQUEST_METHOD",
            "SCRIPT_NAME",
            "PATH_INFO",
            "QUERY_STRING",
            "CONTENT_TYPE",
            "CONTENT_LENGTH",
            "SERVER_NAME",
            "SERVER_PORT",
            "SERVER_PROTOCOL",
            "REMOTE_ADDR",
            "wsgi.url_scheme",
            "HTTP_X_A",
            "HTTP_X_NEW",
        ] {
            environ.set(key, "7");
            assert_eq!(environ.get(key).unwrap(), "7", "{key}");
            let times = environ.iter().filter(|(k, _)| k == key).count();
            assert_eq!(times, 1, "{key} is told once");
        }
        assert_eq!(environ.method(), "7");
        assert_eq!(environ.script_name(), "7");
        assert_eq!(environ.path_info_bytes(), b"7");
        assert_eq!(environ.query_string(), "7");
        assert_eq!(environ.content_type().unwrap(), "7");
        assert_eq!(environ.content_length(), Some(7));
        assert_eq!(environ.server_name(), "7");
        assert_eq!(environ.server_port(), "7");
        assert_eq!(environ.server_protocol(), "7");
        assert_eq!(environ.remote_addr().unwrap(), "7");
        assert_eq!(environ.scheme(), "7");
        assert_eq!(environ.header("x-a").unwrap(), &b"7"[..]);
        assert_eq!(environ.header("X-New").unwrap(), &b"7"[..]);
        environ.set_object("wsgi.multithread", Rc::new(true));
        assert!(environ.multithread());
        String::new()
    });
}

#[test]
fn what_a_middleware_takes_away_is_gone_everywhere() {
    ask(POST, |environ| {
        let keys: Vec<String> =
            environ.iter().map(|(key, _)| key.into_owned()).collect();
        for key in keys {
            environ.remove(key.clone());
            assert!(environ.value(&key).is_none(), "{key}");
        }
        assert_eq!(environ.iter().count(), 0);
        assert_eq!(environ.method(), "");
        assert_eq!(environ.script_name(), "");
        assert_eq!(environ.path_info(), "");
        assert_eq!(environ.query_string(), "");
        assert_eq!(environ.content_type(), None);
        assert_eq!(environ.content_length(), None);
        assert_eq!(environ.header("X-Note"), None);
        assert_eq!(environ.header("Content-Type"), None);
        String::new()
    });
}

#[test]
fn a_path_that_was_taken_away_comes_back_with_a_mount() {
    ask(&request("/a/b", ""), |environ| {
        environ.remove("SCRIPT_NAME");
        assert_eq!(environ.get("SCRIPT_NAME"), None);
        assert!(environ.mount("/a"));
        assert_eq!(environ.get("SCRIPT_NAME").unwrap(), "/a");
        environ.set("PATH_INFO", "/\u{20ac}"); // as UTF-8: it has no latin-1
        assert_eq!(environ.path_info_bytes(), "/\u{20ac}".as_bytes());
        assert_eq!(environ.script_name(), "/a");
        String::new()
    });
}

#[test]
fn objects_go_from_one_part_to_another() {
    ask(POST, |environ| {
        environ.set_object("book.user", Rc::new("ada".to_owned()));
        assert_eq!(*environ.object::<String>("book.user").unwrap(), "ada");
        assert!(environ.object::<u8>("book.user").is_none());
        assert!(environ.get("book.user").is_none(), "it is no text");
        let objects = environ.iter().filter(|(k, _)| k == "book.user");
        assert_eq!(objects.count(), 1);
        String::new()
    });
}

#[test]
fn another_input_takes_the_place_of_the_servers() {
    let read = ask(POST, |environ| {
        environ.remove("wsgi.input");
        environ.set_input(Input::from_reader(Cursor::new("mine")));
        let Some(Value::Input(input)) = environ.value("wsgi.input") else {
            panic!("it was set");
        };
        String::from_utf8(input.read_all().unwrap()).unwrap()
    });
    assert_eq!(read, "mine");
}
