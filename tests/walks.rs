//! No page, turn or job walks through all that a shop has of what grows with its days: every statement
//! that a lived-in shop was asked is explained by `SQLite`, and a walk that is not meant is named.
//!
//! What is asked is noted for a whole process, so the shop lives in one of its own.

use std::{collections::BTreeSet, process::Command};

use kernel::{Role, scope::Remit};
use store::{Read as _, testing};

use crate::{
    across,
    bad_input::sent::Sent,
    demo::{Lived, lived},
    matrix::people::{self, As},
};

/// Tables with a row for each person, purchase, transfer, message or day.
const GROW: &str = "account application basket_left_out basket_line birthday_gift buy_seat buy_team consent custom \
    customer dated_post day_opened event fact fact_day_sum flash_claim flash_place giving idempotency journal kept_operation lot member \
    member_tag membership message operation order_fulfilment order_list_entry own_member payment payment_message \
    payment_refund person_stage plan_term points_entry points_standing post_claim post_opening posting presale_reservation \
    presale_sample \
    price_taken print_code proof purchase purchase_cut purchase_line purchase_return red_share red_split redemption \
    raffle_entry raffle_grant raffle_pick price_taken print_code proof purchase purchase_cut purchase_line purchase_return redemption \
    return_line session shop_order shop_order_line stamp tier_gift tier_standing todo trail transfer \
    visit voucher wallet wallet_act wallet_day";

/// Walks that are meant, by a part of what is asked, and why it may be.
const MEANT: [(&str, &str); 7] = [
    ("COUNT(*) AS accounts FROM account WHERE org", "counted in an index"),
    ("MAX(number)", "ends with the first row"),
    ("MAX(ordinal)", "ends with the first row"),
    ("SELECT member FROM own_member WHERE org", "as many as people of staff, once a raffle"),
    ("DELETE FROM lot WHERE org = $1 AND amount = 0", "an index has the spent ones alone"),
    ("FROM person_stage WHERE org = $1) AS everybody", "counted in an index"),
    ("FROM price_taken WHERE org = $1 GROUP BY rule", "a figure of one page, not kept yet"),
];

