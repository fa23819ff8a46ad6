//! Two people of a lived-in chain become one: no row of any table is left with the record that went.

use std::collections::BTreeSet;

use ::people::members::merging::{self, Ask, Wins};
use kernel::{Lang, MemberId, Scope};
use store::{Read as _, args};

use super::foreign::{Street, street_on};

/// What goes on naming the record that went: what happened is not rewritten, it is a name of the other, and
/// transfers stay with the account, and deeds with the purse, that they were made from.
const HISTORY: [&str; 6] =
    ["event.", "trail.", "job.", "member.", ".posted_for", "wallet_act.purse"];
/// Columns that know one of them before.
const LIVED_IN: usize = 12;

/// Columns of all tables that know somebody, as `table.column`.
async fn known_in(street: &Street, member: MemberId) -> Vec<String> {
    let mut db = street.house.db().read().await.unwrap();
    let columns = "SELECT m.name AS place, c.name AS field FROM sqlite_master m
        JOIN pragma_table_info(m.name) c WHERE m.type = 'table' ORDER BY m.name, c.cid";
    let mut known = Vec::new();
    for row in db.rows(columns, args![]).await.unwrap() {
        let (table, column): (String, String) =
            (row.get("place").unwrap(), row.get("field").unwrap());
        let sql = format!("SELECT COUNT(*) AS rows FROM \"{table}\" WHERE \"{column}\" = $1");
        let found = db.row(&sql, args![member]).await.unwrap().unwrap();
        if found.get::<i64>("rows").unwrap() > 0 {
            known.push(format!("{table}.{column}"));
        }
    }
    known
}

/// Whoever did the most of something, and the one whom the others become.
async fn people(street: &Street) -> (BTreeSet<MemberId>, MemberId) {
    let mut db = street.house.db().read().await.unwrap();
    let mut found = BTreeSet::new();
    for table in [
        "shop_order",
        "payment",
        "wallet_act",
        "giving",
        "plan_term",
        "voucher",
        "purchase",
        "visit",
        "application",
    ] {
        let sql = format!(
            "SELECT member FROM {table} WHERE org = $1 AND member IS NOT NULL
             GROUP BY member ORDER BY COUNT(*) DESC, member LIMIT 1"
        );
        let row = db.row(&sql, args![street.chain]).await.unwrap();
        found.insert(row.unwrap_or_else(|| panic!("nothing in {table}")).get("member").unwrap());
    }
    let into = found.pop_last().unwrap();
    (found, into)
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_merged_is_known_to_no_table() {
    let street = street_on(store::Engine::Sqlite).await;
    let (gone, into) = people(&street).await;
    let mut lived = BTreeSet::new();
    for from in &gone {
        lived.extend(known_in(&street, *from).await);
    }
    assert!(lived.len() >= LIVED_IN, "{lived:?}");
    let scope = Scope::system(street.chain);
    for from in &gone {
        let ask = Ask { into, from: *from, wins: Wins::default(), lang: Lang::En };
        street.house.db().write(&scope, async |tx| merging::merge(tx, ask).await).await.unwrap();
    }
    street.house.db().settle().await.unwrap();
    let mut left = BTreeSet::new();
    for from in &gone {
        left.extend(known_in(&street, *from).await);
    }
    left.retain(|known| !HISTORY.iter().any(|history| known.contains(history)));
    assert!(left.is_empty(), "these still know who was merged: {left:?}");
}
