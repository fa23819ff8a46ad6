//! What a brand is made of.

use kernel::Lang;

/// Colours that look like a shop and can be read; one of them is a new brand's unless it says its
/// own.
pub const ACCENTS: [&str; 10] = [
    "1e7c3c", "b4552d", "8a3b5c", "2f5da8", "c4462f", "0f7b7b", "7a4fa3", "9a6a00", "3f6b2a",
    "a83250",
];

kernel::refusals! {
    orgs:
    /// The link of the first start is used, replaced by a newer one, or there is a brand already.
    SetUpGone "set_up_gone" 410,
}

/// A new brand and its owner, as typed.
#[derive(Clone, Default)]
pub struct SetUp {
    pub name: String,
    /// Where member pages live; made from the name when `None`.
    pub slug: Option<String>,
    /// ISO 4217.
    pub currency: String,
    /// IANA.
    pub time_zone: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    pub lang: Lang,
    /// Six hexadecimal digits; chosen by chance when `None`.
    pub accent: Option<String>,
    pub owner_name: String,
    pub email: String,
    pub password: String,
}

impl std::fmt::Debug for SetUp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SetUp").field("name", &self.name).finish_non_exhaustive()
    }
}
