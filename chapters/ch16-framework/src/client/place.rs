//! Where a request of the client goes to.

/// Scheme, host, where the application is mounted, and what is asked there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) scheme: String,
    /// With the port, if one was said.
    pub(super) host: String,
    /// As it stands in a URL, without a slash at its end.
    pub(super) root: String,
    /// Path and query, as they stand in a URL.
    pub(super) target: String,
}

impl Place {
    /// `target` at `http://localhost/`; or it is a whole URL.
    pub(super) fn new(target: &str) -> Place {
        let local = Place {
            scheme: "http".to_owned(),
            host: "localhost".to_owned(),
            root: String::new(),
            target: target.to_owned(),
        };
        local.at(target).unwrap_or(local)
    }

    /// Whether the application is where it is when nothing is said.
    pub(super) fn is_usual(&self) -> bool {
        let place = (&*self.scheme, &*self.host, &*self.root);
        place == ("http", "localhost", "")
    }

    /// The same target where `base` says: `https://example.org/app`.
    pub(super) fn with_base(self, base: &str) -> Place {
        let Some(base) = self.at(base) else { return self };
        let root = base.target.trim_end_matches('/').to_owned();
        Place { root, target: self.target, ..base }
    }

    /// The place of a whole URL.
    fn at(&self, url: &str) -> Option<Place> {
        let (scheme, rest) = url.split_once("://")?;
        if !["http", "https"].contains(&scheme) {
            return None;
        }
        let end = rest.find(['/', '?']).unwrap_or(rest.len());
        let (host, target) = rest.split_at(end);
        let slash = if target.starts_with('/') { "" } else { "/" };
        Some(Place {
            scheme: scheme.to_owned(),
            host: host.to_owned(),
            root: String::new(),
            target: format!("{slash}{target}"),
        })
    }

    /// Where `location` leads from here; `None`: to another host, and the
    /// application that is tested does not answer there.
    pub(super) fn follow(&self, location: &str) -> Option<Place> {
        let location = location.split('#').next().unwrap_or_default();
        let whole = self.whole_path();
        let next = match location {
            url if url.contains("://") => self.at(url)?,
            url if url.starts_with("//") => {
                self.at(&format!("{}:{url}", self.scheme))?
            }
            path if path.starts_with('/') => self.to(path.to_owned()),
            query if query.starts_with('?') || query.is_empty() => {
                self.to(whole + query)
            }
            path => {
                let folder = whole.rfind('/').map_or(0, |at| at + 1);
                self.to(whole[..folder].to_owned() + path)
            }
        };
        (next.hostname() == self.hostname()).then(|| next.below(&self.root))
    }

    fn to(&self, target: String) -> Place {
        Place { root: String::new(), target, ..self.clone() }
    }

    /// The same with the part of the path that is `root` there.
    fn below(self, root: &str) -> Place {
        match self.target.strip_prefix(root) {
            Some(rest) if rest.is_empty() || rest.starts_with(['/', '?']) => {
                let (root, target) = (root.to_owned(), rest.to_owned());
                Place { root, target, ..self }
            }
            _ => self,
        }
    }

    /// Path and query as the request's first line has them.
    pub(super) fn request_target(&self) -> String {
        match self.root.is_empty() && self.target.starts_with('?') {
            true => format!("/{}", self.target),
            false => format!("{}{}", self.root, self.target),
        }
    }

    /// The whole path, without the query.
    pub(super) fn whole_path(&self) -> String {
        let target = self.request_target();
        target.split('?').next().unwrap_or_default().to_owned()
    }

    /// The host without its port, in lower case.
    pub(super) fn hostname(&self) -> String {
        self.parts().0.to_ascii_lowercase()
    }

    /// The port; the scheme's where none is said.
    pub(super) fn port(&self) -> &str {
        let usual = if self.scheme == "https" { "443" } else { "80" };
        self.parts().1.unwrap_or(usual)
    }

    fn parts(&self) -> (&str, Option<&str>) {
        match self.host.rsplit_once(':') {
            Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => {
                (name, Some(port))
            }
            _ => (&self.host, None),
        }
    }
}
