//! Settings from files and from the environment.

use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt;
use std::path::PathBuf;
use std::process::Command;

use carafe::{App, Config};
use serde_json::{Value, json};

/// A file in a folder that is deleted with it.
struct File(tempfile::TempDir, PathBuf);

fn file(name: &str, text: &str) -> File {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(name);
    std::fs::write(&path, text).expect("written");
    File(folder, path)
}

impl File {
    /// What `from_file` and then `check` say of it, without the folder.
    fn mistake(&self) -> String {
        let mut app = App::new();
        let read = app.config_mut().from_file(&self.1).map(|_| ());
        let error = match read {
            Err(error) => error.to_string(),
            Ok(()) => app.check().expect_err("a mistake").to_string(),
        };
        assert!(!error.contains('\n'), "more than a line: {error}");
        let folder = self.0.path().display().to_string() + "/";
        error.replace(&folder, "")
    }
}

fn variables(pairs: &[(&str, &str)]) -> Vec<(OsString, OsString)> {
    pairs.iter().map(|(k, v)| ((*k).into(), (*v).into())).collect()
}

fn value(config: &Config, name: &str) -> Value {
    config.get(name).expect("any value").unwrap_or(Value::Null)
}

#[test]
fn a_file_is_toml_or_json_by_its_name() {
    let toml = "DEBUG = true\nMAIL = { PORT = 25 }\nSINCE = 2026-11-25\n";
    let json = r#"{"DEBUG": true, "MAIL": {"PORT": 25}}"#;
    let mut config = Config::new();
    config.from_file(&file("site.toml", toml).1).expect("read");
    assert_eq!(value(&config, "SINCE"), json!("2026-11-25"));
    let mut other = Config::new();
    other.from_file(&file("site.json", json).1).expect("read");
    for config in [&config, &other] {
        assert_eq!(value(config, "DEBUG"), json!(true));
        assert_eq!(value(config, "MAIL"), json!({"PORT": 25}));
    }
}

#[test]
fn later_values_take_the_place_of_earlier_ones() {
    let mut config = Config::new();
    config.set("A", 1).expect("a number");
    config.from_file(&file("a.toml", "A = 2\nB = 2\n").1).expect("read");
    let list = variables(&[("CARAFE_B", "3")]);
    config.from_variables("CARAFE", list).expect("text");
    assert_eq!(
        (value(&config, "A"), value(&config, "B")),
        (2.into(), 3.into())
    );
}

#[test]
fn a_file_that_cannot_be_used_is_one_line_with_its_place() {
    let missing = Config::new().from_file("missing.toml").map(|_| ());
    let error = missing.expect_err("no such file").to_string();
    assert_eq!(error, "missing.toml: No such file or directory (os error 2)");
    for (name, text, expected) in [
        ("a.json", "{\"A\": ,}", "a.json: expected value at line 1 column 7"),
        (
            "a.json",
            "[1]",
            "a.json: invalid type: sequence, expected a map at line 1 column 0",
        ),
        ("a.toml", "A = 1\nA = 2\n", "a.toml: duplicate key at line 2"),
    ] {
        assert_eq!(file(name, text).mistake(), expected);
    }
    let broken = file("a.toml", "A = 1\nB = \n").mistake();
    assert!(broken.starts_with("a.toml: "), "{broken}");
    assert!(broken.ends_with(" at line 2"), "{broken}");
}

#[test]
fn a_bad_value_is_one_line_with_file_name_and_reason() {
    for (text, expected) in [
        (
            "MAX_CONTENT_LENGTH = \"many\"",
            "a.toml: MAX_CONTENT_LENGTH: it should be a whole number, \
             0 or more",
        ),
        (
            "MAX_FORM_PARTS = -1",
            "a.toml: MAX_FORM_PARTS: it should be a whole number, 0 or more",
        ),
        (
            "PERMANENT_SESSION_LIFETIME = 1.5",
            "a.toml: PERMANENT_SESSION_LIFETIME: it should be a whole \
             number, 0 or more",
        ),
        ("SECRET_KEY = 5", "a.toml: SECRET_KEY: it should be text, in quotes"),
        (
            "SECRET_KEY = \"short\"",
            "a.toml: SECRET_KEY: a key has 5 bytes, it needs 32 or more",
        ),
        (
            "SECRET_KEYS = []",
            "a.toml: SECRET_KEYS: no such setting; is it SECRET_KEY?",
        ),
    ] {
        assert_eq!(file("a.toml", text).mistake(), expected);
    }
}

#[test]
fn a_variable_is_json_or_else_text_and_two_underscores_lead_inside() {
    let mut config = Config::new();
    let list = variables(&[
        ("CARAFE_DEBUG", "true"),
        ("CARAFE_NAME", "Ada"),
        ("CARAFE_EMPTY", ""),
        ("CARAFE_MAIL__PORT", "25"),
        ("CARAFE_MAIL__TLS__ON", "false"),
        ("CARAFEX", "1"),
        ("OTHER_NAME", "x"),
    ]);
    config.from_variables("CARAFE", list).expect("text");
    let all: Vec<_> = config.iter().map(|(name, _)| name).collect();
    assert_eq!(all, ["DEBUG", "EMPTY", "MAIL", "NAME"]);
    assert_eq!(value(&config, "DEBUG"), json!(true));
    assert_eq!(value(&config, "NAME"), json!("Ada"));
    let mail = json!({"PORT": 25, "TLS": {"ON": false}});
    assert_eq!(value(&config, "MAIL"), mail);
}

#[test]
fn a_bad_variable_is_one_line_with_its_name() {
    let mut app = App::new();
    let list = variables(&[("CARAFE_MAX_FORM_PARTS", "many")]);
    app.config_mut().from_variables("CARAFE", list).expect("text");
    let error = app.check().expect_err("no number").to_string();
    let expected = "the variable CARAFE_MAX_FORM_PARTS: it should be a \
                    whole number, 0 or more";
    assert_eq!(error, expected);
    let bytes = OsString::from_vec(b"\xff".to_vec());
    let list = [(OsString::from("CARAFE_NAME"), bytes)];
    let read = Config::new().from_variables("CARAFE", list).map(|_| ());
    let error = read.expect_err("no UTF-8").to_string();
    assert_eq!(error, "the variable CARAFE_NAME: this is no UTF-8");
}

#[test]
fn a_file_can_be_named_by_a_variable() {
    let name = "CARAFE_TEST_OF_A_VARIABLE_NOBODY_SETS";
    let read = Config::new().from_envvar(name).map(|_| ());
    let error = read.expect_err("not set").to_string();
    let expected =
        format!("the variable {name} is not set: it should name a file");
    assert_eq!(error, expected);
}

#[test]
fn the_program_ends_with_that_line_and_status_1() {
    let bad = file("site.toml", "MAX_FORM_PARTS = \"many\"\n");
    let mut program = Command::new(env!("CARGO_BIN_EXE_ch16"));
    program.args(["serve", "127.0.0.1:0", "--config"]).arg(&bad.1);
    let output = program.output().expect("it runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert_eq!(said.lines().count(), 1, "{said}");
    assert!(said.contains("site.toml: MAX_FORM_PARTS: it should be"), "{said}");
}

#[test]
fn values_of_one_prefix_come_as_a_map() {
    let mut config = Config::new();
    config.set("MAIL_PORT", 25).expect("a number");
    config.set("MAIL_HOST", "localhost").expect("text");
    config.set("OTHER", 1).expect("a number");
    let mail = Value::Object(config.get_namespace("MAIL_"));
    assert_eq!(mail, json!({"host": "localhost", "port": 25}));
}
