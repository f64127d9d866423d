//! A pool with more clients than threads.

use cli::say;
use threading::{WhenFull, one_line_panics};

use super::rig::Server;

/// A pool of one thread, and a client who makes it panic.
pub(super) fn panic() -> cli::Result {
    one_line_panics();
    let server = Server::start(1, 8, WhenFull::Wait)?;
    say!("one thread");
    for line in ["hello", "", "hello again"] {
        let mut client = server.client()?;
        client.say(&format!("{line}\n"))?;
        say!("a client says \"{line}\" and hears {}", client.hear()?);
    }
    server.stop();
    say!("{}", server.ended()?);
    Ok(())
}

/// One thread, one place in the queue, three clients.
pub(super) fn both() -> cli::Result {
    for (name, when_full) in
        [("refuse", WhenFull::Refuse), ("wait", WhenFull::Wait)]
    {
        say!("one thread, one place in the queue; when full: {name}");
        let server = Server::start(1, 1, when_full)?;
        let mut first = server.client()?;
        first.say("first\n")?;
        say!("  client 1 hears {}, and stays", first.hear()?);
        let mut second = server.client()?;
        second.say("second\n")?;
        server.until_waiting(1)?;
        say!("  client 2 waits in the queue");
        let mut third = server.client()?;
        third.say("third\n")?;
        if when_full == WhenFull::Wait {
            server.until_waiting(2)?;
            say!("  client 3 waits in front of it, and nobody is accepted");
        } else {
            say!("  client 3 hears {}", third.hear()?);
        }
        drop(first);
        say!("  client 1 leaves; client 2 hears {}", second.hear()?);
        drop(second);
        if when_full == WhenFull::Wait {
            say!("  client 2 leaves; client 3 hears {}", third.hear()?);
        }
        drop(third);
        server.stop();
        server.ended()?;
    }
    Ok(())
}

/// A server that is told to end while one client is being served and others
/// wait.
pub(super) fn drain() -> cli::Result {
    let server = Server::start(1, 8, WhenFull::Wait)?;
    let mut begun = server.client()?;
    begun.say("hello\n")?;
    begun.hear()?;
    begun.say("half a l")?;
    let mut asked = server.client()?;
    asked.say("I have asked\n")?;
    server.until_waiting(1)?;
    let mut silent = server.client()?;
    server.until_waiting(2)?;
    say!("one thread: client 1 has sent half a line;");
    say!("in the queue: client 2 has asked, client 3 has said nothing");
    server.stop();
    say!("the server is told to end");
    begun.say("ine\n")?;
    say!("client 1 sends the rest, and hears {}", begun.hear()?);
    say!("  then {}", begun.hear()?);
    say!("client 2 hears {}", asked.hear()?);
    say!("  then {}", asked.hear()?);
    say!("client 3 hears {}", silent.hear()?);
    say!("{}", server.ended()?);
    Ok(())
}
