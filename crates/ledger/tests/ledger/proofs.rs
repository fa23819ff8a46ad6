//! What the audit and the rebuilding are worth: sound books pass, and any change to
//! any column of any row is named.

use kernel::{Error, MemberId, OrgId, PostingId};
use ledger::{Difference, Posting, Report, Reversal, Take, Transfer};
use serde::{Deserialize, Serialize};
use store::{Engine, Event, Key, Read as _, Tx, args};

use crate::{on_each, world::Shop};

#[derive(Serialize, Deserialize)]
struct Given {
    gift: String,
    note: Option<String>,
    pieces: Vec<i64>,
}
impl Event for Given {
    const KIND: &'static str = "test.given";
}

/// A day of the shop with everything in it that the tables can hold.
pub async fn busy(shop: &Shop) -> Vec<PostingId> {
    let db = &shop.ground.db;
    let scope = shop.scope();
    let (ana, bo) = (shop.member(), shop.member());
    let now = shop.ground.world.now();
    // Within the day that keys are kept.
    let soon = now.plus(std::time::Duration::from_hours(20));
    let late = now.plus_days(30);
    let stamp = |end, count| {
        Posting::new(shop.id(), "stamps.given", &ana)
            .with(Transfer::new(shop.stamps(), shop.stamps_of(ana), count).expiring(end))
    };
    let postings = [
        shop.delivery(9),
        shop.claim(ana),
        shop.claim(bo),
        stamp(Some(soon), 3),
        stamp(Some(late), 5),
        stamp(None, 2),
        Posting::new(shop.id(), "stamps.passed_on", &ana).transfer(
            shop.stamps_of(ana),
            shop.stamps_of(bo),
            4,
        ),
    ];
    let key = Key::new("test", "key", &[b"content"]).unwrap();
    for (n, posting) in postings.iter().enumerate() {
        let command = async |tx: &mut Tx| {
            ledger::post(tx, posting.clone()).await?;
            let (gift, note) =
                (shop.gift.to_string(), (n > 2).then(|| "\"quoted\" é 你好\n".into()));
            tx.emit(&Given { gift, note, pieces: vec![1, 2] })
        };
        if n == 1 {
            db.write_once(&scope, &key, command).await.unwrap();
        } else {
            db.write(&scope, command).await.unwrap();
        }
    }
    db.write(&scope, async |tx| keep(shop, tx, ana, &postings[2]).await).await.unwrap();
    shop.ground.clock.set(soon);
    db.write(&scope, async |tx| ledger::expire_lots(tx, &shop.stamp_unit()).await).await.unwrap();
    postings.iter().map(|posting| posting.id).collect()
}

/// Reservations in every state, and a reversal.
async fn keep(shop: &Shop, tx: &mut Tx, ana: MemberId, given: &Posting) -> kernel::Result<()> {
    let late = tx.now().plus_days(30);
    let reason = || std::borrow::Cow::Borrowed("test.done");
    let subject = ana.to_string();
    let [first, second, third] = [(); 3].map(|()| {
        let member = shop.member();
        Posting::new(shop.id(), "gifts.kept", &member).transfer(
            shop.stock(),
            shop.gifts_of(member),
            2,
        )
    });
    let taken = ledger::reserve(tx, first, late).await?;
    ledger::reserve(tx, second, late).await?;
    let released = ledger::reserve(tx, third, late).await?;
    ledger::release(tx, released).await?;
    let stamps = Posting::new(shop.id(), "stamps.kept", &ana).transfer(
        shop.stamps_of(ana),
        shop.stamps(),
        5,
    );
    ledger::reserve(tx, stamps, late).await?;
    let (id, amounts) = (shop.id(), Some(vec![1]));
    let take = Take { id, reservation: taken, amounts, reason: reason(), subject: subject.clone() };
    ledger::take(tx, take).await?;
    let reversal = Reversal { id: shop.id(), of: given.id, reason: reason(), subject };
    ledger::reverse(tx, reversal).await.map(drop)
}

