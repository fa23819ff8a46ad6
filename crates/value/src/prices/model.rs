//! What a rule says.

use kernel::{FieldError, Fields, PriceRuleId, Result, StoreId, Time, text};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    bills::{Benefit, Candidate, Choice, Counts, Hours, MOST_OF_WHOM, Terms, Whom},
    gifts::State,
    words::Words,
};

kernel::refusals! { prices:
    /// So many rules are open already; `most` says how many may be.
    TooMany "too_many" 409,
}

/// Rules that are open at once: a bill looks at all of them.
pub const MOST_OPEN: usize = 40;

/// What a shopkeeper says about a price.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// How it is told to people: "Wednesdays: member day".
    pub name: Words,
    pub terms: Terms,
    pub whom: Whom,
    pub hours: Hours,
    /// Empty for every store.
    pub stores: Vec<StoreId>,
}

impl Rule {
    /// Cleans the words and names every field that is out of bounds.
    pub fn checked(mut self) -> Result<Self> {
        let mut fields = Fields::default();
        for slot in [&mut self.name.en, &mut self.name.zh, &mut self.name.es] {
            *slot =
                text::optional(&mut fields, "name", Some(slot), text::NAME_MAX).unwrap_or_default();
        }
        if self.name.is_empty() {
            fields.push(FieldError::new("name", "required"));
        }
        self.check_terms(&mut fields);
        self.check_whom(&mut fields);
        let Hours { from, until } = self.hours;
        if from.zip(until).is_some_and(|(from, until)| until <= from) {
            fields.push(FieldError::new("hours.until", "hours_before_from"));
        }
        if self.stores.len() > 1000 {
            fields.push(FieldError::new("stores", "choice_invalid"));
        }
        self.stores.sort_unstable();
        self.stores.dedup();
        fields.check(self)
    }

    /// A price hands nothing over, is not used up, and says what it is the price of.
    fn check_terms(&mut self, fields: &mut Fields) {
        self.terms.check(fields);
        let terms = &self.terms;
        if terms.benefit.is_thing() {
            fields.push(FieldError::new("terms.benefit", "choice_invalid"));
        }
        let limits = [
            ("terms.uses", terms.uses > 1),
            ("terms.per_day", terms.per_day.is_some()),
            ("terms.per_store", terms.per_store.is_some()),
        ];
        for (field, _) in limits.into_iter().filter(|(_, said)| *said) {
            fields.push(FieldError::new(field, "price_no_limit"));
        }
        if matches!(terms.benefit, Benefit::Price { .. }) && terms.conditions.goods.is_all() {
            fields.push(FieldError::new("terms.conditions.goods.products", "price_of_what"));
        }
    }

    fn check_whom(&mut self, fields: &mut Fields) {
        let (field, count) = match &mut self.whom {
            Whom::Members => return,
            Whom::Tiers { tiers } => ("whom.tiers", tidied(tiers)),
            Whom::Groups { groups } => ("whom.groups", tidied(groups)),
            Whom::Series { series } => ("whom.series", tidied(series)),
        };
        if count == 0 {
            fields.push(FieldError::new(field, "required"));
        }
        fields.at_most(field, count, MOST_OF_WHOM);
    }
}

/// In order, each once. How many were given.
fn tidied<T: Ord>(ids: &mut Vec<T>) -> usize {
    let given = ids.len();
    ids.sort_unstable();
    ids.dedup();
    given
}

/// A rule as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriceRule {
    pub id: PriceRuleId,
    pub rule: Rule,
    pub state: State,
    pub created_at: Time,
}

impl std::ops::Deref for PriceRule {
    type Target = Rule;
    fn deref(&self) -> &Rule {
        &self.rule
    }
}

impl PriceRule {
    /// As a bill sees it.
    pub fn candidate(&self) -> Candidate {
        Candidate {
            id: self.id.uuid(),
            template: self.id.uuid(),
            terms: self.terms.clone(),
            stores: self.stores.clone(),
            whom: self.whom.clone(),
            hours: self.hours,
            ends_at: None,
            choice: Choice::May,
            counts: Counts::Standing,
        }
    }
    /// What stands in a preview before there is one.
    pub const fn draft(rule: Rule, now: Time) -> Self {
        Self { id: PriceRuleId::from_uuid(Uuid::nil()), rule, state: State::Open, created_at: now }
    }
}

/// What a rule took off so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sum {
    pub purchases: i64,
    pub taken_off: i64,
}
