//! What must hold for any body that is said to be a form.

use carafe::{FormData, Limits, parse_form};
use testing::{Choppy, some_cuts};

/// Limits that a few hundred octets can break.
const SMALL: Limits = Limits {
    max_content_length: 300,
    max_form_memory_size: 100,
    max_form_parts: 4,
    max_file_memory_size: 20,
};

/// All that a form says, or the status.
fn told(form: &Result<FormData, u16>) -> String {
    let data = match form {
        Ok(data) => data,
        Err(status) => return status.to_string(),
    };
    let mut all = format!("{:?}", data.form);
    for (name, file) in data.files.iter() {
        let content = file.read().expect("it is stored");
        let (filename, fields) = (file.filename(), file.headers());
        all += &format!("{name:?} {filename:?} {fields:?} {content:?}");
    }
    all
}

/// The first octet says which limits and how to cut, the rest is the body.
///
/// # Panics
///
/// When the form depends on the cuts, or is more than the limits allow.
pub(crate) fn any_body(data: &[u8]) {
    let [how, body @ ..] = data else { return };
    let usual = Limits::default();
    let limits = if how.is_multiple_of(2) { SMALL } else { usual };
    for kind in
        ["multipart/form-data; boundary=b", "application/x-www-form-urlencoded"]
    {
        let read = |mut body: &mut dyn std::io::Read| {
            let form = parse_form(&mut body, kind, None, &limits);
            form.map_err(|error| error.status())
        };
        let whole = read(&mut { body });
        within(&limits, &whole, body.len());
        let whole = told(&whole);
        for chunks in some_cuts(body, *how) {
            let chunks = chunks.iter().filter(|chunk| !chunk.is_empty());
            let cut = read(&mut Choppy::new(chunks.copied()));
            assert_eq!(told(&cut), whole, "{kind}: {body:?}");
        }
    }
}

fn within(limits: &Limits, form: &Result<FormData, u16>, length: usize) {
    let data = match form {
        Ok(data) => data,
        Err(status) => {
            assert!(matches!(status, 400 | 413), "{status} for a form");
            return;
        }
    };
    // A letter that stands for a broken octet has three.
    let texts: usize = data.form.iter().map(|(_, text)| text.len()).sum();
    let texts = u64::try_from(texts).expect("it was in memory");
    assert!(texts <= limits.max_form_memory_size * 3);
    let files = data.files.iter().map(|(_, file)| file.len()).sum::<u64>();
    assert!(files <= length as u64, "more came out than went in");
    if !data.files.is_empty() {
        assert!(data.form.len() + data.files.len() <= limits.max_form_parts);
    }
}
