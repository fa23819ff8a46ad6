//! No statement reaches across brands without saying so: every table that it names is bound to an org,
//! and every key begins with one. So a brand's rows can lie on a machine of their own. What does reach
//! across stands here with its reason.

use std::collections::BTreeSet;

use regulars::house;
use store::{Engine, Read as _, Registry, args, testing::ground};

use crate::statements;

/// Tables that are no org's.
const NO_ORG: [(&str, &str); 3] = [
    ("migration", "what was done to the schema"),
    ("node", "the nodes of the installation"),
    ("node_secret", "what all nodes know"),
];

/// Parts of statements that may reach across, and why.
pub const ACROSS: &[(&str, &str)] = &[
    ("FROM session WHERE token_hash = $1", "a cookie says whose it is"),
    ("FROM session WHERE expires_at > $1 GROUP BY kind", "the figures of the whole program"),
    ("FROM api_key WHERE key_hash = $1", "a key says whose it is"),
    ("FROM org WHERE slug = ", "an address says whose page it is"),
    ("FROM org ORDER BY slug", "the command line lists brands"),
    ("SELECT org FROM org LIMIT 1", "whether there is a brand at all"),
    ("FROM setup ORDER BY created_at", "the link of the first start, before there is a brand"),
    ("FROM setup WHERE token_hash = $1", "the link of the first start, before there is a brand"),
    ("SELECT org FROM payment WHERE id = $1", "a provider's message names a payment only"),
    ("FROM job WHERE dead = FALSE AND due_at <= $1", "the runner looks for work, oldest first"),
    ("FROM job GROUP BY dead", "the figures of the whole program"),
    ("UPDATE lease SET until = ", "a node renews and gives back all that it holds"),
    ("SELECT org FROM lease WHERE owner = $1", "what a node holds"),
    ("SELECT org, name, number FROM subscriber", "the runner looks for orgs that are behind"),
    ("SELECT l.org FROM", "the runner looks for orgs whose tables somebody left behind"),
    ("SELECT e.org FROM event e ORDER BY e.org LIMIT 1", "the runner looks for orgs with events"),
    ("FROM staff_email e JOIN staff s ON s.org = e.org", "who signs in says an e-mail only"),
    ("FROM staff_email WHERE email = $1", "an e-mail is one person's in the installation"),
    ("FROM staff_token WHERE token_hash = $1", "a link in a mail says whose it is"),
    ("FROM invitation WHERE token_hash = $1", "a link in a mail says whose it is"),
    ("FROM pairing WHERE code_hash = $1", "a counter is paired by its code alone"),
    ("UPDATE order_fulfilment SET name = ''", "how two statements begin, which end with the org"),
];

/// Unique in the whole installation: what a shard cannot know by itself (docs/scale.md).
const UNIQUE_IN_ALL: [&str; 8] = [
    "api_key.key_hash",
    "invitation.token_hash",
    "org.slug",
    "payment.id",
    "session.token_hash",
    "setup.token_hash",
    "staff_email.email",
    "staff_token.token_hash",
];

/// Whether some table in the statement is not bound to an org. Statements are read as text: each table
/// that is named must meet one condition that speaks of `org`.
pub fn reaches(sql: &str, tables: &BTreeSet<String>) -> bool {
    let sql = sql.split_whitespace().collect::<Vec<_>>().join(" ");
    let words: Vec<&str> =
        sql.split([' ', '(', ')', ',']).filter(|word| !word.is_empty()).collect();
    let names = |pair: &&[&str]| {
        ["FROM", "JOIN", "UPDATE", "INTO"].contains(&pair[0]) && tables.contains(pair[1])
    };
    let named = words.windows(2).filter(names).count();
    let bound = ["org = ", "org IN ", "USING (org", "(org, "];
    let bound = bound.iter().map(|part| sql.matches(part).count()).sum::<usize>();
    named > bound
}

pub async fn tables() -> BTreeSet<String> {
    let ground = ground(Engine::Sqlite, &house::migrations(), Registry::default()).await;
    let list = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
    let rows = ground.db.read().await.unwrap().rows(list, args![]).await.unwrap();
    let all = rows.iter().map(|row| row.get::<String>("name").unwrap());
    all.filter(|name| !NO_ORG.iter().any(|(free, _)| free == name)).collect()
}

