//! The brand as every page needs it: its name, colour, money, clock and language.

use std::str::FromStr as _;

use jiff::tz::TimeZone;
use kernel::{Currency, Error, Lang, Money, OrgId, Result, Time};
use store::{Look, Read, Reader, Row, Tx, args, sql};

/// An organization: the tenant.
#[derive(Debug, Clone)]
pub struct Shop {
    pub org: OrgId,
    /// Where its member pages live: `/fresh`.
    pub slug: String,
    pub name: String,
    pub currency: Currency,
    pub zone: TimeZone,
    /// ISO 3166-1 alpha-2: how phone numbers without a prefix are read.
    pub country: String,
    /// Used where a person has not said theirs.
    pub lang: Lang,
    /// Six hexadecimal digits.
    pub accent: String,
    /// Whether something is on, or announced, that members can take part in.
    pub playing: bool,
    pub created_at: Time,
}

/// What [`Shop::playing`] is set to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Playing {
    Something,
    Nothing,
}

/// Paths that no brand may take.
pub const RESERVED: &[&str] = &[
    "about",
    "admin",
    "api",
    "assets",
    "c",
    "console",
    "counter",
    "demo",
    "docs",
    "events",
    "favicon",
    "healthz",
    "help",
    "internal",
    "invitation",
    "live",
    "login",
    "manifest",
    "metrics",
    "ops",
    "password",
    "p",
    "privacy",
    "readyz",
    "regulars",
    "robots",
    "s",
    "setup",
    "static",
    "sw",
    "terms",
    "well-known",
    "www",
];

impl Shop {
    pub fn href(&self, path: &str) -> String {
        format!("/{}{path}", self.slug)
    }
    pub fn money(&self, amount: i64) -> Money {
        Money::new(amount, self.currency)
    }
    /// The time zone by its IANA name.
    pub fn zone_name(&self) -> &str {
        self.zone.iana_name().unwrap_or("UTC")
    }

    fn read(row: &Row) -> Result<Self> {
        let zone: String = row.get("time_zone")?;
        Ok(Self {
            org: row.get("org")?,
            slug: row.get("slug")?,
            name: row.get("name")?,
            currency: row.word("currency")?,
            zone: TimeZone::get(&zone).map_err(Error::broken)?,
            country: row.get("country")?,
            lang: Lang::from_str(&row.get::<String>("lang")?).unwrap_or_default(),
            accent: row.get("accent")?,
            playing: row.get("playing")?,
            created_at: row.get("created_at")?,
        })
    }
}

const COLUMNS: &str = "org, slug, name, currency, time_zone, country, lang, accent, playing, \
    created_at";

pub async fn find(db: &mut impl Read, org: OrgId) -> Result<Option<Shop>> {
    let sql = format!("SELECT {COLUMNS} FROM org WHERE org = $1");
    db.row(&sql, args![org]).await?.as_ref().map(Shop::read).transpose()
}

pub async fn require(db: &mut impl Read, org: OrgId) -> Result<Shop> {
    find(db, org).await?.ok_or(Error::NotFound("org"))
}

pub async fn by_slug(db: &mut impl Read, slug: &str) -> Result<Option<Shop>> {
    let sql = format!("SELECT {COLUMNS} FROM org WHERE slug = $1");
    db.row(&sql, args![slug]).await?.as_ref().map(Shop::read).transpose()
}

/// The brand whose member pages are asked for: by many at once, when something begins.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Named(pub String);

impl Look for Named {
    type Found = Option<Shop>;
    async fn read(&self, db: &mut Reader) -> Result<Self::Found> {
        by_slug(db, &self.0).await
    }
}

/// Every org of the installation, for the command line and the runner; a few hundred at most.
pub async fn all(db: &mut impl Read) -> Result<Vec<Shop>> {
    let sql = format!("SELECT {COLUMNS} FROM org ORDER BY slug LIMIT 10000");
    db.rows(&sql, args![]).await?.iter().map(Shop::read).collect()
}

/// Adds the brand; a slug that is taken is refused by its index (`store.taken`).
pub async fn insert(tx: &mut Tx, shop: &Shop) -> Result<()> {
    tx.run(
        sql!(
            "INSERT INTO org (org, slug, name, currency, time_zone, country, lang, accent, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
        ),
        args![
            shop.org,
            &shop.slug,
            &shop.name,
            shop.currency.code(),
            shop.zone_name(),
            &shop.country,
            shop.lang.tag(),
            &shop.accent,
            shop.created_at,
        ],
    )
    .await
    .map(drop)
}

/// Changes what may change later: the currency and the slug of printed codes stay.
pub async fn update(tx: &mut Tx, shop: &Shop) -> Result<()> {
    tx.run(
        sql!(
            "UPDATE org SET name = $2, time_zone = $3, country = $4, lang = $5, accent = $6
             WHERE org = $1"
        ),
        args![shop.org, &shop.name, shop.zone_name(), &shop.country, shop.lang.tag(), &shop.accent],
    )
    .await
    .map(drop)
}

/// Notes whether something is on: every member's page asks.
pub async fn set_playing(tx: &mut Tx, playing: Playing) -> Result<()> {
    let (org, something) = (tx.org(), playing == Playing::Something);
    tx.run(
        sql!("UPDATE org SET playing = $2 WHERE org = $1 AND playing <> $2"),
        args![org, something],
    )
    .await
    .map(drop)
}
