//! Scripted conversations: what is called when.

use std::io::{self, Read, Write};
use std::net::Shutdown;
use std::thread;
use std::time::Duration;

use cli::Scene;
use endpoint::{ConnectOptions, Datagram, Peer, connect};
use socketserver::{
    DatagramHandler, MAX_LINE, POLL_INTERVAL, Rfile, Sequential, Server,
    StreamHandler, Tcp, Transport, Udp, Wfile,
};
use wire::{Recorder, Recording, Side};

/// Everything that `demo` can show.
pub(crate) const SCENES: [Scene; 2] = [
    Scene {
        name: "stream",
        about: "setup, handle and finish around one connection",
        play: stream,
    },
    Scene {
        name: "datagram",
        about: "the same around each of two packets",
        play: datagram,
    },
];

const CLIENT: usize = 0;
const SERVER: usize = 1;
const PATIENCE: Option<Duration> = Some(Duration::from_secs(10));

/// The handler of the notes, which also notes what it does.
#[derive(Clone)]
struct Noted(Side);

impl StreamHandler for Noted {
    fn setup(&mut self, _: &Peer) -> io::Result<()> {
        self.0.call_after("connect", "setup()", "");
        Ok(())
    }

    fn handle(
        &mut self,
        rfile: &mut Rfile<'_>,
        wfile: &mut Wfile<'_>,
    ) -> io::Result<()> {
        self.0.call("handle()", "");
        while let Some(line) = rfile.read_line(MAX_LINE)? {
            self.0.received(CLIENT, &Ok(line.len()), &line);
            let answer = line.to_ascii_uppercase();
            wfile.write_all(&answer)?;
            self.0.sent(CLIENT, &answer); // as soon as rfile has to wait
        }
        self.0.received(CLIENT, &Ok(0), &[]);
        Ok(())
    }

    fn finish(&mut self) {
        self.0.call("finish()", "");
        self.0.finished(CLIENT);
    }
}

impl DatagramHandler for Noted {
    fn handle(
        &mut self,
        rfile: &mut &[u8],
        wfile: &mut Vec<u8>,
    ) -> io::Result<()> {
        // The packet came before anything was called.
        self.0.received(CLIENT, &Ok(rfile.len()), rfile);
        self.0.call("setup()", "");
        self.0.call("handle()", "");
        rfile.read_to_end(wfile)?;
        wfile.make_ascii_uppercase();
        self.0.sent(CLIENT, wfile); // after this has returned
        Ok(())
    }

    fn finish(&mut self) {
        self.0.call("finish()", "");
    }
}

fn stream() -> cli::Result<Recording> {
    let recorder = Recorder::new("one connection", &["client", "server"]);
    let (client, side) = (recorder.side(CLIENT), recorder.side(SERVER));
    let tcp = Tcp::bind("127.0.0.1:0", &Default::default())?;
    let address = tcp.server_address().to_string();
    side.call("bind()", "");
    side.call("serve_forever()", "");
    let noted = Noted(side);
    let mut server =
        Server::builder(tcp, Sequential, move || noted.clone()).build()?;
    let handle = server.shutdown_handle();
    let served = thread::spawn(move || server.serve_forever(POLL_INTERVAL));
    let stream = connect(&address, &ConnectOptions::default())?;
    stream.set_timeouts(PATIENCE, PATIENCE)?;
    client.call_after("serve_forever", "connect()", "");
    let mut tap = client.tap(SERVER, stream);
    tap.write_all(b"hello\n")?;
    tap.read_exact(&mut [0; 6])?;
    client.call("shutdown(write)", "");
    client.finished(SERVER);
    tap.get_ref().shutdown(Shutdown::Write)?;
    tap.read_exact(&mut [0; 1]).err().ok_or("it should have ended")?;
    client.call("close()", "");
    handle.shutdown();
    served.join().map_err(|_| "the server's thread panicked")??;
    Ok(recorder.finish())
}

fn datagram() -> cli::Result<Recording> {
    let recorder = Recorder::new("two packets", &["client", "server"]);
    let (client, side) = (recorder.side(CLIENT), recorder.side(SERVER));
    let udp = Udp::bind("127.0.0.1:0", &Default::default())?;
    let endpoint::Endpoint::Datagram(address) = udp.server_address() else {
        return Err("UDP has datagrams".into());
    };
    side.call("bind()", "");
    side.call("serve_forever()", "");
    let noted = Noted(side);
    let mut server =
        Server::builder(udp, Sequential, move || noted.clone()).build()?;
    let handle = server.shutdown_handle();
    let served = thread::spawn(move || server.serve_forever(POLL_INTERVAL));
    let socket = Datagram::connect(&address)?;
    socket.set_timeouts(PATIENCE, PATIENCE)?;
    client.call_after("serve_forever", "socket()", "");
    for packet in [b"one".as_slice(), b"and two"] {
        socket.send(packet)?;
        client.sent(SERVER, packet);
        let mut buf = [0; 64];
        let got = socket.receive(&mut buf)?;
        client.received(SERVER, &Ok(got.len), &buf);
    }
    handle.shutdown();
    served.join().map_err(|_| "the server's thread panicked")??;
    Ok(recorder.finish())
}
