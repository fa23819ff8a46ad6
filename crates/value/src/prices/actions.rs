//! Making, changing, opening and closing a rule.

use ::store::Tx;
use kernel::{FieldError, Fields, PriceRuleId, Result};
use people::{groups, series, stores};
use web::trail;

use super::{
    model::{MOST_OPEN, PriceRule, Refusal, Rule},
    store,
};
use crate::{bills::Whom, gifts::State, tiers};

/// Makes a rule, which works at once.
pub async fn create(tx: &mut Tx, rule: Rule) -> Result<PriceRuleId> {
    let rule = rule.checked()?;
    known(tx, &rule).await?;
    room(tx).await?;
    let rule = PriceRule { id: tx.id(), rule, state: State::Open, created_at: tx.now() };
    store::insert(tx, &rule).await?;
    trail::note(tx, "prices.created", rule.id, &(), &rule.rule).await?;
    Ok(rule.id)
}

/// Changes what it says. What was bought before keeps its price.
pub async fn change(tx: &mut Tx, id: PriceRuleId, rule: Rule) -> Result<()> {
    let mut stands = store::require(tx, tx.org(), id).await?;
    let rule = rule.checked()?;
    if stands.rule == rule {
        return Ok(());
    }
    known(tx, &rule).await?;
    trail::note(tx, "prices.changed", id, &stands.rule, &rule).await?;
    stands.rule = rule;
    store::update(tx, &stands).await
}

/// Opens or closes it.
pub async fn set_state(tx: &mut Tx, id: PriceRuleId, state: State) -> Result<()> {
    let mut stands = store::require(tx, tx.org(), id).await?;
    if stands.state == state {
        return Ok(());
    }
    if state == State::Open {
        room(tx).await?;
    }
    trail::note(tx, "prices.state_changed", id, &stands.state, &state).await?;
    stands.state = state;
    store::update(tx, &stands).await
}

async fn room(tx: &mut Tx) -> Result<()> {
    let org = tx.org();
    if store::open(tx, org).await?.len() < MOST_OPEN {
        return Ok(());
    }
    Err(Refusal::TooMany.with("most", MOST_OPEN as i64).into())
}

/// Whatever it names is this shop's.
async fn known(tx: &mut Tx, rule: &Rule) -> Result<()> {
    let (org, mut fields) = (tx.org(), Fields::default());
    let mut wrong = |field| fields.push(FieldError::new(field, "choice_invalid"));
    if !rule.stores.is_empty() {
        let all = stores::all(tx, org).await?;
        if !rule.stores.iter().all(|id| all.iter().any(|store| store.id == *id)) {
            wrong("stores");
        }
    }
    match &rule.whom {
        Whom::Members => {}
        Whom::Tiers { tiers: ids } => {
            let all = tiers::named(tx, org).await?;
            if !ids.iter().all(|id| all.iter().any(|(tier, _)| tier == id)) {
                wrong("whom.tiers");
            }
        }
        Whom::Groups { groups: ids } => {
            for id in ids {
                if groups::find(tx, org, *id).await?.is_none() {
                    wrong("whom.groups");
                    break;
                }
            }
        }
        Whom::Series { series: ids } => {
            let all = series::list(tx, org).await?;
            if !ids.iter().all(|id| all.iter().any(|one| one.id == *id)) {
                wrong("whom.series");
            }
        }
    }
    fields.check(())
}
