//! What others read of points.

use ::store::{Read, Tx};
use kernel::{Lang, OrgId, ProgramId, PurchaseId, Result, Time};
use ledger::StatementLine;
use web::{shops, t};

use super::{
    accounts::Whose,
    book::Book,
    engine::{Kind, Payment, What},
    store,
};
use crate::words::Words;

/// What a purchase did to its buyer's points in one program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// What they are called.
    pub unit: Words,
    pub earned: i64,
    /// Points that paid, and what they were worth in minor units.
    pub paid: i64,
    pub worth: i64,
}

/// What a program calls its points.
pub async fn unit_of(db: &mut impl Read, org: OrgId, program: ProgramId) -> Result<Words> {
    let zone = shops::require(db, org).await?.zone;
    let known = store::require(db, org, &zone, program).await?;
    let latest = known.terms(Time::from_micros(i64::MAX))?;
    Ok(latest.unit.clone())
}

/// A line of a statement about points, as one would tell it.
pub fn line_said(lang: Lang, line: &StatementLine) -> String {
    let is = |noun: &str| line.account.as_str().starts_with(noun);
    let more = line.amount > 0;
    match line.reason.as_str() {
        _ if is("owes/") && more => t!(lang, "points-line-owed"),
        _ if is("owes/") => t!(lang, "points-line-repaid"),
        "points.earned" if is("pending/") => t!(lang, "points-line-pending"),
        "points.earned" => t!(lang, "points-line-earned"),
        "points.matured" => t!(lang, "points-line-matured"),
        "points.spent" => t!(lang, "points-line-spent"),
        "points.expired" => t!(lang, "points-line-expired"),
        "points.adjusted" if more => t!(lang, "points-line-given"),
        "points.adjusted" => t!(lang, "points-line-taken"),
        "points.sent" => t!(lang, "points-line-sent"),
        "points.received" => t!(lang, "points-line-received"),
        "points.returned" => t!(lang, "points-line-returned"),
        "points.merged" => t!(lang, "points-line-merged"),
        _ => t!(lang, "points-line-put-right"),
    }
}

/// What somebody can spend now.
pub async fn spendable(tx: &mut Tx, whose: Whose) -> Result<i64> {
    let now = tx.now();
    Ok(Book::open(tx, &[whose.member]).await?.standing(whose, now)?.balance())
}

/// By program, in the order of the programs.
pub async fn done_by(tx: &mut Tx, purchase: PurchaseId) -> Result<Vec<Done>> {
    let (org, now) = (tx.org(), tx.now());
    let entries = store::entries_of(tx, org, purchase).await?;
    if entries.is_empty() {
        return Ok(Vec::new());
    }
    let zone = shops::require(tx, org).await?.zone;
    let mut all = Vec::new();
    for known in store::programs(tx, org, &zone).await? {
        let mut done = Done { unit: known.terms(now)?.unit.clone(), earned: 0, paid: 0, worth: 0 };
        for (_, entry) in entries.iter().filter(|(program, _)| *program == known.program.id) {
            if entry.kind == Kind::Earned {
                done.earned += entry.points;
            }
            if let Some(What::Spent(Payment::Purchase(sale))) = &entry.what {
                let (points, worth) = sale.kept(Time::from_micros(i64::MAX)).paid();
                done.paid += points;
                done.worth += worth;
            }
        }
        if done.earned != 0 || done.paid != 0 {
            all.push(done);
        }
    }
    Ok(all)
}
