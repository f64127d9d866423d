//! What the property tests and the fuzz targets (`fuzz/`) share.

pub(crate) mod fields;
pub(crate) mod multipart;
pub(crate) mod paths;
mod rules;
pub(crate) mod session;
pub(crate) mod values;
