//! What a post is, and who counts as having opened it.

use kernel::{GroupId, Lang, PictureId, PostId, SeriesId, SlotId, Time};
use people::playbooks::SlotKind;
use sha2::{Digest as _, Sha256};

/// Characters of a post's code.
pub const CODE_LEN: usize = 6;
/// What somebody does within two days of opening a post counts as its effect.
pub const EFFECT_FOR: std::time::Duration = std::time::Duration::from_secs(48 * 3600);

/// One text for one group on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Post {
    pub id: PostId,
    /// Six characters, unique in the org.
    pub code: String,
    pub group: GroupId,
    pub series: SeriesId,
    pub slot: SlotId,
    /// The local day, `2026-03-02`.
    pub day: String,
    pub kind: SlotKind,
    pub selling: bool,
    pub title: String,
    /// Names are filled in; `{link}` is not.
    pub text: String,
    pub lang: Lang,
    pub picture: Option<PictureId>,
    /// Devices and days that opened the link.
    pub opened: i64,
    /// People who did something soon after.
    pub claims: i64,
    pub created_at: Time,
}

impl Post {
    /// Below the brand's address.
    pub fn path(&self) -> String {
        format!("/p/{}", self.code)
    }
    /// The text as it is sent, with the address in its place.
    pub fn words(&self, link: &str) -> String {
        self.text.replace("{link}", link)
    }
    /// The text as it stands on its own page, where its address says nothing.
    pub fn words_here(&self) -> String {
        let text = self.text.replace("{link}", "");
        text.split('\n')
            .map(|line| line.split("  ").collect::<Vec<_>>().join(" "))
            .collect::<Vec<_>>()
            .join("\n")
            .trim()
            .to_owned()
    }
    pub fn has_link(&self) -> bool {
        self.text.contains("{link}")
    }
    /// The code in two halves, as one reads it out.
    pub fn code_spaced(&self) -> String {
        spaced(&self.code)
    }
}

fn spaced(code: &str) -> String {
    match (code.get(..3), code.get(3..)) {
        (Some(a), Some(b)) if !b.is_empty() => format!("{a} {b}"),
        _ => code.to_owned(),
    }
}

/// A typed code without what people add to it, and with the letters that look like digits read as
/// digits. Empty when nothing is left.
pub fn code(raw: &str) -> String {
    raw.to_uppercase()
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| match c {
            'O' => '0',
            'I' | 'L' => '1',
            'U' => 'V',
            c => c,
        })
        .take(32)
        .collect()
}

/// Marks of programs that fetch a page to preview, index or watch it.
const PROGRAMS: &[&str] = &[
    "bot",
    "crawl",
    "spider",
    "preview",
    "facebookexternalhit",
    "whatsapp/",
    "slack",
    "curl/",
    "wget/",
    "python",
    "go-http",
    "okhttp",
    "java/",
    "libwww",
    "httpclient",
    "axios",
    "node-fetch",
    "monitor",
    "uptime",
    "scan",
    "embedly",
    "skype",
    "vkshare",
    "feedfetcher",
    "lighthouse",
];

/// Whether a user agent is somebody's, as far as it says. Nothing said is a program.
pub fn is_person(agent: &str) -> bool {
    let agent = agent.to_lowercase();
    !agent.trim().is_empty() && !PROGRAMS.iter().any(|mark| agent.contains(mark))
}

/// A device on a day: the same tomorrow is another, and neither says whose it is.
pub fn device(org: kernel::OrgId, day: &str, key: &str, agent: &str) -> Vec<u8> {
    let mut hash = Sha256::new();
    for part in [org.to_string().as_str(), day, key, agent] {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hash.finalize().iter().take(16).copied().collect()
}
