//! The pictures that guests send, and how they are shown.

use std::io::Read;

use carafe::{
    Context, Error, FileStorage, Path, Response, abort, secure_filename,
};

use super::random;
use super::store::Book;

pub(super) fn picture(
    context: &Context<'_>,
    Path(name): Path<String>,
    book: Book,
) -> Result<Response, Error> {
    context.send_from_directory(book.pictures(), &name)
}

// ANCHOR: keep
/// Keeps a picture; the name that it has from now on.
pub(super) fn keep(book: &Book, file: &FileStorage) -> Result<String, Error> {
    let mut start = Vec::new();
    file.stream().take(16).read_to_end(&mut start)?;
    let ending = kind(&start).ok_or_else(|| {
        let why = "A picture is a PNG, JPEG, GIF or WebP file.";
        abort(415).describe(why)
    })?;
    let name = format!("{}-{}.{ending}", random::hex(8)?, stem(file));
    book.make()?;
    file.save(book.pictures().join(&name))?;
    Ok(name)
}
// ANCHOR_END: keep

/// The client's name for the file, made harmless, without its ending.
fn stem(file: &FileStorage) -> String {
    let name = secure_filename(file.filename());
    let stem = name.rsplit_once('.').map_or(&*name, |(stem, _)| stem);
    let short: String = stem.chars().take(40).collect();
    if short.is_empty() { "picture".to_owned() } else { short }
}

/// What kind of picture begins like this, as its file's ending. Neither the
/// client's name nor its media type counts: a page of HTML called `cat.png`
/// would else be ours.
fn kind(start: &[u8]) -> Option<&'static str> {
    match start {
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some("png"),
        [0xff, 0xd8, 0xff, ..] => Some("jpg"),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some("gif"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => {
            Some("webp")
        }
        _ => None,
    }
}
