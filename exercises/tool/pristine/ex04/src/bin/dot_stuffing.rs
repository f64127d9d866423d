//! `ex04-dot_stuffing [ADDR]`: a mailbox with three mails, in POP3's words.
//!
//! Try `curl pop3://127.0.0.1:9104/1`, or type the commands of RFC 1939.

use std::error::Error;
use std::net::TcpStream;

use bytes::BytesMut;
use delimited::Lines;
use echo::{BACKLOG, Limits, accept, listen, send_all};
use ex04::dot_stuffing::DotStuffed;
use framing::{Encoder, Framed};

const MAILS: [&[u8]; 3] = [
    b"Subject: lunch\r\n\r\nAt noon?\r\n",
    b"Subject: the end\r\n\r\nA line with one dot:\r\n.\r\n.. and two.\r\n",
    b"",
];

fn main() -> Result<(), Box<dyn Error>> {
    let address = std::env::args().nth(1);
    let address = address.as_deref().unwrap_or("127.0.0.1:9104").parse()?;
    let listener = listen(address, BACKLOG)?;
    if let Some(local) = listener.local_addr()?.as_socket() {
        println!("listening on {local}");
    }
    loop {
        let (client, from) = accept(&listener)?;
        client.set_read_timeout(Some(Limits::default().idle))?;
        client.set_write_timeout(Some(Limits::default().write))?;
        match dialogue(Framed::new(client.into(), Lines::crlf())) {
            Ok(()) => println!("{from}: gone"),
            Err(error) => println!("{from}: {error}"),
        }
    }
}

/// Answers one client until it says QUIT or goes.
fn dialogue(
    mut client: Framed<TcpStream, Lines>,
) -> Result<(), Box<dyn Error>> {
    client.send("+OK three mails")?;
    while let Some(line) = client.read_frame()? {
        let (command, number) = line.split_once(' ').unwrap_or((&line, ""));
        match command.to_ascii_uppercase().as_str() {
            "USER" | "PASS" => client.send("+OK")?,
            "STAT" => client.send("+OK 3 0")?,
            "RETR" => retrieve(&mut client, number)?,
            "QUIT" => return Ok(client.send("+OK bye")?),
            _ => client.send("-ERR not a command of this mailbox")?,
        }
    }
    Ok(())
}

/// The status line, then the mail and its end line.
fn retrieve(
    client: &mut Framed<TcpStream, Lines>,
    number: &str,
) -> Result<(), Box<dyn Error>> {
    let index = number.parse::<usize>().ok().and_then(|n| n.checked_sub(1));
    let Some(mail) = index.and_then(|index| MAILS.get(index)) else {
        return Ok(client.send("-ERR no such mail")?);
    };
    let mut bytes = BytesMut::from("+OK\r\n");
    DotStuffed::new(65_536).encode(*mail, &mut bytes)?;
    Ok(send_all(client.get_mut(), &bytes)?)
}