#[test]
fn no_statement_walks_through_all_that_a_shop_has() {
    let test = ["--exact", "walks::of_a_shop_that_lived", "--ignored", "--nocapture"];
    let out = Command::new(std::env::current_exe().unwrap()).args(test).output().unwrap();
    let said = String::from_utf8_lossy(&out.stdout);
    assert!(out.status.success(), "{said}{}", String::from_utf8_lossy(&out.stderr));
    assert!(said.contains("1 passed"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a process of its own: run by the test above"]
async fn of_a_shop_that_lived() {
    let lived = lived(16).await;
    let owner = lived.owner().await;
    lived.led((owner, Role::Owner, &Remit::Everything)).await;
    lived.led_on_the_phone(lived.regular().await).await;
    asked_by_a_program(&lived).await;
    let grow: BTreeSet<&str> = GROW.split_whitespace().collect();
    let tables = across::tables().await;
    let (mut looked, mut walks, mut reaching) = (0, Vec::new(), Vec::new());
    let mut unmet: BTreeSet<&str> = MEANT.iter().map(|(part, _)| *part).collect();
    for sql in testing::heard() {
        let explain = format!("EXPLAIN QUERY PLAN {sql}");
        let mut db = lived.house.db().read().await.unwrap();
        // What only a writer may ask, or asks beside tables, has no plan.
        let Ok(plan) = db.rows(&explain, Vec::new()).await else { continue };
        looked += 1;
        let asked = sql.split_whitespace().collect::<Vec<_>>().join(" ");
        let meant = across::ACROSS.iter().any(|(part, _)| asked.contains(part));
        if !meant && across::reaches(&asked, &tables) {
            reaching.push(asked);
        }
        let plan: Vec<String> = plan.iter().map(|step| step.get("detail").unwrap()).collect();
        if let Some(step) = walk(&sql, &plan, &grow) {
            let sql = sql.split_whitespace().collect::<Vec<_>>().join(" ");
            match MEANT.iter().find(|(part, _)| sql.contains(part)) {
                Some((part, _)) => drop(unmet.remove(part)),
                None => walks.push(format!("{step}\n    {sql}")),
            }
        }
    }
    assert!(looked > 420, "only {looked} statements were explained");
    assert!(unmet.is_empty(), "nobody walks so any more: {unmet:?}");
    assert!(reaching.is_empty(), "across brands:\n{}", reaching.join("\n"));
    assert!(walks.is_empty(), "{} of {looked}:\n{}", walks.len(), walks.join("\n"));
}

/// All lists that a program may ask for.
async fn asked_by_a_program(lived: &Lived) {
    let key = people::key(&lived.house, lived.org, &kernel::permission::scopes()).await;
    let shown = people::enters(&lived.house, &As::Key(key)).await;
    let (router, document) = (lived.house.router(), regulars::house::document());
    let lists = document.paths.paths.iter().filter(|(path, item)| {
        item.get.is_some() && !path.contains('{') && !path.contains("stream")
    });
    for (path, _) in lists {
        let heard = Sent::get(path.as_str()).by(shown.clone()).to(&router).await;
        assert!(heard.status < 500, "{path}: {}", heard.text);
    }
}

/// The step that goes through all rows that an org has in a table that grows. Where a page of rows is
/// asked for in the order of an index, it ends with the page.
fn walk(sql: &str, plan: &[String], grow: &BTreeSet<&str>) -> Option<String> {
    let sorts = plan.iter().any(|step| step.contains("TEMP B-TREE"));
    if sql.contains("LIMIT") && !sorts {
        return None;
    }
    let walks = |step: &&String| {
        let mut words = step.split_whitespace();
        let how = words.next().unwrap_or_default();
        let name = words.next().unwrap_or_default();
        let all = how == "SCAN" || (how == "SEARCH" && step.ends_with(" (org=?)"));
        all && table(sql, name, grow).is_some()
    };
    plan.iter().find(walks).cloned()
}

/// The table that a plan's name stands for, if it grows.
fn table<'g>(sql: &str, name: &str, grow: &BTreeSet<&'g str>) -> Option<&'g str> {
    if let Some(table) = grow.get(name) {
        return Some(table);
    }
    let ends = |c: char| c == ',' || c == '(' || c == ')';
    let words: Vec<&str> = sql.split_whitespace().filter(|word| *word != "AS").collect();
    let named = |pair: &&[&str]| pair[1].trim_matches(ends) == name && !pair[0].ends_with(ends);
    let mut pairs = words.windows(2).filter(named);
    pairs.find_map(|pair| grow.get(pair[0]).copied())
}

#[test]
fn a_walk_is_told_from_a_search() {
    let grow = BTreeSet::from(["purchase", "visit"]);
    let by_time = "SEARCH purchase USING INDEX purchase_at (org=?)";
    for (sql, step, walks) in [
        ("SELECT id FROM purchase WHERE org = $1", by_time, true),
        ("SELECT id FROM purchase WHERE org = $1 ORDER BY at LIMIT $2", by_time, false),
        ("SELECT p.id FROM visit v JOIN purchase AS p ON p.at = v.at", "SCAN p", true),
        ("SELECT p.id FROM store p", "SCAN p", false),
        (
            "SELECT id FROM purchase WHERE org = $1 AND at = $2",
            "SEARCH purchase USING INDEX purchase_at (org=? AND at=?)",
            false,
        ),
    ] {
        assert_eq!(walk(sql, &[step.to_owned()], &grow).is_some(), walks, "{sql}");
    }
    let sorted = [by_time.to_owned(), "USE TEMP B-TREE FOR ORDER BY".to_owned()];
    assert!(
        walk("SELECT id FROM purchase WHERE org = $1 ORDER BY amount LIMIT 3", &sorted, &grow)
            .is_some()
    );
}
