//! What is refused: what is wrong, and what is too much.

use super::*;

#[test]
fn what_comes_too_early_is_refused_and_changes_nothing() {
    let rule = "503: the order is HELO, MAIL, RCPT, DATA";
    answers(
        "MAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\n",
        "503 503 503",
        rule,
    );
    answers("HELO me\r\nRCPT TO:<c@d>\r\nDATA\r\n", "250 503 503", rule);
    let early = "HELO me\r\nMAIL FROM:<a@b>\r\nDATA\r\n";
    answers(early, "250 250 503", rule);
    let rule = "503 for a second MAIL, and the first mail is still there";
    let second = format!("{HELLO}MAIL FROM:<x@y>\r\nDATA\r\n.\r\n");
    let said = answers(second, "250 250 250 503 354 250", rule);
    assert_eq!(said.mails, [mail("")], "{rule}");
}

#[test]
fn what_is_no_command_or_no_address_is_refused() {
    let rule = "500: no such command";
    answers(
        "\r\nVRFY x\r\nMAILFROM\r\nEHLO\u{e9} x\r\n",
        "500 500 500 500",
        rule,
    );
    answers(b"\xff\xfe\r\nNOOP\r\n", "500 250", rule);
    let rule = "501: the command is known, what stands behind it is wrong";
    answers("HELO\r\nEHLO \r\nQUIT now\r\nRSET x\r\n", "501 501 501 501", rule);
    for from in
        ["", "a@b", "FROM:a@b", "FROM:<a@b", "FROM:<a@b> SIZE=1", "TO:<a>"]
    {
        answers(format!("HELO me\r\nMAIL {from}\r\n"), "250 501", rule);
    }
    let rule = "501: an address with something in it that could be read as \
                the end of it";
    for to in ["<>", "<a b>", "<a>b>", "<a\tb>", "<a<b>", "<a\0b>"] {
        let bytes =
            format!("HELO m\r\nMAIL FROM:<>\r\nRCPT TO:{to}\r\nDATA\r\n");
        answers(bytes, "250 250 501 503", rule);
    }
}

#[test]
fn a_mail_that_was_refused_leaves_nothing_behind() {
    let rule = "after 554 the next mail begins, and is not held to blame";
    let again = &HELLO["EHLO me\r\n".len()..];
    let text = format!("a\nb\r\n.\r\n{again}DATA\r\nc\r\n.\r\n");
    let mails = send(text, "554 250 250 354 250", rule);
    assert_eq!(mails, [mail("c\r\n")], "{rule}");
}

#[test]
fn a_command_has_a_limit() {
    let rule = format!("a command of {MAX_COMMAND} bytes is in order");
    let name = "x".repeat(MAX_COMMAND - "HELO ".len());
    answers(format!("HELO {name}\r\nNOOP\r\n"), "250 250", &rule);
    let rule = "a longer one is 500, once, and the next command is read";
    answers(format!("HELO {name}x\r\nNOOP\r\n"), "500 250", rule);
    let long = "x".repeat(100_000);
    answers(format!("HELO {long}\r\nNOOP\r\n"), "500 250", rule);
}

#[test]
fn a_line_of_the_text_has_a_limit_of_its_own() {
    let line = "x".repeat(MAX_TEXT_LINE);
    let rule = "a line of the text may be longer than a command";
    let mails = send(format!("{line}\r\n.\r\n"), "250", rule);
    assert_eq!(mails, [mail(&format!("{line}\r\n"))], "{rule}");
    let rule = "a line that is too long: read on to the end of the text, and \
                answer once, there. An answer in the middle would be taken for \
                the one to the whole text";
    let mails = send(format!("{line}x\r\na\r\n.\r\nNOOP\r\n"), "554 250", rule);
    assert_eq!(mails, [], "{rule}");
}

#[test]
fn a_text_has_a_limit() {
    let line = format!("{}\r\n", "x".repeat(62));
    let text = line.repeat(MAX_TEXT / 64);
    let rule = format!("a text of {MAX_TEXT} bytes is in order");
    let mails = send(format!("{text}.\r\n"), "250", &rule);
    assert_eq!(mails, [mail(&text)], "{rule}");
    let rule = "a text over the limit: 552 at its end, and the conversation \
                goes on";
    let mails = send(format!("{text}\r\n.\r\nNOOP\r\n"), "552 250", rule);
    assert_eq!(mails, [], "{rule}");
    let rule = "the stuffed dots are not the text's: they do not count";
    let dots = format!("..{}\r\n", "x".repeat(61)).repeat(MAX_TEXT / 64);
    send(format!("{dots}.\r\n"), "250", rule);
}

#[test]
fn a_mail_has_so_many_recipients() {
    let rcpt = "RCPT TO:<c@d>\r\n".repeat(MAX_RCPT - 1);
    let codes = "250 ".repeat(MAX_RCPT + 2);
    let rule = "one recipient over the limit: 452, and the others stay";
    let bytes = format!("{HELLO}{rcpt}RCPT TO:<x@y>\r\nDATA\r\n.\r\n");
    let said = answers(bytes, &format!("{codes}452 354 250"), rule);
    let count = said.mails.first().map_or(0, |mail| mail.to.len());
    assert_eq!(count, MAX_RCPT, "{rule}");
}