async fn audit(shop: &Shop) -> Report {
    let mut read = shop.ground.db.read().await.unwrap();
    ledger::audit(&mut read, shop.org, |_| ()).await.unwrap()
}

/// What an audit finds after a change, which is then taken back.
async fn after(shop: &Shop, sql: &str, args: Vec<store::Value>) -> Option<Difference> {
    let mut found = None;
    let error = shop
        .ground
        .db
        .write(&shop.scope(), async |tx| {
            assert!(tx.run(sql, args).await? > 0, "{sql} changed nothing");
            found = ledger::audit(tx, shop.org, |_| ()).await?.difference;
            Err::<(), _>(Error::Forbidden("test"))
        })
        .await
        .unwrap_err();
    assert_eq!(error, Error::Forbidden("test"), "{sql}");
    found
}

on_each! {
    async fn sound_books_pass_and_are_counted(shop) {
        busy(&shop).await;
        let report = audit(&shop).await;
        assert_eq!(report.difference, None);
        assert_eq!((report.rows, report.events, report.open_reservations), (9, 7, 2));
        assert_eq!(report.postings, 7 + 1 + 1 + 1);
        assert_eq!(report.head.len(), 64);
        let stamps = report.units.iter().find(|u| u.unit == shop.stamp_unit().as_str()).unwrap();
        assert_eq!(stamps.outstanding, 10);
        for passes in [2, 3, 7] {
            let mut read = shop.ground.db.read().await.unwrap();
            let mut told = Vec::new();
            let again = ledger::audit_in_passes(&mut read, shop.org, passes, |p| told.push(p));
            assert_eq!(again.await.unwrap(), report);
            assert_eq!(told.last().map(|p| (p.row, p.pass)), Some((9, passes)));
        }
    }
}

on_each! {
    async fn another_org_has_books_of_its_own(shop) {
        busy(&shop).await;
        let mut read = shop.ground.db.read().await.unwrap();
        let other: OrgId = shop.ground.world.id();
        let report = ledger::audit(&mut read, other, |_| ()).await.unwrap();
        assert_eq!(report, Report { head: "0".repeat(64), ..Report::default() });
    }
}

/// Changes one column of one row; what the difference must name.
struct Change {
    table: &'static str,
    columns: &'static [(&'static str, &'static str)],
    /// The columns that tell a row from others.
    key: &'static [&'static str],
}

const CHANGES: &[Change] = &[
    Change {
        table: "journal",
        columns: &[("number", "number + 1000"), ("at", "at + 1"), ("body", "body || ' '")],
        key: &["number"],
    },
    Change {
        table: "account",
        columns: &[
            ("key", "key || 'x'"),
            ("unit", "unit || 'x'"),
            ("floor", "COALESCE(floor, 0) + 1"),
            ("balance", "balance + 1"),
            ("held", "held + 1"),
            ("number", "number + 1"),
            ("last", "last + 1"),
        ],
        key: &["key"],
    },
    Change {
        table: "posting",
        columns: &[
            ("number", "number + 100"),
            ("leaf", "leaf + 100"),
            ("at", "at + 1"),
            ("kind", "kind || 'x'"),
            ("reason", "reason || 'x'"),
            ("subject", "subject || 'x'"),
            ("original", "org"),
            ("id", "org"),
            ("first", "first + 1"),
            ("lines", "lines + 1"),
        ],
        key: &["number", "leaf"],
    },
    Change {
        table: "transfer",
        columns: &[
            ("ordinal", "ordinal + 100"),
            ("number", "number + 100"),
            ("leaf", "leaf + 100"),
            ("place", "place + 100"),
            ("source", "source || 'x'"),
            ("target", "target || 'x'"),
            ("unit", "unit || 'x'"),
            ("amount", "amount + 1"),
            ("lots", "COALESCE(lots, '') || ' '"),
            ("source_before", "source_before + 1"),
            ("target_before", "target_before + 1"),
        ],
        key: &["ordinal"],
    },
    Change {
        table: "lot",
        columns: &[
            ("account", "account || 'x'"),
            ("ends", "ends - 1"),
            ("unit", "unit || 'x'"),
            ("amount", "amount + 1"),
            ("held", "held + 1"),
        ],
        key: &["account", "ends"],
    },
    Change {
        table: "reservation",
        columns: &[
            ("until", "until + 1"),
            ("number", "number + 1"),
            ("entry", "entry || ' '"),
            ("id", "org"),
        ],
        key: &["until", "entry"],
    },
    Change {
        table: "event",
        columns: &[
            ("number", "number + 100"),
            ("at", "at + 1"),
            ("kind", "kind || 'x'"),
            ("actor", "actor || ' '"),
            ("data", "data || ' '"),
        ],
        key: &["number"],
    },
    Change {
        table: "idempotency",
        columns: &[("answer", "answer || ' '"), ("key", "key || 'x'"), ("at", "at + 1")],
        key: &["key"],
    },
];

