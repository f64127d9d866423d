//! `tests/test_config.py`.

use carafe::Config;
use serde_json::{Value, json};

use crate::Judge;

pub(crate) fn facts(judge: &mut Judge) {
    files(judge);
    environment(judge);
    nested(judge);
    mappings(judge);
    missing(judge);
}

fn value(config: &Config, name: &str) -> Value {
    config.get(name).expect("any value").unwrap_or(Value::Null)
}

fn files(judge: &mut Judge) {
    let folder = tempfile::tempdir().expect("a folder");
    for (upstream, name, text) in [
        (
            "test_config_from_file_json",
            "config.json",
            r#"{"TEST_KEY": "foo", "SECRET_KEY": "config"}"#,
        ),
        (
            "test_config_from_file_toml",
            "config.toml",
            "TEST_KEY=\"foo\"\nSECRET_KEY=\"config\"\n",
        ),
    ] {
        let path = folder.path().join(name);
        std::fs::write(&path, text).expect("written");
        let mut config = Config::new();
        config.from_file(&path).expect("read");
        judge.is(upstream, value(&config, "TEST_KEY"), "foo");
        judge.is(upstream, value(&config, "SECRET_KEY"), "config");
        judge.is(upstream, value(&config, "TestConfig"), Value::Null);
    }
}

fn from(prefix: &str, variables: &[(&str, &str)]) -> Config {
    let mut config = Config::new();
    config
        .set("EXIST", json!({"ok": "value", "flag": true, "inner": {"ik": 1}}))
        .expect("JSON");
    let variables = variables.iter().map(|(k, v)| ((*k).into(), (*v).into()));
    config.from_variables(prefix, variables).expect("text");
    config
}

fn environment(judge: &mut Judge) {
    let config = from(
        "FLASK",
        &[
            ("FLASK_STRING", "value"),
            ("FLASK_BOOL", "true"),
            ("FLASK_INT", "1"),
            ("FLASK_FLOAT", "1.2"),
            ("FLASK_LIST", "[1, 2]"),
            ("FLASK_DICT", "{\"k\": \"v\"}"),
            ("NOT_FLASK_OTHER", "other"),
        ],
    );
    for (name, expected) in [
        ("STRING", json!("value")),
        ("BOOL", json!(true)),
        ("INT", json!(1)),
        ("FLOAT", json!(1.2)),
        ("LIST", json!([1, 2])),
        ("DICT", json!({"k": "v"})),
        ("OTHER", Value::Null),
    ] {
        judge.is("test_from_prefixed_env", value(&config, name), expected);
    }
    let both = [("FLASK_A", "a"), ("NOT_FLASK_A", "b")];
    let config = from("NOT_FLASK", &both);
    let upstream = "test_from_prefixed_env_custom_prefix";
    judge.is(upstream, value(&config, "A"), "b");
}

fn nested(judge: &mut Judge) {
    let config = from(
        "FLASK",
        &[
            ("FLASK_EXIST__ok", "other"),
            ("FLASK_EXIST__inner__ik", "2"),
            ("FLASK_EXIST__new__more", "{\"k\": false}"),
            ("FLASK_NEW__K", "v"),
        ],
    );
    let upstream = "test_from_prefixed_env_nested";
    let expected = json!({
        "ok": "other",
        "flag": true,
        "inner": {"ik": 2},
        "new": {"more": {"k": false}},
    });
    judge.is(upstream, value(&config, "EXIST"), expected);
    judge.is(upstream, value(&config, "NEW"), json!({"K": "v"}));
}

fn mappings(judge: &mut Judge) {
    let all = json!({"SECRET_KEY": "config", "TEST_KEY": "foo",
        "skip_key": "skip"});
    let Value::Object(all) = all else { panic!("an object") };
    let mut config = Config::new();
    config.from_mapping(all);
    let upstream = "test_config_from_mapping";
    judge.is(upstream, value(&config, "SECRET_KEY"), "config");
    judge.is(upstream, value(&config, "TEST_KEY"), "foo");
    judge.is(upstream, config.contains("skip_key"), false);
    for (name, value) in [
        ("FOO_OPTION_1", "foo option 1"),
        ("FOO_OPTION_2", "foo option 2"),
        ("BAR_STUFF_1", "bar stuff 1"),
        ("BAR_STUFF_2", "bar stuff 2"),
    ] {
        config.set(name, value).expect("text");
    }
    let own = Value::Object(config.get_namespace("FOO_"));
    let expected =
        json!({"option_1": "foo option 1", "option_2": "foo option 2"});
    judge.is("test_get_namespace", own, expected);
}

fn missing(judge: &mut Judge) {
    let name = "FOO_SETTINGS_THAT_NOBODY_SETS";
    let error = Config::new().from_envvar(name).map(|_| ()).expect_err("none");
    let says = error.to_string().contains(&format!("{name} is not set"));
    judge.is("test_config_from_envvar", says, true);
    let error = Config::new().from_file("missing.json").map(|_| ());
    let error = error.expect_err("no file").to_string();
    let says = error.contains("No such file or directory");
    let upstream = "test_config_missing_file";
    judge.is(upstream, says && error.contains("missing.json"), true);
}
