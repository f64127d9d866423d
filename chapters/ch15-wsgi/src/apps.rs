//! wsgiref's `demo_app`.

use crate::{AppError, Body, Environ, StartResponse, Value};

/// wsgiref's `demo_app`: says hello, and shows the environ in order of its
/// keys.
///
/// # Errors
///
/// Those of `start_response`.
pub fn demo_app<'r>(
    environ: Environ<'r>,
    start_response: StartResponse<'r>,
) -> Result<Body<'r>, AppError> {
    let mut lines: Vec<String> = environ
        .iter()
        .map(|(key, value)| format!("{key} = {}", shown(&value)))
        .collect();
    lines.sort_unstable();
    let text = format!("Hello world!\n\n{}\n", lines.join("\n"));
    let headers = [("Content-Type", "text/plain; charset=utf-8")];
    start_response.call("200 OK", headers)?;
    Ok(Body::from(text))
}

fn shown(value: &Value<'_>) -> String {
    match value {
        Value::Text(text) => format!("{text:?}"),
        Value::Flag(flag) => flag.to_string(),
        Value::Version(major, minor) => format!("({major}, {minor})"),
        Value::Input(_) => "<input>".to_owned(),
        Value::Errors(_) => "<errors>".to_owned(),
        Value::FileWrapper => "<file_wrapper>".to_owned(),
        Value::Object(_) => "<object>".to_owned(),
    }
}
