//! The wrong version fails in the way that the page tells.

use std::io::{Read, Write};
use std::net::TcpListener;

use testing::{example, finish};

/// Echoes one client, on a free port.
fn echo_once() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("its address").to_string();
    std::thread::spawn(move || {
        let (mut client, _) = listener.accept().expect("the example");
        let mut buf = [0; 64];
        while let Ok(n @ 1..) = client.read(&mut buf) {
            client.write_all(&buf[..n]).expect("it is there");
        }
    });
    address
}

#[test]
fn one_receive_for_one_message_pairs_the_wrong_answers() {
    let program = finish(example("before_one_recv").arg(echo_once()));
    assert_eq!(program.code, Some(0), "{}", program.err);
    assert_eq!(
        program.out,
        "\"one\\n\" -> \"one\\ntwo\\nthree\\n\"\n\
         \"two\\n\" -> no answer\n\
         \"three\\n\" -> no answer\n"
    );
}
