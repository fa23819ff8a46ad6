//! Styles, scripts and pictures that the binary carries. A file's address holds the hash of its
//! content (`/assets/app.1f3c….css`), so browsers keep it for ever and a new version is a new
//! address.

use std::{borrow::Cow, io::Write as _, sync::LazyLock};

use flate2::{Compression, write::GzEncoder};
use sha2::{Digest as _, Sha256};

use super::accent;

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// A file to serve, with everything its answer needs.
#[derive(Debug, Clone)]
pub struct Asset {
    pub body: Cow<'static, [u8]>,
    /// The same compressed, to send with `Content-Encoding: gzip` to browsers that accept it.
    pub gzip: Option<&'static [u8]>,
    pub content_type: &'static str,
    /// The value of `Cache-Control`.
    pub cache: &'static str,
}

/// The address names its content, so it never changes.
const FOR_EVER: &str = "public, max-age=31536000, immutable";
/// An address of another version: a page from a node that is newer or older than this one.
const BRIEFLY: &str = "public, max-age=60";

struct File {
    name: &'static str,
    hashed: String,
    href: String,
    body: &'static [u8],
    gzip: Vec<u8>,
}

static TABLE: LazyLock<Vec<File>> = LazyLock::new(|| {
    FILES
        .iter()
        .map(|(name, body)| {
            let hash = Sha256::digest(body)
                .iter()
                .take(8)
                .fold(0u64, |sum, byte| sum << 8 | u64::from(*byte));
            let (stem, ext) = name.rsplit_once('.').unwrap_or((name, ""));
            let hashed = format!("{stem}.{hash:016x}.{ext}");
            File { name, href: format!("/assets/{hashed}"), hashed, body, gzip: compressed(body) }
        })
        .collect()
});

/// The file behind `/assets/{path}`: `app.<hash>.css`, `accent/1e7c3c.css`.
pub fn find(path: &str) -> Option<Asset> {
    if let Some(hex) = path.strip_prefix("accent/").and_then(|rest| rest.strip_suffix(".css")) {
        let sound = accent::normal(hex) == hex;
        let body = || Cow::Owned(accent::css(hex).into_bytes());
        return sound.then(|| Asset {
            body: body(),
            gzip: None,
            content_type: CSS,
            cache: FOR_EVER,
        });
    }
    let exact = TABLE.iter().find(|file| file.hashed == path);
    let file = exact.or_else(|| TABLE.iter().find(|file| file.name == without_hash(path)))?;
    Some(Asset {
        body: Cow::Borrowed(file.body),
        gzip: (!file.gzip.is_empty()).then_some(file.gzip.as_slice()),
        content_type: content_type(file.name),
        cache: if exact.is_some() { FOR_EVER } else { BRIEFLY },
    })
}

/// The address of a file by its plain name: `href("app.css")`. A name that nobody carries is its
/// own plain address, which answers 404.
pub fn href(name: &'static str) -> &'static str {
    TABLE.iter().find(|file| file.name == name).map_or(name, |file| &file.href)
}

/// Empty if it cannot be done, which for memory to memory does not happen.
fn compressed(body: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    match encoder.write_all(body) {
        Ok(()) => encoder.finish().unwrap_or_default(),
        Err(_) => Vec::new(),
    }
}

fn without_hash(path: &str) -> String {
    let mut parts: Vec<_> = path.split('.').collect();
    if parts.len() > 2 {
        parts.remove(parts.len() - 2);
    }
    parts.join(".")
}

const CSS: &str = "text/css; charset=utf-8";

fn content_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, ext)| ext) {
        Some("css") => CSS,
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_its_content_and_an_older_one_still_answers() {
        let name = href("app.css").strip_prefix("/assets/").unwrap();
        assert_eq!(find(name).unwrap().cache, FOR_EVER);
        assert_eq!(find("app.0000000000000000.css").unwrap().cache, BRIEFLY);
        assert!(find("../Cargo.toml").is_none() && find("accent/red.css").is_none());
        assert_eq!(find("accent/1e7c3c.css").unwrap().content_type, CSS);
    }

    #[test]
    fn scripts_stay_under_twenty_kilobytes_and_a_first_view_under_fifty() {
        let size = |ext: &str| -> usize {
            TABLE.iter().filter(|file| file.name.ends_with(ext)).map(|file| file.body.len()).sum()
        };
        // What keeps the counter going without a network is the counter's own: no phone loads it.
        let offline = size("offline.js");
        assert!(offline > 1000 && offline < 10_240, "{offline}");
        // A third verifier of draws is as long as its specification, and only who checks a draw loads it.
        let draws = size("draws.js");
        assert!(draws > 1000 && draws < 24_576, "{draws}");
        let scripts = size(".js") - offline - draws;
        assert!(scripts > 1000 && scripts < 20_480, "{scripts}");
        // Whoever would rather read the check than trust it can.
        assert!(size("books.js") > 1000 && size("books.js") < 4_096, "{}", size("books.js"));
        // What the first page of a member loads, as it travels; 30 KB are left for the page itself.
        let first = |name| find(href(name).trim_start_matches("/assets/"));
        let travels: usize = ["app.css", "app.js"]
            .into_iter()
            .filter_map(|name| first(name)?.gzip.map(<[u8]>::len))
            .sum();
        assert!(travels > 1000 && travels < 20_000, "{travels}");
    }

    #[test]
    fn no_style_or_script_names_another_place() {
        for file in TABLE.iter() {
            let text = String::from_utf8_lossy(file.body);
            let text = text.replace("http://www.w3.org/2000/svg", "");
            assert!(!text.contains("http://") && !text.contains("https://"), "{}", file.name);
        }
    }
}
