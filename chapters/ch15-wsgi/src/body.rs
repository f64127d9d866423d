//! What an application returns: blocks of bytes, and the end of it.

use std::borrow::Cow;
use std::vec;

use threading::caught;

use crate::{AppError, FileWrapper};

/// Blocks that are made one after another: Python's iterable.
// ANCHOR: blocks
pub trait Blocks {
    /// The next block; `None`: that was the last. It is a view, so that one
    /// buffer can serve for all blocks.
    ///
    /// # Errors
    ///
    /// Whatever went wrong; there is no next block then.
    fn next_block(&mut self) -> Option<Result<Cow<'_, [u8]>, AppError>>;

    /// How many bytes will come, where that is known without making them: a
    /// middleware that only looks hands it on.
    fn length(&self) -> Option<u64> {
        None
    }

    /// Called once: after the last block, after an error, or when nobody
    /// wants more. What a request holds is given back here.
    ///
    /// # Errors
    ///
    /// Goes to the log.
    fn close(&mut self) -> Result<(), AppError> {
        Ok(())
    }
}
// ANCHOR_END: blocks

/// The body of a response.
///
/// The cheap cases need no box, and their length is known. Whatever becomes
/// of it, a body is closed exactly once: by [`Body::close`], or when it is
/// dropped.
#[derive(Default)]
pub enum Body<'r> {
    /// `[]`
    #[default]
    Empty,
    /// `[block]`
    Block(Cow<'r, [u8]>),
    /// Several blocks that are all here.
    List(vec::IntoIter<Cow<'r, [u8]>>),
    /// Blocks that are made while they are sent.
    Blocks(Closing<'r>),
    /// `environ["wsgi.file_wrapper"](file, block_size)`
    File(FileWrapper),
}

impl<'r> Body<'r> {
    /// Blocks that are made while they are sent.
    pub fn blocks(blocks: impl Blocks + 'r) -> Body<'r> {
        Body::Blocks(Closing(Some(Box::new(blocks))))
    }

    /// Blocks from an iterator, which has nothing to close.
    pub fn iter<I, B>(blocks: I) -> Body<'r>
    where
        I: IntoIterator<Item = Result<B, AppError>>,
        I::IntoIter: 'r,
        B: AsRef<[u8]> + 'r,
    {
        Body::blocks(Iterated { blocks: blocks.into_iter(), block: None })
    }

    /// How many bytes will come, where that is known without making them.
    pub fn length(&self) -> Option<u64> {
        match self {
            Body::Empty => Some(0),
            Body::Block(block) => Some(block.len() as u64),
            Body::List(blocks) => {
                Some(blocks.as_slice().iter().map(|b| b.len() as u64).sum())
            }
            Body::Blocks(blocks) => blocks.0.as_ref()?.length(),
            Body::File(file) => file.length(),
        }
    }

    /// The end, told to whoever made the blocks.
    ///
    /// # Errors
    ///
    /// What [`Blocks::close`] gave.
    pub fn close(self) -> Result<(), AppError> {
        match self {
            Body::Blocks(mut blocks) => blocks.close(),
            _ => Ok(()),
        }
    }
}

/// The next block, as from any other [`Blocks`]: for a middleware that reads
/// the body of another application.
impl Blocks for Body<'_> {
    fn next_block(&mut self) -> Option<Result<Cow<'_, [u8]>, AppError>> {
        match self {
            Body::Empty => None,
            Body::Block(_) => match std::mem::take(self) {
                Body::Block(block) => Some(Ok(block)),
                _ => None,
            },
            Body::List(blocks) => blocks.next().map(Ok),
            Body::Blocks(blocks) => blocks.next_block(),
            Body::File(file) => file.next_block(),
        }
    }

    fn length(&self) -> Option<u64> {
        Body::length(self)
    }

    fn close(&mut self) -> Result<(), AppError> {
        std::mem::take(self).close()
    }
}

impl From<&'static str> for Body<'_> {
    fn from(block: &'static str) -> Self {
        Body::Block(Cow::Borrowed(block.as_bytes()))
    }
}

impl From<String> for Body<'_> {
    fn from(block: String) -> Self {
        Body::Block(Cow::Owned(block.into_bytes()))
    }
}

impl<'r> From<&'r [u8]> for Body<'r> {
    fn from(block: &'r [u8]) -> Self {
        Body::Block(Cow::Borrowed(block))
    }
}

impl From<Vec<u8>> for Body<'_> {
    fn from(block: Vec<u8>) -> Self {
        Body::Block(Cow::Owned(block))
    }
}

impl<'r> From<Vec<Cow<'r, [u8]>>> for Body<'r> {
    fn from(blocks: Vec<Cow<'r, [u8]>>) -> Self {
        Body::List(blocks.into_iter())
    }
}

impl From<Vec<Vec<u8>>> for Body<'_> {
    fn from(blocks: Vec<Vec<u8>>) -> Self {
        Body::from(blocks.into_iter().map(Cow::Owned).collect::<Vec<_>>())
    }
}

/// Blocks that are closed when this is dropped, unless they were before.
// ANCHOR: closing
pub struct Closing<'r>(Option<Box<dyn Blocks + 'r>>);

impl Closing<'_> {
    fn next_block(&mut self) -> Option<Result<Cow<'_, [u8]>, AppError>> {
        self.0.as_mut()?.next_block()
    }

    /// Once; also when the rest of the world is panicking.
    fn close(&mut self) -> Result<(), AppError> {
        let Some(mut blocks) = self.0.take() else { return Ok(()) };
        let closed = caught(|| blocks.close());
        closed.unwrap_or_else(|panic| Err(panic.to_string().into()))
    }
}

impl Drop for Closing<'_> {
    fn drop(&mut self) {
        if let Err(error) = self.close() {
            http_basic::complain(&"close", &error);
        }
    }
}
// ANCHOR_END: closing

struct Iterated<I, B> {
    blocks: I,
    /// The one that the server looks at.
    block: Option<B>,
}

impl<I, B> Blocks for Iterated<I, B>
where
    I: Iterator<Item = Result<B, AppError>>,
    B: AsRef<[u8]>,
{
    fn next_block(&mut self) -> Option<Result<Cow<'_, [u8]>, AppError>> {
        match self.blocks.next()? {
            Ok(next) => {
                let block: &B = self.block.insert(next);
                Some(Ok(Cow::Borrowed(block.as_ref())))
            }
            Err(error) => Some(Err(error)),
        }
    }
}