/// Columns of bytes: [`bytes_of_keys_hashes_and_prints_are_compared`] changes them.
const BYTES: [(&str, &str); 3] =
    [("journal", "hash"), ("posting", "print"), ("idempotency", "fingerprint")];

on_each! {
    async fn every_column_of_every_table_is_among_those_that_are_changed(shop) {
        let mut read = shop.ground.db.read().await.unwrap();
        for change in CHANGES {
            // The catalogue that both engines have is asked of each in its own words.
            let sql = match shop.ground.db.engine() {
                Engine::Sqlite => "SELECT name FROM pragma_table_info($1)",
                Engine::Postgres => {
                    "SELECT CAST(column_name AS TEXT) AS name FROM information_schema.columns
                     WHERE table_name = $1"
                }
            };
            let mut there: Vec<String> = Vec::new();
            for row in read.rows(sql, args![change.table]).await.unwrap() {
                there.push(row.get("name").unwrap());
            }
            let bytes = BYTES.iter().filter(|(table, _)| *table == change.table);
            let mut changed: Vec<&str> = change.columns.iter().map(|(column, _)| *column).collect();
            changed.extend(bytes.map(|(_, column)| *column));
            changed.push("org");
            changed.sort_unstable();
            there.sort_unstable();
            assert_eq!(there, changed, "{}", change.table);
        }
    }
}

/// The rows of a table as a WHERE clause each.
async fn rows(shop: &Shop, change: &Change) -> Vec<String> {
    let mut read = shop.ground.db.read().await.unwrap();
    let list = change.key.join(", ");
    let sql = format!("SELECT {list} FROM {} WHERE org = $1 ORDER BY {list}", change.table);
    let rows = read.rows(&sql, args![shop.org]).await.unwrap();
    let value = |row: &store::Row, column: &str| {
        let text = row.get::<String>(column).map(|text| format!("'{}'", text.replace('\'', "''")));
        text.or_else(|_| row.get::<i64>(column).map(|n| n.to_string())).unwrap()
    };
    rows.iter()
        .map(|row| {
            // SQLite would read a number as text: these are numbers.
            let number = |c: &str| matches!(c, "number" | "leaf" | "ordinal" | "ends" | "until");
            let one = |c: &&str| {
                if number(c) {
                    format!("{c} = {}", row.get::<i64>(c).unwrap())
                } else {
                    format!("{c} = {}", value(row, c))
                }
            };
            change.key.iter().map(one).collect::<Vec<_>>().join(" AND ")
        })
        .collect()
}

