//! The suggestions of a shop: those of the playbooks that its open series were opened from.

use std::collections::BTreeSet;

use ::store::Read;
use kernel::{Error, PageRequest, Result, SeriesId, Time};
use people::{
    playbooks,
    series::{self, Series, State},
};
use value::{
    gifts::{self, Gift},
    points,
};
use web::{App, Shop};

use super::{
    drafts::Ground,
    model::{Draft, Kind, Suggestion, WELCOME},
};
use crate::activities::console::pairs;

/// Gifts among which those of a playbook are looked for.
const GIFTS: &str = "200";

/// What each playbook of the shop suggests: its welcome draw first, then its activities by when they open.
/// Two series of one playbook suggest once.
pub async fn all(db: &mut impl Read, shop: &Shop, now: Time) -> Result<Vec<Suggestion>> {
    let mut seen = BTreeSet::new();
    let mut open = series::list(db, shop.org).await?;
    open.retain(|one| one.state == State::Open && one.playbook.is_some());
    open.retain(|one| seen.insert(one.playbook.clone()));
    of_series(db, shop, (&open, now)).await
}

/// The same of one series.
pub async fn of(
    db: &mut impl Read,
    shop: &Shop,
    (id, now): (SeriesId, Time),
) -> Result<Vec<Suggestion>> {
    let one = series::require(db, shop.org, id).await?;
    of_series(db, shop, (&[one], now)).await
}

async fn of_series(
    db: &mut impl Read,
    shop: &Shop,
    (open, now): (&[Series], Time),
) -> Result<Vec<Suggestion>> {
    if open.is_empty() {
        return Ok(Vec::new());
    }
    let gifts = on_the_shelves(db, shop).await?;
    let programs = points::programs(db, shop.org, &shop.zone).await?;
    let program = programs.iter().find(|known| known.is_open()).map(|known| known.program.id);
    let mut found = Vec::new();
    for one in open {
        let Some(book) = one.playbook.as_deref().and_then(playbooks::find) else { continue };
        let ground = Ground { shop, series: one.id, book, gifts: &gifts, program, now };
        found.extend(book.welcome_draw.as_ref().map(|draw| ground.welcome(draw)));
        let mut games: Vec<_> = book.games.iter().map(|game| ground.suggest(game)).collect();
        games.sort_by_key(|one| one.opens_at);
        found.extend(games);
    }
    Ok(found)
}

async fn on_the_shelves(db: &mut impl Read, shop: &Shop) -> Result<Vec<(Gift, i64)>> {
    let page = PageRequest { limit: Some(GIFTS.to_owned()), cursor: None };
    let mut all = Vec::new();
    for gift in gifts::list(db, shop.org, Some(gifts::State::Open), &page).await?.items {
        let shelf = gifts::accounts::stock(gift.id)?.key;
        let left = ledger::balance_of(db, shop.org, &shelf).await?;
        all.push((gift, left));
    }
    Ok(all)
}

/// What the page of a new activity begins with: the suggestion that its address asks for (`?series=…&game=…`),
/// else what there is to choose from.
#[derive(Debug)]
pub enum Begun {
    With(Box<Draft>),
    Blank(Vec<Suggestion>),
}

pub async fn begun(app: &App, shop: &Shop, (kind, query): (Kind, Option<&str>)) -> Result<Begun> {
    let (mut db, now) = (app.db().read().await?, app.now());
    let typed = pairs(query);
    let value = |name: &str| typed.iter().find(|(key, _)| key == name).map(|(_, value)| value);
    let (Some(id), Some(game)) = (value("series"), value("game")) else {
        let mut all = all(&mut db, shop, now).await?;
        all.retain(|one| one.kind == kind);
        all.sort_by_key(|one| one.opens_at);
        // One draw for whoever joins is enough to choose from here.
        let mut draws = 0..1;
        all.retain(|one| one.key != WELCOME || draws.next().is_some());
        return Ok(Begun::Blank(all));
    };
    let id: SeriesId = id.parse().map_err(|_| Error::NotFound("series"))?;
    let found = of(&mut db, shop, (id, now)).await?;
    let found = found.into_iter().find(|one| one.key == game && one.kind == kind);
    match found.ok_or(Error::NotFound("activity"))? {
        Suggestion { draft: Some(draft), .. } => Ok(Begun::With(Box::new(draft))),
        // Something has to be there first: its card says what.
        lacking => Ok(Begun::Blank(vec![lacking])),
    }
}