#[tokio::test]
async fn no_statement_reaches_across_brands_without_saying_so() {
    let tables = tables().await;
    let literals = statements::literals();
    let begins = ["SELECT ", "INSERT INTO ", "UPDATE ", "DELETE FROM ", "WITH "];
    let statements = literals.iter().filter(|one| begins.iter().any(|b| one.sql.starts_with(b)));
    let (mut looked, mut wrong) = (0, Vec::new());
    let mut unmet: BTreeSet<&str> = ACROSS.iter().map(|(part, _)| *part).collect();
    for statement in statements {
        looked += 1;
        let sql = statement.sql.split_whitespace().collect::<Vec<_>>().join(" ");
        let meant = ACROSS.iter().find(|(part, _)| sql.contains(part));
        if let Some((part, _)) = meant {
            unmet.remove(part);
        }
        // What stands in braces is filled in by the program; those are looked at as they are asked
        // (`walks`).
        if meant.is_none() && !sql.contains('{') && reaches(&sql, &tables) {
            wrong.push(format!("{}:\n    {sql}", statement.place));
        }
    }
    assert!(looked > 550, "only {looked} statements were found");
    assert!(unmet.is_empty(), "nobody reaches across so any more: {unmet:?}");
    assert!(wrong.is_empty(), "bind every table to an org, or say why not:\n{}", wrong.join("\n"));
}

#[tokio::test]
async fn every_key_begins_with_the_org() {
    let ground = ground(Engine::Sqlite, &house::migrations(), Registry::default()).await;
    let mut db = ground.db.read().await.unwrap();
    let first = "SELECT m.name AS place, c.name AS field FROM sqlite_master m
                 JOIN pragma_table_info(m.name) c ON c.pk = 1
                 WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'";
    let free = |place: &String| NO_ORG.iter().any(|(free, _)| free == place);
    let mut seen = 0;
    for row in db.rows(first, args![]).await.unwrap() {
        let (place, field): (String, String) =
            (row.get("place").unwrap(), row.get("field").unwrap());
        assert!(field == "org" || free(&place), "the key of {place} begins with {field}");
        seen += 1;
    }
    assert!(seen > 100, "only {seen} tables were found");
    let unique = "SELECT m.name AS place, i.name AS rule,
                    (SELECT c.name FROM pragma_index_info(i.name) c WHERE c.seqno = 0) AS field
                  FROM sqlite_master m JOIN pragma_index_list(m.name) i
                  WHERE m.type = 'table' AND i.\"unique\" = 1 AND i.origin <> 'pk'";
    let mut all = BTreeSet::new();
    for row in db.rows(unique, args![]).await.unwrap() {
        let (place, field): (String, String) =
            (row.get("place").unwrap(), row.get("field").unwrap());
        if field != "org" && !free(&place) {
            all.insert(format!("{place}.{field}"));
        }
    }
    assert_eq!(all.iter().map(String::as_str).collect::<Vec<_>>(), UNIQUE_IN_ALL);
}

#[test]
fn a_statement_that_reaches_across_is_told_from_one_that_does_not() {
    let tables = BTreeSet::from(["visit".to_owned(), "member".to_owned()]);
    for (sql, across) in [
        ("SELECT id FROM visit WHERE org = $1", false),
        ("SELECT id FROM visit WHERE at > $1", true),
        ("SELECT v.id FROM visit v JOIN member m ON m.org = v.org WHERE v.org = $1", false),
        ("SELECT v.id FROM visit v JOIN member m ON m.id = v.member WHERE v.org = $1", true),
        ("SELECT id FROM visit WHERE org = $1 AND member IN (SELECT id FROM member)", true),
        ("INSERT INTO visit (org, id) VALUES ($1, $2)", false),
        ("INSERT INTO visit (id) VALUES ($1)", true),
        ("UPDATE visit SET at = $1", true),
        ("SELECT 1 FROM elsewhere", false),
    ] {
        assert_eq!(reaches(sql, &tables), across, "{sql}");
    }
}
