//! All SQL of merging.

use kernel::{MemberId, OrgId, Result};
use store::{Read, Tx, Value, args, sql};

use super::{
    model::Twin,
    rules::{SAME_DIGITS, reasons},
};
use crate::members::{
    Member,
    model::{after_prefix, name_key},
    store::{COLUMNS, read},
};

/// The records that became this one: the member's own id first.
pub async fn names_of(db: &mut impl Read, org: OrgId, id: MemberId) -> Result<Vec<MemberId>> {
    let rows = db
        .rows(
            sql!(
                "SELECT id FROM member WHERE org = $1 AND merged_into = $2
                 ORDER BY merged_at, id LIMIT 64"
            ),
            args![org, id],
        )
        .await?;
    let mut all = vec![id];
    for row in &rows {
        all.push(row.get("id")?);
    }
    Ok(all)
}

/// Those who may be the same person, those with the best reason first.
pub async fn twins(db: &mut impl Read, org: OrgId, of: &Member) -> Result<Vec<Twin>> {
    let mut found: Vec<Member> = Vec::new();
    let mut ask: Vec<(String, Vec<Value>)> = Vec::new();
    if let Some(email) = &of.email {
        ask.push(("email_key = $3".to_owned(), args![email.key()]));
    }
    if let Some(back) = of.phone.as_ref().map(crate::members::E164::backwards) {
        let end: String = back.chars().take(SAME_DIGITS).collect();
        if end.len() == SAME_DIGITS {
            let until = after_prefix(&end);
            ask.push(("phone_back >= $3 AND phone_back < $4".to_owned(), args![end, until]));
        }
    }
    let key = name_key(&of.name);
    if !key.is_empty() {
        ask.push(("name_key = $3".to_owned(), args![key]));
    }
    for (condition, values) in ask {
        let sql = format!(
            "SELECT {COLUMNS} FROM member WHERE org = $1 AND id <> $2 AND {condition}
             AND erased_at IS NULL AND merged_into IS NULL ORDER BY id DESC LIMIT 20"
        );
        let args = args![org, of.id].into_iter().chain(values).collect();
        for row in &db.rows(&sql, args).await? {
            let member = read(row)?;
            if !found.iter().any(|known| known.id == member.id) {
                found.push(member);
            }
        }
    }
    let mut twins: Vec<Twin> = found
        .into_iter()
        .map(|member| Twin { reasons: reasons(of, &member), member })
        .filter(|twin| !twin.reasons.is_empty())
        .collect();
    twins.sort_by(|a, b| a.reasons.cmp(&b.reasons));
    Ok(twins)
}

/// Everything that is said of the one in this room is said of the other from now on. Those that cannot be
/// both (a stay in the same group, a wish for the same series) were ended before.
pub async fn hand_over(tx: &mut Tx, from: MemberId, into: MemberId) -> Result<()> {
    let org = tx.org();
    for table in ["consent", "membership", "application", "proof"] {
        let sql = format!("UPDATE {table} SET member = $3 WHERE org = $1 AND member = $2");
        tx.run(&sql, args![org, from, into]).await?;
    }
    Ok(())
}

/// The record is no more than another name. Those that were merged into it follow.
pub async fn retire(tx: &mut Tx, from: MemberId, into: MemberId) -> Result<()> {
    let (org, now) = (tx.org(), tx.now());
    tx.run(
        sql!(
            "UPDATE member SET name = '', name_key = '', last_key = '', phone = NULL,
               phone_back = NULL, phone_proven_at = NULL, email = NULL, email_key = NULL,
               email_proven_at = NULL, birth_month = NULL, birth_day = NULL, birth_year = NULL,
               lang = NULL, tags = '[]', notes = '', contact = NULL, store = NULL,
               changed_at = $4, merged_at = $4, merged_into = $3
             WHERE org = $1 AND id = $2"
        ),
        args![org, from, into, now],
    )
    .await?;
    tx.run(
        sql!("UPDATE member SET merged_into = $3 WHERE org = $1 AND merged_into = $2"),
        args![org, from, into],
    )
    .await
    .map(drop)
}

/// Since when somebody is known: since the earlier of the two.
pub async fn known_since(tx: &mut Tx, member: &Member) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!("UPDATE member SET created_at = $3 WHERE org = $1 AND id = $2"),
        args![org, member.id, member.created_at],
    )
    .await
    .map(drop)
}