on_each! {
    async fn any_changed_column_of_any_row_is_named(shop) {
        busy(&shop).await;
        let head = audit(&shop).await.rows;
        for change in CHANGES {
            let table = change.table;
            let rows = rows(&shop, change).await;
            assert!(!rows.is_empty(), "{table}");
            for row in &rows {
                for (column, to) in change.columns {
                    let sql = format!("UPDATE {table} SET {column} = {to} WHERE org = $1 AND {row}");
                    let found = after(&shop, &sql, args![shop.org]).await;
                    let found = found.unwrap_or_else(|| panic!("not found: {sql}"));
                    assert!((1..=head + 1000).contains(&found.row), "{sql}: {found}");
                    let names = match table {
                        "account" | "lot" => found.what.contains("account"),
                        "journal" => ["row", "line"].iter().any(|w| found.what.contains(w)),
                        other => found.what.contains(other) || found.what.contains(&other[..3]),
                    };
                    assert!(names, "{sql}: {found}");
                    assert_ne!(found.expected, found.found, "{sql}");
                }
                let sql = format!("DELETE FROM {table} WHERE org = $1 AND {row}");
                let found = after(&shop, &sql, args![shop.org]).await;
                assert!(found.is_some(), "not found: {sql}");
            }
        }
        assert_eq!(audit(&shop).await.difference, None);
    }
}

on_each! {
    async fn the_first_difference_is_named_to_the_row_and_the_amount(shop) {
        let postings = busy(&shop).await;
        let stock = shop.stock().key.to_string();
        let found = after(
            &shop,
            "UPDATE account SET balance = balance + 1 WHERE org = $1 AND key = $2",
            args![shop.org, &stock],
        )
        .await
        .unwrap();
        assert_eq!(
            (found.what, found.expected, found.found),
            (format!("balance of account {stock}"), "7".to_owned(), "8".to_owned())
        );
        assert_eq!(found.row, 8);
        let found = after(
            &shop,
            "UPDATE transfer SET amount = 70 WHERE org = $1 AND amount = 9 AND ordinal =
             (SELECT first FROM posting WHERE org = $1 AND id = $2)",
            args![shop.org, postings[0]],
        )
        .await
        .unwrap();
        assert_eq!((found.row, found.expected.as_str(), found.found.as_str()), (1, "9", "70"));
        assert!(found.what.starts_with("transfer") && found.what.ends_with("amount"), "{found}");
    }
}

on_each! {
    async fn bytes_of_keys_hashes_and_prints_are_compared(shop) {
        busy(&shop).await;
        for sql in [
            "UPDATE journal SET hash = $2 WHERE org = $1 AND number = 3",
            "UPDATE journal SET hash = $2 WHERE org = $1 AND number = 9",
            "UPDATE idempotency SET fingerprint = $2 WHERE org = $1",
            "UPDATE idempotency SET fingerprint = $2, at = at + 1 WHERE org = $1",
            "UPDATE posting SET print = $2 WHERE org = $1 AND number = 4",
        ] {
            let found = after(&shop, sql, args![shop.org, vec![7u8; 32]]).await;
            assert!(found.is_some(), "not found: {sql}");
        }
    }
}

on_each! {
    async fn any_changed_byte_of_a_journal_row_is_named(shop) {
        busy(&shop).await;
        let mut read = shop.ground.db.read().await.unwrap();
        let sql = "SELECT body FROM journal WHERE org = $1 AND number = 2";
        let row = read.row(sql, args![shop.org]).await.unwrap().unwrap();
        let body: String = row.get("body").unwrap();
        assert_eq!(body.lines().count(), 4, "place, posting, event, key");
        drop(read);
        for place in 1..=body.chars().count() {
            let sql = "UPDATE journal SET body = substr(body, 1, CAST($2 AS INTEGER) - 1) || '~'
                       || substr(body, CAST($2 AS INTEGER) + 1) WHERE org = $1 AND number = 2";
            let place = i64::try_from(place).unwrap();
            let found = after(&shop, sql, args![shop.org, place]).await.unwrap();
            assert_eq!(found.row, 2);
        }
    }
}

