//! Conditional requests (RFC 9110, section 13) and ranges (section 14).

use std::time::{Duration, SystemTime};

use super::etag::{generate_etag, parse_etags, quote_etag, unquote_etag};
use super::range::parse_range_header;
use super::{Body, Response};
use crate::HttpError;

/// The fields of a request that set conditions, as they came.
#[derive(Clone, Debug, Default)]
pub struct Conditions {
    /// The method: only `GET` and `HEAD` have conditional answers here.
    pub method: String,
    /// `If-Match`.
    pub if_match: Option<String>,
    /// `If-None-Match`.
    pub if_none_match: Option<String>,
    /// `If-Modified-Since`.
    pub if_modified_since: Option<String>,
    /// `If-Unmodified-Since`.
    pub if_unmodified_since: Option<String>,
    /// `If-Range`.
    pub if_range: Option<String>,
    /// `Range`.
    pub range: Option<String>,
}

/// What the conditions come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    /// The content is wanted.
    Send,
    /// The client has it: 304.
    Same,
    /// The client wants another one: 412.
    Failed,
}

/// A date of HTTP, in each of its three forms (section 5.6.7).
pub fn parse_date(field: &str) -> Option<SystemTime> {
    httpdate::parse_http_date(field.trim()).ok()
}

/// A time as HTTP writes it. What is before 1970 or after 9999 becomes the
/// nearest date that can be written.
pub fn http_date(time: SystemTime) -> String {
    let last = Duration::from_secs(253_402_300_799);
    let since = time.duration_since(SystemTime::UNIX_EPOCH);
    let time = SystemTime::UNIX_EPOCH + since.unwrap_or_default().min(last);
    httpdate::fmt_http_date(time)
}

impl Conditions {
    /// The order is that of section 13.2.2; the strict comparison of tags is
    /// for `If-Match`, the weak one for `If-None-Match`.
    fn judge(
        &self,
        tag: Option<&str>,
        modified: Option<SystemTime>,
    ) -> Verdict {
        let tag = tag.map(unquote_etag);
        if let Some(field) = &self.if_match {
            let tags = parse_etags(field);
            let strong = tag.filter(|(_, weak)| !weak).map(|(tag, _)| tag);
            if !tags.star && !strong.is_some_and(|tag| tags.contains(tag)) {
                return Verdict::Failed;
            }
        } else if let Some(since) = date(&self.if_unmodified_since)
            && modified.is_some_and(|time| time > since)
        {
            return Verdict::Failed;
        }
        if let Some(field) = &self.if_none_match {
            let tags = parse_etags(field);
            let same = tag.is_some_and(|(tag, _)| tags.contains_weak(tag));
            return if same || tags.star {
                Verdict::Same
            } else {
                Verdict::Send
            };
        }
        match (date(&self.if_modified_since), modified) {
            (Some(since), Some(time)) if time <= since => Verdict::Same,
            _ => Verdict::Send,
        }
    }

    /// Whether `If-Range` lets the range count: a strong tag that is the
    /// content's, or exactly its date (section 13.1.5).
    fn range_counts(
        &self,
        tag: Option<&str>,
        modified: Option<SystemTime>,
    ) -> bool {
        let Some(field) = &self.if_range else { return true };
        if let Some(since) = parse_date(field) {
            return modified == Some(since);
        }
        let (wanted, weak) = unquote_etag(field);
        let (tag, other) = tag.map(unquote_etag).unwrap_or_default();
        !weak && !other && !wanted.is_empty() && wanted == tag
    }
}

fn date(field: &Option<String>) -> Option<SystemTime> {
    parse_date(field.as_deref()?)
}

impl Response {
    /// Sets `ETag`; the tag is given without quotes.
    ///
    /// # Errors
    ///
    /// When the tag has a quote or a control character.
    pub fn set_etag(
        &mut self,
        tag: &str,
        weak: bool,
    ) -> Result<(), crate::HeaderError> {
        if tag.contains('"') {
            let (name, value) = ("ETag".to_owned(), tag.to_owned());
            return Err(crate::HeaderError::Value { name, value });
        }
        self.headers_mut().set("ETag", quote_etag(tag, weak))
    }

    /// Sets `ETag` to that of the body, unless there is one or the body is
    /// not in memory.
    pub fn add_etag(&mut self) {
        if self.headers().contains("ETag") {
            return;
        }
        let tag = match self.body() {
            Body::Bytes(bytes) => generate_etag(bytes),
            Body::List(list) => generate_etag(&list.concat()),
            Body::Stream(_) | Body::File(_) => return,
        };
        self.headers_mut().put("ETag", quote_etag(&tag, false));
    }

    /// Sets `Last-Modified`, which has whole seconds.
    pub fn set_last_modified(&mut self, time: SystemTime) {
        self.headers_mut().put("Last-Modified", http_date(time));
    }

    /// What `Last-Modified` says.
    pub fn last_modified(&self) -> Option<SystemTime> {
        parse_date(self.headers().get("Last-Modified")?)
    }

    /// The answer to a request with these conditions: 304 when the client has
    /// this content already, 412 when it wants another one, 206 with a part
    /// of it, or all of it.
    ///
    /// Answers with a status other than 200 stay as they are. One range is
    /// answered by its octets. Several are answered by the whole content, as
    /// section 14.2 allows: the answer in parts is used by hardly any client,
    /// and many small ranges are a known way to make a server work. A broken
    /// `Range` counts for nothing.
    ///
    /// # Errors
    ///
    /// [`HttpError`] 416 when the range has no octet of the content.
    pub fn make_conditional(
        mut self,
        conditions: &Conditions,
    ) -> Result<Response, HttpError> {
        let method = conditions.method.as_str();
        if self.status() != 200 || !matches!(method, "GET" | "HEAD") {
            return Ok(self);
        }
        let tag = self.headers().get("ETag");
        let modified = self.last_modified();
        match conditions.judge(tag, modified) {
            Verdict::Same => return Ok(self.bare(304)),
            Verdict::Failed => return Ok(self.bare(412)),
            Verdict::Send => {}
        }
        let counts = conditions.range_counts(tag, modified);
        let Some(length) = self.body().length() else { return Ok(self) };
        self.headers_mut().put("Accept-Ranges", "bytes");
        let range = conditions.range.as_deref().filter(|_| counts);
        let range = range.and_then(parse_range_header);
        // Only GET has ranges (section 14.2).
        match range.filter(|_| method == "GET") {
            Some(range) if range.units == "bytes" => match &*range.ranges {
                [span] => match span.within(length) {
                    Some((start, end)) => Ok(self.part(start, end, length)),
                    None => Err(HttpError::range_not_satisfiable(length)),
                },
                _ => Ok(self),
            },
            _ => Ok(self),
        }
    }

    fn part(mut self, start: u64, end: u64, length: u64) -> Response {
        self.set_status(206);
        let body = self.set_body(Body::default());
        drop(self.set_body(body.cut(start, end)));
        let range = format!("bytes {start}-{}/{length}", end - 1);
        self.headers_mut().put("Content-Range", range);
        self.headers_mut().remove("Content-Length");
        self
    }

    /// Without a body, and without the fields that describe one.
    fn bare(mut self, status: u16) -> Response {
        self.set_status(status);
        drop(self.set_body(Body::default()));
        for name in
            ["Content-Type", "Content-Length", "Content-Encoding", "Allow"]
        {
            self.headers_mut().remove(name);
        }
        for name in ["Content-Language", "Content-Disposition"] {
            self.headers_mut().remove(name);
        }
        self
    }
}
