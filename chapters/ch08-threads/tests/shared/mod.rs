//! What the tests of the servers share: a protocol that can fail, and a server
//! inside the test program.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Once};
use std::thread::{self, JoinHandle};

use bytes::BytesMut;
use delimited::Lines;
use endpoint::{Error, ListenOptions, listen};
use framing::Decoder;
use http_basic::{Limits, Next, Protocol, Stop};
use testing::{LIMIT, within};
use threading::{
    Ending, Pool, Threads, one_line_panics, serve_pool, serve_threads,
};

/// Echoes lines; panics at "boom", and at "compute" waits for the test.
pub(crate) struct Fragile {
    lines: Lines,
    speechless: Arc<AtomicBool>,
    computes: Arc<dyn Fn() + Send + Sync>,
}

impl Protocol for Fragile {
    fn data_received(
        &mut self,
        input: &mut BytesMut,
        output: &mut BytesMut,
    ) -> Next {
        while let Ok(Some(line)) = self.lines.decode(input) {
            assert!(line != "boom", "this protocol panics when asked");
            if line == "compute" {
                (self.computes)();
            }
            output.extend_from_slice(format!("{line}\n").as_bytes());
        }
        Next::Keep
    }

    fn overloaded(&mut self, output: &mut BytesMut) {
        let speechless = self.speechless.load(Ordering::SeqCst);
        assert!(!speechless, "this protocol cannot say that it is busy");
        output.extend_from_slice(b"busy\n");
    }
}

/// Who runs the conversations.
pub(crate) enum By {
    Threads(Threads),
    Pool(Arc<Pool>),
}

/// A server on a thread of the test program.
pub(crate) struct House {
    pub(crate) address: String,
    pub(crate) stop: Stop,
    /// While it is set, a refusal panics.
    pub(crate) speechless: Arc<AtomicBool>,
    /// Something is sent when a conversation has begun to compute.
    pub(crate) computing: Receiver<()>,
    /// Dropping it ends the computing.
    pub(crate) computed: Option<Sender<()>>,
    thread: JoinHandle<Result<Ending, Error>>,
}

impl House {
    pub(crate) fn open(limits: Limits, by: By) -> House {
        // The protocol panics in many tests: a line for each is enough.
        static HOOK: Once = Once::new();
        HOOK.call_once(one_line_panics);
        let listener = listen("127.0.0.1:0", &ListenOptions::default());
        let listener = listener.expect("a free port");
        let address = listener.address().to_string();
        let stop = Stop::new().expect("two descriptors");
        let told = stop.clone();
        let (begins, computing) = channel();
        let (computed, wait) = channel::<()>();
        let wait = std::sync::Mutex::new(wait);
        let computes: Arc<dyn Fn() + Send + Sync> = Arc::new(move || {
            begins.send(()).expect("the test listens");
            let _ = wait.lock().expect("no panic here").recv();
        });
        let speechless = Arc::<AtomicBool>::default();
        let mute = Arc::clone(&speechless);
        let thread = thread::spawn(move || {
            let protocol = || Fragile {
                lines: Lines::new(),
                speechless: Arc::clone(&mute),
                computes: Arc::clone(&computes),
            };
            let listener = &listener;
            match &by {
                By::Threads(threads) => {
                    serve_threads(listener, &limits, threads, &told, protocol)
                }
                By::Pool(pool) => {
                    serve_pool(listener, &limits, pool, &told, protocol)
                }
            }
        });
        let computed = Some(computed);
        House { address, stop, speechless, computing, computed, thread }
    }

    pub(crate) fn client(&self) -> Caller {
        let stream = testing::load::connect(&self.address);
        Caller(BufReader::new(stream.expect("the server takes clients")))
    }

    /// Says the word, and waits for the end.
    pub(crate) fn end(self) -> Ending {
        self.stop.stop();
        self.ended()
    }

    pub(crate) fn ended(self) -> Ending {
        let ended = within("a server that was told to end", || {
            self.thread.join().expect("the server does not panic")
        });
        ended.expect("the listener is fine")
    }
}

/// A client that speaks in lines.
pub(crate) struct Caller(pub(crate) BufReader<TcpStream>);

impl Caller {
    pub(crate) fn say(&mut self, text: &str) {
        self.0.get_mut().write_all(text.as_bytes()).expect("room");
    }

    /// The next line, "" at the end of the stream.
    #[track_caller]
    pub(crate) fn hear(&mut self) -> String {
        let mut line = String::new();
        match self.0.read_line(&mut line) {
            Ok(_) => line,
            Err(error) => panic!("no line within {LIMIT:?}: {error}"),
        }
    }

    #[track_caller]
    pub(crate) fn echoes(&mut self, text: &str) {
        self.say(&format!("{text}\n"));
        assert_eq!(self.hear(), format!("{text}\n"), "it echoes lines");
    }
}