on_each! {
    async fn rows_that_no_journal_row_speaks_of_are_named(shop) {
        busy(&shop).await;
        for sql in [
            "INSERT INTO account (org, key, unit, floor, balance, held, number, last)
             VALUES ($1, 'stock/ghost', 'CNY', 0, 0, 0, 1, 0)",
            "INSERT INTO lot (org, account, ends, unit, amount, held)
             VALUES ($1, 'stock/ghost', 1, 'lots/CNY', 1, 0)",
            "INSERT INTO event (org, number, at, kind, actor, data)
             VALUES ($1, 100, 1, 'test.given', '\"system\"', '{}')",
            "INSERT INTO event (org, number, at, kind, actor, data)
             VALUES ($1, 0, 1, 'test.given', '\"system\"', '{}')",
            "INSERT INTO reservation (org, id, until, number, entry) VALUES ($1, $1, 1, 1, '{}')",
        ] {
            let found = after(&shop, sql, args![shop.org]).await;
            assert!(found.is_some(), "not found: {sql}");
        }
        for number in [0i64, 1, 5, 1000] {
            let transfer = "INSERT INTO transfer
                 (org, ordinal, number, leaf, place, source, target, unit, amount, lots,
                  source_before, target_before)
                 VALUES ($1, $2 * 1000 - 500, $2, 90, 0, 'a', 'b', 'CNY', 1, NULL, 0, 0)";
            let found = after(&shop, transfer, args![shop.org, number]).await;
            assert!(found.is_some(), "not found: {transfer} {number}");
            let posting = "INSERT INTO posting
                 (org, id, number, leaf, at, kind, reason, subject, print, original, first, lines)
                 VALUES ($1, $1, $2, 90, 1, 'posted', 'r', 's', $3, NULL, 0, 0)";
            let found = after(&shop, posting, args![shop.org, number, vec![0u8; 16]]).await;
            assert!(found.is_some(), "not found: {posting} {number}");
        }
    }
}

on_each! {
    async fn tables_that_were_spoilt_are_rebuilt_from_the_journal(shop) {
        busy(&shop).await;
        let (db, scope) = (&shop.ground.db, shop.scope());
        let before = audit(&shop).await;
        db.write(&scope, async |tx| {
            for sql in [
                "UPDATE account SET balance = 1000 WHERE org = $1",
                "DELETE FROM transfer WHERE org = $1",
                "DELETE FROM posting WHERE org = $1 AND number > 2",
                "UPDATE lot SET amount = amount + 1 WHERE org = $1",
                "DELETE FROM reservation WHERE org = $1",
                "UPDATE event SET data = '{}' WHERE org = $1",
            ] {
                tx.run(sql, args![shop.org]).await?;
            }
            Ok(())
        })
        .await
        .unwrap();
        assert!(audit(&shop).await.difference.is_some());
        let rows = db.write(&scope, async |tx| ledger::rebuild(tx).await).await.unwrap().value;
        assert_eq!(rows, before.rows);
        assert_eq!(audit(&shop).await, before);
        // The till goes on from what was rebuilt.
        let stock = shop.stock().key;
        let left = db.write(&scope, async |tx| ledger::balance(tx, &stock).await).await.unwrap();
        assert_eq!((left.value.balance, left.value.held), (7, 2));
        let claim = shop.claim(shop.member());
        db.write(&scope, async |tx| ledger::post(tx, claim).await).await.unwrap();
        assert_eq!(audit(&shop).await.difference, None);
    }
}

on_each! {
    async fn rebuilding_from_a_broken_journal_is_refused_and_changes_nothing(shop) {
        busy(&shop).await;
        let (db, scope) = (&shop.ground.db, shop.scope());
        let spoil = "UPDATE journal SET at = at + 1 WHERE org = $1 AND number = 5";
        db.write(&scope, async |tx| tx.run(spoil, args![shop.org]).await).await.unwrap();
        let error = db.write(&scope, async |tx| ledger::rebuild(tx).await).await.unwrap_err();
        assert!(matches!(error, Error::Broken(_)), "{error}");
        let mut read = db.read().await.unwrap();
        assert_eq!(ledger::balance_of(&mut read, shop.org, &shop.stock().key).await.unwrap(), 7);
    }
}
