//! Judges the exercise `smtp`.

use std::cell::RefCell;
use std::io::Write;
use std::process::Command;
use std::rc::Rc;

use bytes::BytesMut;
use endpoint::Stream;
use ex06::smtp::{MAX_COMMAND, MAX_RCPT, MAX_TEXT, MAX_TEXT_LINE, Mail, Smtp};
use http_basic::{Next, Protocol};
use testing::{Server, assert_bytes, drain, some_cuts, within};

#[path = "smtp/refused.rs"]
mod refused;

/// What came of a conversation.
#[derive(Debug, PartialEq)]
struct Said {
    /// The codes that were answered, the greeting's first.
    codes: String,
    answers: String,
    mails: Vec<Mail>,
    next: Next,
    idle: bool,
}

/// Lets a client send `chunks`.
fn talk(chunks: &[&[u8]]) -> Said {
    let mails = Rc::new(RefCell::new(Vec::new()));
    let taken = Rc::clone(&mails);
    let mut smtp = Smtp::new("here", move |mail| taken.borrow_mut().push(mail));
    let peer = Stream::pair().expect("two ends").0.peer().expect("a peer");
    let (mut input, mut output) = (BytesMut::new(), BytesMut::new());
    let mut next = smtp.connection_made(&peer, &mut output);
    for chunk in chunks {
        if next != Next::Keep {
            break;
        }
        input.extend_from_slice(chunk);
        next = smtp.data_received(&mut input, &mut output);
        let left = input.len();
        assert!(left < 2_000, "a limit on what is left: {left} bytes are");
    }
    let answers = String::from_utf8_lossy(&output).into_owned();
    let codes: Vec<_> =
        answers.lines().map(|l| l.get(..3).unwrap_or(l)).collect();
    let codes = codes.join(" ");
    let idle = smtp.is_idle();
    drop(smtp);
    let mails = mails.take();
    Said { codes, answers, mails, next, idle }
}

/// The client's `bytes`, cut in some ways, must be answered with `codes`.
#[track_caller]
fn answers(bytes: impl AsRef<[u8]>, codes: &str, rule: &str) -> Said {
    let bytes = bytes.as_ref().to_vec();
    let shown = bytes[..bytes.len().min(300)].escape_ascii().to_string();
    let all = within("data_received", move || {
        let all = some_cuts(&bytes, 5);
        all.iter().map(|chunks| talk(chunks)).collect::<Vec<_>>()
    });
    let codes = format!("220 {codes}");
    for said in &all {
        assert_eq!(
            said.codes,
            codes.trim_end(),
            "{rule}\n  sent    \"{shown}\"\n  answers {:?}\n  got and want:",
            said.answers,
        );
        assert_eq!(said.mails, all[0].mails, "the mails depend on the cuts");
    }
    all.into_iter().next().expect("one way at least")
}

const HELLO: &str = "EHLO me\r\nMAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\n";

fn mail(text: &str) -> Mail {
    let to = vec!["c@d".to_owned()];
    Mail { from: "a@b".to_owned(), to, text: text.into() }
}

/// A mail with `text` must be answered with `code`; all that was delivered.
#[track_caller]
fn send(text: impl AsRef<[u8]>, code: &str, rule: &str) -> Vec<Mail> {
    let head = format!("{HELLO}DATA\r\n");
    let bytes = [head.as_bytes(), text.as_ref()].concat();
    answers(bytes, &format!("250 250 250 354 {code}"), rule).mails
}

#[test]
fn the_server_speaks_first_and_says_its_name() {
    let said = answers(
        "EHLO me\r\nQUIT\r\nNOOP\r\n",
        "250 221",
        "after QUIT the server closes, whatever else was sent",
    );
    let want = "220 here ready\r\n250 here\r\n221 bye\r\n";
    let rule = "each answer is one line with CR LF, the greeting comes first";
    assert_bytes(b"", said.answers.as_bytes(), want.as_bytes(), rule);
    assert_eq!(said.next, Next::Close, "after QUIT the server closes");
}

#[test]
fn a_mail_is_delivered_once() {
    let rule = "HELO, MAIL, RCPT, DATA, the text, a dot";
    let mails = send("Hi,\r\n\r\nbye\r\n.\r\n", "250", rule);
    assert_eq!(mails, [mail("Hi,\r\n\r\nbye\r\n")], "{rule}");
    let mails = send(".\r\n", "250", "a text may be empty");
    assert_eq!(mails, [mail("")], "a text may be empty");
}

