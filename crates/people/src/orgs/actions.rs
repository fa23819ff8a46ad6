//! Making a brand, and changing what may change about it.

use kernel::{FieldError, Fields, Lang, OrgId, Result, Role, Scope, StaffId, World, text};
use serde_json::{Value as Json, json};
use store::{Db, Tx};
use web::{Shop, kit::accent, shops, trail};

use super::{
    checks::{self, Checked},
    model::{Refusal, SetUp},
    store as rows,
};
use crate::staff::{self, NewPerson, secrets};

/// Makes a brand with its owner. For the command line, the demo and rehearsals; the browser's way is
/// [`set_up_by_link`].
pub async fn set_up(db: &Db, set_up: SetUp) -> Result<(OrgId, StaffId)> {
    make(db, db.world().id(), None, set_up).await
}

/// The token of the one-time link `/setup/{token}` while there is no brand; `None` once there is one.
/// Every start makes a new one, and the old one ends.
pub async fn first_start(db: &Db, world: &World) -> Result<Option<String>> {
    let mut reader = db.read().await?;
    if rows::any(&mut reader).await? {
        return Ok(None);
    }
    // The first brand's id is chosen ahead: its own writer then decides who was first with the link.
    let org = rows::waiting(&mut reader).await?.unwrap_or_else(|| world.id());
    drop(reader);
    let token = secrets::token(world);
    db.write(&Scope::system(org), async |tx| rows::put(tx, &token).await).await?;
    Ok(Some(token))
}

/// As [`set_up`], once, for the holder of the link of the first start.
pub async fn set_up_by_link(db: &Db, token: &str, set_up: SetUp) -> Result<(OrgId, StaffId)> {
    let org = link(db, token).await?;
    make(db, org, Some(token), set_up).await
}

/// The id that the link's holder may make a brand under.
pub(super) async fn link(db: &Db, token: &str) -> Result<OrgId> {
    let mut reader = db.read().await?;
    let org = rows::by_token(&mut reader, token).await?;
    if rows::any(&mut reader).await? {
        return Err(Refusal::SetUpGone.into());
    }
    org.ok_or_else(|| Refusal::SetUpGone.into())
}

async fn make(db: &Db, org: OrgId, token: Option<&str>, set_up: SetUp) -> Result<(OrgId, StaffId)> {
    let checked = set_up.check(db.world())?;
    let hash = secrets::hash(db.world(), &set_up.password).await?;
    let written = db
        .write(&Scope::system(org), async |tx| {
            if let Some(token) = token
                && (rows::any(tx).await? || !rows::take(tx, token).await?)
            {
                return Err(Refusal::SetUpGone.into());
            }
            let shop = add_shop(tx, &checked, set_up.lang).await?;
            let owner = NewPerson {
                email: Some(checked.email.clone()),
                password: Some(hash.clone()),
                ..NewPerson::new(&checked.owner_name, Role::Owner)
            };
            let owner = staff::actions::add(tx, owner).await?;
            trail::note(tx, "orgs.set_up", org, &Json::Null, &noted(&shop)).await?;
            Ok(owner)
        })
        .await?;
    Ok((org, written.value))
}

async fn add_shop(tx: &mut Tx, checked: &Checked, lang: Lang) -> Result<Shop> {
    let shop = Shop {
        org: tx.org(),
        slug: free_slug(tx, checked).await?,
        name: checked.name.clone(),
        currency: checked.currency,
        zone: checked.zone.clone(),
        country: checked.country.clone(),
        lang,
        accent: checked.accent.clone(),
        playing: false,
        created_at: tx.now(),
    };
    shops::insert(tx, &shop).await.map_err(|error| {
        let taken = error.code() == store::TAKEN;
        if taken { FieldError::new("slug", "taken").into() } else { error }
    })?;
    Ok(shop)
}

async fn free_slug(tx: &mut Tx, checked: &Checked) -> Result<String> {
    if let Some(slug) = &checked.slug {
        return match shops::by_slug(tx, slug).await? {
            Some(_) => Err(FieldError::new("slug", "taken").into()),
            None => Ok(slug.clone()),
        };
    }
    let first = checks::slug_of(&checked.name, tx.world());
    let mut slug = first.clone();
    let mut number = 2;
    while shops::by_slug(tx, &slug).await?.is_some() {
        let room = 40 - 1 - number.to_string().len();
        slug = format!("{}-{number}", first.get(..room).unwrap_or(&first));
        number += 1;
    }
    Ok(slug)
}

fn noted(shop: &Shop) -> Json {
    json!({
        "name": shop.name,
        "time_zone": shop.zone_name(),
        "country": shop.country,
        "lang": shop.lang,
        "accent": shop.accent,
    })
}

/// What the settings page can change. Currency and address stay: money was counted in one, codes
/// were printed with the other.
#[derive(Debug, Clone)]
pub struct Change {
    pub name: String,
    pub time_zone: String,
    pub country: String,
    pub lang: Option<Lang>,
    pub accent: String,
}

/// Changes the brand.
pub async fn change(tx: &mut Tx, change: &Change) -> Result<Shop> {
    let before = shops::require(tx, tx.org()).await?;
    let mut fields = Fields::default();
    let name = text::require(&mut fields, "name", &change.name, text::NAME_MAX);
    let zone = checks::zone(&mut fields, &change.time_zone);
    let country = checks::country(&mut fields, &change.country);
    if change.lang.is_none() {
        fields.push(FieldError::new("lang", "choice_invalid"));
    }
    let accent = accent::normal(&change.accent);
    if accent != change.accent.trim().trim_start_matches('#').to_ascii_lowercase()
        && change.accent.trim().trim_start_matches('#').len() != 3
    {
        fields.push(FieldError::new("accent", "accent_invalid"));
    }
    let lang = change.lang.unwrap_or(before.lang);
    let after = fields.check(Shop { name, zone, country, lang, accent, ..before.clone() })?;
    shops::update(tx, &after).await?;
    trail::note(tx, "orgs.changed", after.org, &noted(&before), &noted(&after)).await?;
    Ok(after)
}
