//! Unix sockets, and the files that are their addresses.

use std::fs;
use std::io::Read;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixListener;

use endpoint::{Address, ConnectOptions, ListenOptions, connect, listen};

use crate::{listening, talk, unix};

#[test]
fn a_unix_socket_is_reached_by_its_path_and_gone_with_its_listener() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("socket");
    let listener = listening(&unix(&path));
    assert_eq!(listener.address(), Address::Path(path.clone()));
    talk(listener, unix(&path));
    assert!(!path.exists(), "the file outlived its listener");
}

#[test]
fn an_abstract_name_needs_no_file() {
    let name = format!("unix:@ch02-test-{}", std::process::id());
    let listener = listening(&name);
    assert_eq!(listener.address().to_string(), name);
    talk(listener, name);
}

#[test]
fn a_dead_servers_file_is_replaced_and_a_live_ones_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("socket");
    // std's listener leaves its file behind, as a killed server does.
    drop(UnixListener::bind(&path).unwrap());
    assert!(path.exists());
    let live = listening(&unix(&path));
    let error = listen(&unix(&path), &ListenOptions::default()).unwrap_err();
    assert!(error.to_string().contains("in use"), "{error}");
    // Asking whether it lives was a client that left at once.
    let (mut asked, _peer) = live.accept().unwrap();
    assert_eq!(asked.read(&mut [0; 1]).unwrap(), 0);
    talk(live, unix(&path));
}

#[test]
fn a_file_that_is_no_socket_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.txt");
    fs::write(&path, "precious").unwrap();
    let error = listen(&unix(&path), &ListenOptions::default()).unwrap_err();
    assert!(error.to_string().contains("in use"), "{error}");
    assert_eq!(fs::read_to_string(&path).unwrap(), "precious");
}

#[test]
fn a_file_that_somebody_else_made_meanwhile_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("socket");
    let first = listening(&unix(&path));
    fs::rename(&path, folder.path().join("moved")).unwrap();
    let _second = listening(&unix(&path));
    drop(first);
    assert!(path.exists(), "the first removed the second's file");
}

#[test]
fn the_mode_of_a_unix_socket_is_the_one_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("socket");
    let private =
        ListenOptions { mode: Some(0o600), ..ListenOptions::default() };
    let _listener = listen(&unix(&path), &private).unwrap();
    let mode = fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn a_unix_client_is_known_by_its_process() {
    let folder = tempfile::tempdir().unwrap();
    let address = unix(&folder.path().join("socket"));
    let listener = listening(&address);
    let _client = connect(&address, &ConnectOptions::default()).unwrap();
    let (server, peer) = listener.accept().unwrap();
    assert_eq!(peer.to_string(), format!("unix, pid {}", std::process::id()));
    assert_eq!(server.peer().unwrap(), peer);
}
