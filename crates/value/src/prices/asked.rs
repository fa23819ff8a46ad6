//! What a rule can be about: the shop's stores, tiers, groups and series.

use ::store::Read;
use kernel::{GroupId, OrgId, PageRequest, Result, TierId};
use people::{
    groups::{self, Narrow, Order},
    series::{self, Series},
    stores::{self, Store},
};

use super::model::Rule;
use crate::{bills::Whom, tiers, words::Words};

/// Groups that a form shows.
const GROUPS: &str = "200";

#[derive(Debug)]
pub struct Offers {
    pub stores: Vec<Store>,
    pub tiers: Vec<(TierId, Words)>,
    pub series: Vec<Series>,
    pub groups: Vec<(GroupId, String)>,
}

/// What there is, with the groups that the rule names already.
pub async fn offers(db: &mut impl Read, org: OrgId, rule: Option<&Rule>) -> Result<Offers> {
    let page = PageRequest { limit: Some(GROUPS.to_owned()), cursor: None };
    let found = groups::list(db, org, &Narrow::default(), Order::default(), &page).await?;
    let mut all: Vec<_> = found.items.into_iter().map(|group| (group.id, group.name)).collect();
    if let Some(Whom::Groups { groups: ids }) = rule.map(|rule| &rule.whom) {
        for id in ids {
            if !all.iter().any(|(known, _)| known == id) {
                all.extend(groups::find(db, org, *id).await?.map(|group| (group.id, group.name)));
            }
        }
    }
    Ok(Offers {
        stores: stores::list(db, org).await?,
        tiers: tiers::named(db, org).await?,
        series: series::list(db, org).await?,
        groups: all,
    })
}