#[test]
fn two_mails_can_follow_each_other() {
    let one = "MAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\n1\r\n.\r\n";
    let two = "mail from:<>\r\nrcpt to:<e@f>\r\nrcpt to:<g@h>\r\ndata\r\n.\r\n";
    let rule = "after a mail the next begins, without a greeting; commands may \
                be written in any case; a sender may be empty";
    let codes = "250 250 250 354 250 250 250 250 354 250";
    let said = answers(format!("HELO me\r\n{one}{two}"), codes, rule);
    let to = vec!["e@f".to_owned(), "g@h".to_owned()];
    let second = Mail { from: String::new(), to, text: vec![] };
    assert_eq!(said.mails, [mail("1\r\n"), second], "{rule}");
    assert_eq!(said.next, Next::Keep, "the client may say more");
}

#[test]
fn a_mail_can_be_given_up() {
    for (word, code) in [("RSET", "250"), ("EHLO you", "250")] {
        let rule = format!("{word} drops the mail, not the greeting");
        let bytes = format!("{HELLO}{word}\r\nDATA\r\nMAIL FROM:<e@f>\r\n");
        let codes = format!("250 250 250 {code} 503 250");
        answers(bytes, &codes, &rule);
    }
}

#[test]
fn the_dots_are_the_networks_own() {
    let rule = "one dot is taken from a line that begins with one; a line of \
                one dot is the end";
    let mails = send("..\r\n...a\r\n.b\r\nc.\r\n.\r\n", "250", rule);
    assert_eq!(mails, [mail(".\r\n..a\r\nb\r\nc.\r\n")], "{rule}");
    let rule = "inside a text there are no commands";
    let mails = send("QUIT\r\nRSET\r\n\r\n.\r\n", "250", rule);
    assert_eq!(mails, [mail("QUIT\r\nRSET\r\n\r\n")], "{rule}");
}

#[test]
fn a_second_mail_cannot_be_hidden_in_a_text() {
    let inner = "MAIL FROM:<boss@d>\r\nRCPT TO:<c@d>\r\nDATA\r\n";
    for end in ["\n.\n", "\n.\r\n", "\r.\r", "\r\n.\n", "\r.\r\n"] {
        let text = format!("a{end}{inner}pay him\r\n.\r\n");
        let rule = "only CR LF ends a line. Who takes a bare LF (or CR) for \
                    one lets a sender smuggle in a mail of somebody else; who \
                    passes it on lets the next server do so: 554";
        let mails = send(text, "554", rule);
        assert_eq!(mails, [], "{rule}");
    }
    let rule = "a command with a bare LF or CR in it is no command";
    answers(
        "NOOP\nNOOP\r\nNOOP\rNOOP\r\n\nNOOP\r\nNOOP\r\r\n",
        "500 500 500 500",
        rule,
    );
}

#[test]
fn a_client_with_no_mail_begun_is_idle() {
    let rule = "a server that ends closes idle conversations at once, and \
                lets those with a mail begun come to an end";
    let idle = |bytes: &str| {
        let bytes = bytes.to_owned();
        within("talk", move || talk(&[bytes.as_bytes()])).idle
    };
    assert!(idle(""), "{rule}: nothing was said");
    assert!(idle("HELO me\r\n"), "{rule}: only HELO was said");
    assert!(!idle("HELO me\r\nMAIL FROM:<>\r\n"), "{rule}: MAIL was said");
    assert!(!idle(&format!("{HELLO}DATA\r\na\r\n")), "{rule}: in the text");
    assert!(idle(&format!("{HELLO}DATA\r\n.\r\n")), "{rule}: it was taken");
    let busy = within("overloaded", || {
        let mut output = BytesMut::new();
        Smtp::new("here", drop).overloaded(&mut output);
        output
    });
    let rule = "421: not now (RFC 5321 section 3.8)";
    assert_bytes(b"", &busy, b"421 here busy\r\n", rule);
}

#[test]
fn the_program_takes_a_mail() {
    let program = testing::program!("06", "smtp");
    let mut server = Server::start(Command::new(program).arg("127.0.0.1:0"));
    let mut client = server.connect();
    let sent = format!("{HELLO}DATA\r\nSubject: hi\r\n.\r\nQUIT\r\n");
    client.write_all(sent.as_bytes()).expect("room");
    let got = drain(&mut client);
    let got = String::from_utf8_lossy(&got);
    let codes: Vec<_> = got.lines().filter_map(|l| l.get(..3)).collect();
    let want = ["220", "250", "250", "250", "354", "250", "221"];
    assert_eq!(codes, want, "all was said at once, each line is answered");
    server.line_with("from <a@b> to [\"c@d\"]");
    server.line_with("Subject: hi");
}
