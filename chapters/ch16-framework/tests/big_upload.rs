//! A large file on its way to the disk. In a program of its own: what is
//! measured is the memory of the whole process.
#![allow(clippy::unwrap_used)]

#[path = "limits/serving.rs"]
#[allow(dead_code)]
mod serving;

use std::io::Write;
use std::time::Duration;

use serving::{Serving, answer, app, head};

const MIB: usize = 1024 * 1024;
const FILE: usize = 100 * MIB;

/// A line of `/proc/self/status`, in octets.
fn status(name: &str) -> usize {
    let all = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = all.lines().find(|line| line.starts_with(name)).unwrap();
    let number = line.split_whitespace().nth(1).unwrap();
    number.parse::<usize>().unwrap() * 1024
}

/// Sends a form with a file of so many octets; what is answered.
fn upload(server: &Serving, octets: usize) -> String {
    let start = "--b\r\nContent-Disposition: form-data; name=f; \
                 filename=big\r\n\r\n";
    let end = "\r\n--b--\r\n";
    let length = start.len() + octets + end.len();
    let framing = format!("Connection: close\r\nContent-Length: {length}");
    let kind = "multipart/form-data; boundary=b";
    let mut client = server.connect();
    client.write_all(head("/form", kind, &framing).as_bytes()).unwrap();
    client.write_all(start.as_bytes()).unwrap();
    // Beginnings of a boundary everywhere.
    let block = b"\r\n--a\r\n-".repeat(8192);
    for _ in 0..octets / block.len() {
        client.write_all(&block).unwrap();
    }
    client.write_all(end.as_bytes()).unwrap();
    answer(&mut client)
}

#[test]
fn a_file_of_100_mib_passes_through_8_mib_of_memory() {
    let mut app = app();
    app.config_mut().set("MAX_CONTENT_LENGTH", FILE + MIB).unwrap();
    let server = Serving::start(app, Duration::from_secs(60));
    upload(&server, MIB);
    let idle = status("VmRSS:");
    // Each wait of the client has a deadline, and so has the whole body.
    let heard = upload(&server, FILE);
    let all = format!("0 fields, {FILE} octets");
    assert!(heard.ends_with(&all), "{heard}");
    let more = status("VmHWM:").saturating_sub(idle);
    println!("at most {} KiB more than idle", more / 1024);
    assert!(more < 8 * MIB, "{} KiB more than idle", more / 1024);
}
