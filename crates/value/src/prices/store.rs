//! The rows of rules, and of what they took off.

use std::collections::HashMap;

use kernel::{Error, Lang, OrgId, Page, PageRequest, PriceRuleId, PurchaseId, Result};
use store::{Read, Reader, Row, Tx, Value, args, sql};
use uuid::Uuid;

use super::model::{PriceRule, Rule, Sum};
use crate::{
    bills::{Bill, Reason},
    gifts::State,
    words::Words,
};

const COLUMNS: &str = "id, rule, state, created_at";

fn read(row: &Row) -> Result<PriceRule> {
    Ok(PriceRule {
        id: row.get("id")?,
        rule: row.json("rule")?,
        state: row.word("state")?,
        created_at: row.get("created_at")?,
    })
}

pub(super) async fn find(
    db: &mut impl Read,
    org: OrgId,
    id: PriceRuleId,
) -> Result<Option<PriceRule>> {
    let sql = format!("SELECT {COLUMNS} FROM price_rule WHERE org = $1 AND id = $2");
    db.row(&sql, args![org, id]).await?.as_ref().map(read).transpose()
}

/// The rule, or 404.
pub(super) async fn require(db: &mut impl Read, org: OrgId, id: PriceRuleId) -> Result<PriceRule> {
    find(db, org, id).await?.ok_or(Error::NotFound("price_rule"))
}

/// Every rule that is open; there are few.
pub(crate) async fn open(db: &mut impl Read, org: OrgId) -> Result<Vec<PriceRule>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM price_rule WHERE org = $1 AND state = 'open' ORDER BY id LIMIT 100"
    );
    db.rows(&sql, args![org]).await?.iter().map(read).collect()
}

/// The newest first.
pub(super) async fn list(
    db: &mut impl Read,
    org: OrgId,
    state: Option<State>,
    page: &PageRequest,
) -> Result<Page<PriceRule>> {
    let limit = page.limit()?;
    let before: Uuid = page.after()?.unwrap_or(Uuid::max());
    let sql = format!(
        "SELECT {COLUMNS} FROM price_rule WHERE org = $1 AND id < $2
         AND (CAST($3 AS TEXT) IS NULL OR state = $3) ORDER BY id DESC LIMIT $4"
    );
    let rows = db.rows(&sql, args![org, before, state.map(State::word), limit + 1]).await?;
    let rules: Result<Vec<_>> = rows.iter().map(read).collect();
    Ok(Page::cut(rules?, limit, |rule| rule.id.uuid()))
}

pub(super) async fn insert(tx: &mut Tx, rule: &PriceRule) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!(
            "INSERT INTO price_rule (org, id, rule, state, created_at) VALUES ($1, $2, $3, $4, $5)"
        ),
        args![org, rule.id, text(&rule.rule)?, rule.state.word(), rule.created_at],
    )
    .await
    .map(drop)
}

pub(super) async fn update(tx: &mut Tx, rule: &PriceRule) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!("UPDATE price_rule SET rule = $3, state = $4 WHERE org = $1 AND id = $2"),
        args![org, rule.id, text(&rule.rule)?, rule.state.word()],
    )
    .await
    .map(drop)
}

fn text(rule: &Rule) -> Result<String> {
    serde_json::to_string(rule).map_err(Error::broken)
}

/// Notes what each rule of a bill took off a purchase.
pub(crate) async fn take(
    tx: &mut Tx,
    purchase: PurchaseId,
    (bill, rules): (&Bill, &[PriceRule]),
) -> Result<()> {
    let org = tx.org();
    let rows = rules.iter().filter_map(|rule| match bill.reason(rule.id.uuid()) {
        Some(Reason::Applies { off }) => Some(args![org, purchase, rule.id, *off]),
        _ => None,
    });
    let rows: Vec<Vec<Value>> = rows.collect();
    if rows.is_empty() {
        return Ok(());
    }
    tx.insert("price_taken", &["org", "purchase", "rule", "taken_off"], rows, "").await
}

/// What the rules are called that took something off a purchase.
pub(crate) async fn taken_with(
    db: &mut impl Read,
    org: OrgId,
    purchase: PurchaseId,
) -> Result<Vec<Words>> {
    let rows = db
        .rows(
            sql!(
                "SELECT rule.rule AS rule FROM price_taken AS taken JOIN price_rule AS rule
                   ON rule.org = taken.org AND rule.id = taken.rule
                 WHERE taken.org = $1 AND taken.purchase = $2 ORDER BY rule.id"
            ),
            args![org, purchase],
        )
        .await?;
    rows.iter().map(|row| row.json::<Rule>("rule").map(|rule| rule.name)).collect()
}

/// The purchase was a mistake.
pub(crate) async fn withdraw(tx: &mut Tx, purchase: PurchaseId) -> Result<()> {
    let org = tx.org();
    tx.run(sql!("DELETE FROM price_taken WHERE org = $1 AND purchase = $2"), args![org, purchase])
        .await
        .map(drop)
}

/// What every rule took off so far.
pub(super) async fn sums(db: &mut impl Read, org: OrgId) -> Result<HashMap<PriceRuleId, Sum>> {
    let rows = db
        .rows(
            sql!(
                "SELECT rule, COUNT(*) AS purchases, CAST(SUM(taken_off) AS BIGINT) AS taken_off
                 FROM price_taken WHERE org = $1 GROUP BY rule"
            ),
            args![org],
        )
        .await?;
    let sum = |row: &Row| {
        let sum = Sum { purchases: row.get("purchases")?, taken_off: row.get("taken_off")? };
        Ok((row.get("rule")?, sum))
    };
    rows.iter().map(sum).collect()
}

/// What rules are called.
pub(super) async fn names(
    db: &mut Reader,
    org: OrgId,
    lang: Lang,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, String>> {
    let mut names = HashMap::new();
    for id in ids {
        if let Some(rule) = find(db, org, PriceRuleId::from_uuid(*id)).await? {
            names.insert(*id, rule.name.say(lang).to_owned());
        }
    }
    Ok(names)
}
