//! What people have: curl.

use std::process::Command;

use testing::{Finished, Server, finish};

/// Whether there is curl; says so in one line where there is none.
fn has_curl() -> bool {
    let has = Command::new("curl").arg("--version").output().is_ok();
    if !has {
        println!("curl is not checked: there is no curl");
        assert!(std::env::var_os("CI").is_none(), "CI must have it");
    }
    has
}

fn curl(server: &Server, path: &str, options: &[&str]) -> Finished {
    let url = format!("http://{}{path}", server.address());
    let always = ["-sS", "--noproxy", "*", "--max-time", "10"];
    finish(Command::new("curl").args(always).args(options).arg(url))
}

#[test]
fn curl_gets_pages_heads_forms_and_refusals() {
    if !has_curl() {
        return;
    }
    let mut serve = Command::new(env!("CARGO_BIN_EXE_ch06"));
    let server = Server::start(serve.args(["serve", "127.0.0.1:0"]));
    let page = curl(&server, "/", &[]);
    assert!(page.out.contains("<h1>hello</h1>"), "{page:?}");
    let head = curl(&server, "/", &["-I"]);
    assert_eq!(head.code, Some(0), "{head:?}");
    assert!(head.out.starts_with("HTTP/1.1 200 OK\r\n"), "{head:?}");
    assert!(head.out.contains("\r\nContent-Length: "), "{head:?}");
    assert!(head.out.ends_with("\r\n\r\n"), "no body: {head:?}");
    let form = curl(&server, "/", &["-d", "name=Ada"]);
    assert_eq!(form.out, "hello, Ada\n");
    let http10 = curl(&server, "/", &["-0", "-d", "name=Ada"]);
    assert_eq!(http10.out, "hello, Ada\n");
    let code = ["-o", "/dev/null", "-w", "%{http_code}"];
    for (options, path, status) in [
        (&[][..], "/no", "404"),
        (&["-X", "DELETE"], "/", "405"),
        (&["-X", "BREW"], "/", "501"),
        (&["-H", "Transfer-Encoding: chunked", "-d", "a=b"], "/", "501"),
        (&["-H", "Content-Length: +3", "-d", "a=b"], "/", "400"),
    ] {
        let done = curl(&server, path, &[&code[..], options].concat());
        assert_eq!(done.out, status, "{options:?}: {}", done.err);
    }
}

#[test]
fn curl_sends_three_megabytes_and_reads_the_413() {
    if !has_curl() {
        return;
    }
    let mut serve = Command::new(env!("CARGO_BIN_EXE_ch06"));
    let server = Server::start(serve.args(["serve", "127.0.0.1:0"]));
    let name = format!("ch06-{}.form", std::process::id());
    let file = std::env::temp_dir().join(name);
    std::fs::write(&file, vec![b'x'; 3_000_000]).expect("room in /tmp");
    let data = format!("@{}", file.display());
    // Without "Expect", which would make curl wait for a word of ours.
    let options = ["-H", "Expect:", "--data-binary", &data];
    let done = curl(&server, "/", &options);
    std::fs::remove_file(&file).expect("it is ours");
    assert_eq!(done.out, "the body is longer than 65536 bytes\n", "{done:?}");
}
