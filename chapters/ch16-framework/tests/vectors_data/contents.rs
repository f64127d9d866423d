//! Contents of forms that look like their boundary, or are long.

use carafe::{FileStorage, Limits};

use crate::asking::status;
use crate::facts::Facts;
use crate::multipart::{FILE, limited, message, read, told};

/// What a content has near its end is not taken for the end.
pub(crate) fn contents(facts: &mut Facts) {
    facts.by("werkzeug sansio/test_multipart.py::\
         test_decoder_data_start_with_different_newline_positions");
    for start in
        ["A", "\n", "\r", "\r\n", "\n\r", "A\n", "A\r", "A\r\n", "A\n\r"]
    {
        let content = format!("{start}\r\nBCDE");
        let body = message("foo", &[(FILE, content.as_bytes())]);
        let all = format!("test=test.txt:{content}");
        facts.same(start, told(read("foo", &body)), all);
    }
    facts.by(
        "werkzeug test_formparser.py::test_parse_form_post_data_trailing_CR",
    );
    for count in [1, 2] {
        let mut content = vec![0; 65_535];
        content.extend(std::iter::repeat_n(b'\r', count));
        let body = message("foo", &[(FILE, &content)]);
        let data = read("foo", &body).expect("a form");
        let file = data.files.get("test").expect("a file");
        let same = file.read().expect("it is stored") == content;
        facts.same("CR at the end", same, true);
    }
    facts.by("werkzeug test_formparser.py::\
         test_chunk_split_on_line_break_before_epilogue");
    let mut content = [&[b'\r'; 31][..], b"\n"].concat().repeat(2045);
    content.extend_from_slice(&[b'y'; 31]);
    content.extend_from_slice(b"\r\n");
    content.extend([&[b'\r'; 31][..], b"\n"].concat().repeat(2047));
    content.extend_from_slice(&[b'x'; 30]);
    let name = "Content-Disposition: form-data; name=tx3065";
    let body = message("thirteenbytes", &[(name, &content)]);
    let data = read("thirteenbytes", &body).expect("a form");
    let text = data.form.get("tx3065").map(String::as_str);
    let text = text.unwrap_or_default();
    facts.same("its length", text.len(), 131_072 - 64 - 1);
    facts.same("its last letter", text.ends_with('x'), true);
    facts.same("in the middle", text.get(65_470..65_473), Some("y\r\n"));
    facts.by("werkzeug test_formparser.py::test_default_stream_factory");
    for size in [100, 3000] {
        let content = b"a,b,c\n".repeat(size);
        let body = message("foo", &[(FILE, &content)]);
        let data = read("foo", &body).expect("a form");
        let length = data.files.get("test").map(FileStorage::len);
        facts.same("its length", length, Some(content.len() as u64));
    }
    let tiny = Limits { max_file_memory_size: 100, ..Limits::default() };
    let body = message("foo", &[(FILE, &b"a,b,c\n".repeat(100))]);
    let data = limited("foo", &body, tiny).expect("a form");
    let stored = data.files.get("test").map(FileStorage::is_on_disk);
    facts.same("100 lines of 100 octets", stored, Some(true));
    facts.same("both", status(read("foo", &body)), 200);
}
