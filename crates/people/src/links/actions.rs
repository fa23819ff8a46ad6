//! Making, changing, closing links.

use ::store::Tx;
use kernel::{LinkId, Result, SeriesId, StaffId};
use web::trail;

use super::{Link, NewLink, model::CODE_LEN, store};
use crate::series;

/// Makes a link with a code of its own. The series must be there; store, group and person too where
/// they are named.
pub async fn create(tx: &mut Tx, new: NewLink) -> Result<Link> {
    let org = tx.org();
    series::require(tx, org, new.series).await?;
    check(tx, &new).await?;
    let mut link = Link {
        id: tx.id(),
        code: String::new(),
        name: new.name,
        source: new.source,
        series: new.series,
        store: new.store,
        group: new.group,
        staff: new.staff,
        tags: new.tags,
        gift: new.gift,
        headline: new.headline,
        ask_phone: new.ask_phone,
        lang: new.lang,
        created_at: tx.now(),
        expires_at: new.expires_at,
        closed_at: None,
        scans: 0,
        joins: 0,
    };
    loop {
        link.code = tx.world().chance.code(CODE_LEN);
        if store::insert(tx, &link).await? {
            break;
        }
    }
    trail::note(tx, "links.created", link.id, &(), &link).await?;
    Ok(link)
}

/// What a link names must be this org's and fit together.
async fn check(tx: &mut Tx, new: &NewLink) -> Result<()> {
    let org = tx.org();
    if let Some(id) = new.store {
        crate::stores::require(tx, org, id).await?;
    }
    if let Some(id) = new.staff {
        crate::staff::require(tx, org, id).await?;
    }
    if let Some(id) = new.group {
        let group = crate::groups::require(tx, org, id).await?;
        if group.series != new.series {
            return Err(kernel::FieldError::new("group", "choice_invalid").into());
        }
    }
    Ok(())
}

/// The personal link of somebody of the shop: made at the first tap, found at the second.
pub async fn personal(tx: &mut Tx, staff: StaffId, series: SeriesId) -> Result<Link> {
    let org = tx.org();
    let mine = store::of_staff(tx, org, staff).await?;
    let found = mine.into_iter().find(|link| link.series == series && link.closed_at.is_none());
    match found {
        Some(link) => Ok(link),
        None => {
            let name = crate::staff::require(tx, org, staff).await?.name;
            let new = NewLink { name, staff: Some(staff), ..NewLink::plain(series, "employee") };
            create(tx, new).await
        }
    }
}

/// Writes the link as given; code, counts and times stay.
pub async fn change(tx: &mut Tx, wanted: Link) -> Result<Link> {
    let org = tx.org();
    let before = store::require(tx, org, wanted.id).await?;
    let after = Link {
        code: before.code.clone(),
        created_at: before.created_at,
        closed_at: before.closed_at,
        scans: before.scans,
        joins: before.joins,
        ..wanted
    };
    let as_new = NewLink {
        store: after.store,
        group: after.group,
        staff: after.staff,
        ..NewLink::plain(after.series, &after.source)
    };
    series::require(tx, org, after.series).await?;
    check(tx, &as_new).await?;
    store::update(tx, &after).await?;
    trail::note(tx, "links.changed", after.id, &before, &after).await?;
    Ok(after)
}

/// Whoever scans a closed link is told so kindly; what it led to stays.
pub async fn close(tx: &mut Tx, id: LinkId) -> Result<()> {
    let closed_at = Some(tx.now());
    stand(tx, id, closed_at).await
}

pub async fn open_again(tx: &mut Tx, id: LinkId) -> Result<()> {
    stand(tx, id, None).await
}

async fn stand(tx: &mut Tx, id: LinkId, closed_at: Option<kernel::Time>) -> Result<()> {
    let org = tx.org();
    let before = store::require(tx, org, id).await?;
    if before.closed_at.is_some() == closed_at.is_some() {
        return Ok(());
    }
    let after = Link { closed_at, ..before.clone() };
    store::update(tx, &after).await?;
    let what = if closed_at.is_some() { "links.closed" } else { "links.opened" };
    trail::note(tx, what, id, &before, &after).await
}

/// Somebody came in by it.
pub async fn joined(tx: &mut Tx, id: LinkId) -> Result<()> {
    store::count_join(tx, id).await
}

/// Somebody looked at the link's page.
pub async fn scanned(tx: &mut Tx, id: LinkId) -> Result<()> {
    store::count_scan(tx, id).await
}
