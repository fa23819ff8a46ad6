//! A till's customer numbers, and the members they mean.

use std::collections::{BTreeSet, HashMap};

use ::store::{EventRow, Future, Read as _, Tx, Value, args, sql};
use kernel::{MemberId, Result};
use people::events::MemberErased;
use people::members::{self, ConsentKind, ConsentState, NewMember};

use super::rows::Row;

/// The members of the rows' customers; unknown ones are added. How many were new.
pub async fn members(tx: &mut Tx, rows: &[Row]) -> Result<(HashMap<String, MemberId>, i64)> {
    let org = tx.org();
    let numbers: BTreeSet<&str> = rows.iter().map(|row| row.customer.as_str()).collect();
    let marks: Vec<_> = (2..numbers.len() + 2).map(|n| format!("${n}")).collect();
    let sql = format!(
        "SELECT number, member FROM customer WHERE org = $1 AND number IN ({})",
        marks.join(",")
    );
    let values = args![org].into_iter().chain(numbers.iter().map(|n| Value::from(*n))).collect();
    let mut known = HashMap::new();
    for row in tx.rows(&sql, values).await? {
        known.insert(row.get::<String>("number")?, row.get("member")?);
    }
    let mut fresh = Vec::new();
    for row in rows {
        if known.contains_key(&row.customer) {
            continue;
        }
        // Nobody asked them anything yet: they hear nothing until they are.
        let new = NewMember {
            name: row.name.clone().unwrap_or_else(|| row.customer.clone()),
            store: Some(row.store),
            ..NewMember::default()
        }
        .from("import")
        .agreed("import", &[(ConsentKind::Membership, ConsentState::NotAsked)]);
        let member = members::actions::add(tx, new).await?;
        fresh.push(args![org, &row.customer, member]);
        known.insert(row.customer.clone(), member);
    }
    let count = i64::try_from(fresh.len()).unwrap_or(0);
    if !fresh.is_empty() {
        tx.insert("customer", &["org", "number", "member"], fresh, "").await?;
    }
    Ok((known, count))
}

/// What tills call the one means the other.
pub async fn hand_over(tx: &mut Tx, from: MemberId, into: MemberId) -> Result<()> {
    let org = tx.org();
    tx.run("UPDATE customer SET member = $3 WHERE org = $1 AND member = $2", args![org, from, into])
        .await
        .map(drop)
}

/// Somebody was erased: their till's number leads to nobody any more.
pub fn erased<'a>(tx: &'a mut Tx, event: &'a EventRow) -> Future<'a> {
    Box::pin(async move {
        match event.read::<MemberErased>() {
            Some(gone) => forget(tx, gone.member).await,
            None => Ok(()),
        }
    })
}

async fn forget(tx: &mut Tx, member: MemberId) -> Result<()> {
    let org = tx.org();
    tx.run(sql!("DELETE FROM customer WHERE org = $1 AND member = $2"), args![org, member])
        .await
        .map(drop)
}
