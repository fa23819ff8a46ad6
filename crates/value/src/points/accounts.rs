//! The accounts of a program, and the transfers that flows are.

use std::collections::BTreeMap;

use kernel::{MemberId, ProgramId, Result};
use ledger::{Account, AccountKey, Transfer, Unit};

use super::engine::{Flow, Side};

/// Whose points of which program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Whose {
    pub program: ProgramId,
    pub member: MemberId,
}

/// What is counted: points live in lots.
pub fn unit(program: ProgramId) -> Result<Unit> {
    Unit::in_lots("points", &[&program])
}

/// What a member can spend.
pub fn held_key(whose: Whose) -> Result<AccountKey> {
    AccountKey::of("points", &[&whose.member, &whose.program])
}

fn account(side: Side, whose: Whose) -> Result<Account> {
    let Whose { program, member } = whose;
    let points = unit(program)?;
    let issuing = |noun: &'static str| -> Result<Account> {
        Ok(Account::issuing(AccountKey::of(noun, &[&program])?, unit(program)?))
    };
    let (promise, debt) = (Unit::of("pending", &[&program])?, Unit::of("owed", &[&program])?);
    Ok(match side {
        Side::Minted => issuing("minted")?,
        Side::Lot(_) => Account::holding(held_key(whose)?, points),
        Side::Spent => issuing("spent")?,
        Side::Expired => Account::issuing(ledger::expired_account(&points)?, points),
        Side::Short => issuing("short")?,
        Side::Moved => issuing("moved")?,
        Side::Promised => Account::issuing(AccountKey::of("promised", &[&program])?, promise),
        Side::Pending => {
            Account::holding(AccountKey::of("pending", &[&member, &program])?, promise)
        }
        Side::Lent => Account::issuing(AccountKey::of("lent", &[&program])?, debt),
        Side::Owes => Account::holding(AccountKey::of("owes", &[&member, &program])?, debt),
    })
}

/// Flows added up: how much goes from where to where. What goes back and forth cancels out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Net(BTreeMap<(Side, Side), i64>);

impl Net {
    pub fn add(&mut self, flows: &[Flow]) {
        for flow in flows {
            self.count(*flow, flow.points);
        }
    }
    /// As if these flows had not been.
    pub fn take_back(&mut self, flows: &[Flow]) {
        for flow in flows {
            self.count(*flow, -flow.points);
        }
    }
    fn count(&mut self, flow: Flow, points: i64) {
        // Both directions of a pair are one number, above zero from the smaller side.
        let (pair, points) = if flow.from < flow.to {
            ((flow.from, flow.to), points)
        } else {
            ((flow.to, flow.from), -points)
        };
        *self.0.entry(pair).or_default() += points;
    }

    /// The transfers: what a holder receives comes before what a holder gives, so that nobody is
    /// short on the way.
    pub fn transfers(&self, whose: Whose) -> Result<Vec<Transfer>> {
        let holds = |side: Side| matches!(side, Side::Lot(_) | Side::Pending | Side::Owes);
        let mut flows: Vec<Flow> = self
            .0
            .iter()
            .filter(|(_, points)| **points != 0)
            .map(|((one, other), points)| {
                let (from, to) = if *points > 0 { (*one, *other) } else { (*other, *one) };
                Flow { from, to, points: points.abs() }
            })
            .collect();
        flows.sort_by_key(|flow| !holds(flow.to));
        flows.into_iter().map(|flow| transfer(flow, whose)).collect()
    }
}

fn transfer(flow: Flow, whose: Whose) -> Result<Transfer> {
    let (from, to) = (account(flow.from, whose)?, account(flow.to, whose)?);
    let transfer = Transfer::new(from, to, flow.points);
    Ok(match (flow.from, flow.to) {
        (Side::Lot(ends), _) => transfer.out_of(ends.kept()),
        (_, Side::Lot(ends)) => transfer.expiring(ends.kept()),
        _ => transfer,
    })
}
