//! What was typed about a brand, checked.

use jiff::tz::TimeZone;
use kernel::{Currency, FieldError, Fields, Result, World, text};
use web::{kit::accent, shops::RESERVED};

use super::model::{ACCENTS, SetUp};
use crate::staff;

/// A brand that can be made.
#[derive(Debug, Clone)]
pub(super) struct Checked {
    pub name: String,
    pub slug: Option<String>,
    pub currency: Currency,
    pub zone: TimeZone,
    pub country: String,
    pub accent: String,
    pub owner_name: String,
    pub email: String,
}

impl SetUp {
    /// Everything that is wrong, at once.
    pub(super) fn check(&self, world: &World) -> Result<Checked> {
        let mut fields = Fields::default();
        let name = text::require(&mut fields, "name", &self.name, text::NAME_MAX);
        let given = self.slug.as_deref().map(str::trim).filter(|slug| !slug.is_empty());
        let slug = given.map(|raw| check_slug(&mut fields, raw));
        let currency = self.currency.parse();
        if currency.is_err() {
            fields.push(FieldError::new("currency", "choice_invalid"));
        }
        let zone = zone(&mut fields, &self.time_zone);
        let country = country(&mut fields, &self.country);
        let owner_name = text::require(&mut fields, "owner_name", &self.owner_name, text::NAME_MAX);
        let email = staff::email(&mut fields, "email", &self.email);
        staff::check_password(&mut fields, "password", &self.password);
        let accent = self.accent.as_deref().filter(|hex| !hex.is_empty());
        let accent = accent.map_or_else(|| any_accent(world), accent::normal);
        let checked = currency.map(|currency| Checked {
            name,
            slug,
            currency,
            zone,
            country,
            accent,
            owner_name,
            email,
        });
        fields.check(checked)?.map_err(|()| kernel::Error::Malformed("currency.invalid"))
    }
}

fn any_accent(world: &World) -> String {
    let at = usize::try_from(world.chance.below(ACCENTS.len() as u64)).unwrap_or(0);
    ACCENTS.get(at).copied().unwrap_or(accent::DEFAULT).to_owned()
}

/// An address of one's own: letters, digits and hyphens, not one of ours.
fn check_slug(fields: &mut Fields, raw: &str) -> String {
    let slug = raw.to_lowercase();
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    let shaped = (2..=40).contains(&slug.len())
        && slug.bytes().all(plain)
        && !slug.starts_with('-')
        && !slug.ends_with('-');
    if !shaped {
        fields.push(FieldError::new("slug", "slug_invalid"));
    } else if RESERVED.contains(&slug.as_str()) {
        fields.push(FieldError::new("slug", "taken"));
    }
    slug
}

/// An address out of the name; a Chinese name gets one by chance.
pub(super) fn slug_of(name: &str, world: &World) -> String {
    let slug = text::slug(name);
    if slug.len() >= 2 && !RESERVED.contains(&slug.as_str()) {
        return slug;
    }
    // A letter in front: an address of digits only reads like a telephone number.
    format!("s{}", world.chance.code(6).to_lowercase())
}

pub(super) fn zone(fields: &mut Fields, raw: &str) -> TimeZone {
    match TimeZone::get(raw.trim()) {
        Ok(zone) if zone.iana_name().is_some() => zone,
        _ => {
            fields.push(FieldError::new("time_zone", "choice_invalid"));
            TimeZone::UTC
        }
    }
}

pub(super) fn country(fields: &mut Fields, raw: &str) -> String {
    let code = raw.trim().to_ascii_uppercase();
    if code.len() != 2 || !code.bytes().all(|b| b.is_ascii_uppercase()) {
        fields.push(FieldError::new("country", "choice_invalid"));
    }
    code
}
