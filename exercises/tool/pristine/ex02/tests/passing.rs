//! Judges the exercise `passing`.

use std::io::{self, IoSlice, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::fd::{AsFd, AsRawFd, OwnedFd, RawFd};
use std::os::unix::net::UnixStream;

use ex02::passing::{receive_descriptor, send_descriptor};
use nix::fcntl::{FcntlArg, FdFlag, fcntl};
use nix::sys::socket::{ControlMessage, MsgFlags, sendmsg};
use testing::{LIMIT, assert_bytes};

/// Both ends of a channel; nothing waits for ever.
fn channel() -> (UnixStream, UnixStream) {
    let (one, other) = UnixStream::pair().expect("two descriptors");
    for end in [&one, &other] {
        end.set_read_timeout(Some(LIMIT / 5)).expect("a time-out");
        end.set_write_timeout(Some(LIMIT / 5)).expect("a time-out");
    }
    (one, other)
}

/// Sends `descriptor` and receives it again.
#[track_caller]
fn passed(descriptor: &impl AsFd) -> OwnedFd {
    let (sender, receiver) = channel();
    send_descriptor(&sender, descriptor.as_fd()).expect("room for it");
    received(&receiver)
}

#[track_caller]
fn received(receiver: &UnixStream) -> OwnedFd {
    receive_descriptor(receiver).unwrap_or_else(|error| {
        if error.kind() == io::ErrorKind::WouldBlock {
            panic!("nothing came: a descriptor travels with at least one byte");
        }
        panic!("the descriptor did not arrive: {error}")
    })
}

#[test]
fn a_listener_is_the_same_listener_at_the_other_end() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("it is bound");
    let mut client = TcpStream::connect(address).expect("the queue has room");
    client.write_all(b"to the old one").expect("room for it");
    let successor = TcpListener::from(passed(&listener));
    drop(listener);
    successor.set_nonblocking(true).expect("a socket");
    let (mut stream, _) = successor
        .accept()
        .expect("the client that waited for the old one is still there");
    stream.set_read_timeout(Some(LIMIT)).expect("a time-out");
    drop(client);
    let mut got = Vec::new();
    stream.read_to_end(&mut got).expect("a clean end");
    let rule = "the successor serves whoever waited for the old one";
    assert_bytes(b"", &got, b"to the old one", rule);
}

#[test]
fn several_are_passed_one_after_another() {
    let (sender, receiver) = channel();
    for round in 0..3_u8 {
        let (mut inner, outer) = channel();
        send_descriptor(&sender, outer.as_fd()).expect("room for it");
        drop(outer);
        let mut outer = UnixStream::from(received(&receiver));
        inner.write_all(&[round]).expect("room for it");
        let mut got = [0xff];
        outer.read_exact(&mut got).expect("the other end of `inner`");
        assert_eq!(got, [round], "each message carries its own descriptor");
    }
}

#[test]
fn the_received_descriptor_is_closed_on_exec() {
    let (one, _other) = channel();
    let got = passed(&one);
    let flags = fcntl(&got, FcntlArg::F_GETFD).expect("an open descriptor");
    assert!(
        FdFlag::from_bits_truncate(flags).contains(FdFlag::FD_CLOEXEC),
        "a program that you start later must not inherit it: the flag \
         MSG_CMSG_CLOEXEC of recvmsg",
    );
}

#[test]
fn the_senders_descriptor_stays_its_own() {
    let (mut one, other) = channel();
    let copy = passed(&other);
    drop(copy);
    let mut other = other;
    one.write_all(b"!").expect("room for it");
    let read = other.read(&mut [0; 1]);
    assert_eq!(read.ok(), Some(1), "passing copies: ours is still open");
}

#[test]
fn the_end_of_the_channel_is_an_end() {
    let (sender, receiver) = channel();
    drop(sender);
    let error = receive_descriptor(&receiver).expect_err("nobody sent one");
    let rule = "zero bytes are the end of the channel";
    assert_eq!(error.kind(), io::ErrorKind::UnexpectedEof, "{rule}");
}

#[test]
fn a_byte_without_a_descriptor_is_an_error() {
    let (mut sender, receiver) = channel();
    sender.write_all(b"!").expect("room for it");
    let error = receive_descriptor(&receiver).expect_err("nobody sent one");
    let rule = "a message without a descriptor is no descriptor";
    assert_eq!(error.kind(), io::ErrorKind::InvalidData, "{rule}");
}

#[test]
fn too_many_descriptors_are_an_error_and_none_stays_open() {
    for count in [2, 3, 20] {
        let (sender, receiver) = channel();
        let pairs: Vec<_> = (0..count).map(|_| channel()).collect();
        let fds: Vec<RawFd> =
            pairs.iter().map(|(given, _)| given.as_raw_fd()).collect();
        sendmsg::<()>(
            sender.as_raw_fd(),
            &[IoSlice::new(b"!")],
            &[ControlMessage::ScmRights(&fds)],
            MsgFlags::empty(),
            None,
        )
        .expect("room for it");
        let result = receive_descriptor(&receiver);
        let error = result.expect_err("one was wanted, several came");
        let rule = "one descriptor a message";
        assert_eq!(error.kind(), io::ErrorKind::InvalidData, "{rule}");
        for (given, mut kept) in pairs {
            drop(given);
            // The end comes when the last copy of the other end is closed.
            let read = kept.read(&mut [0; 1]);
            assert_eq!(
                read.ok(),
                Some(0),
                "{count} descriptors came and one is still open: what you do \
                 not return must be closed",
            );
        }
    }
}
