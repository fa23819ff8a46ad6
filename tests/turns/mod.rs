//! How many statements the writer is asked for each thing that is done every day: a turn holds the lane,
//! and what it costs is its statements. Held against `tests/turns/turns.txt`, so that one more of them is
//! seen in a diff. Counted is everything from `BEGIN` to `COMMIT`, the ledger's own included, for the
//! second of its kind: the first loads accounts.
//!
//! Written anew with `REGULARS_WRITE_TURNS=1 cargo test -p regulars --test house turns::`.

use std::{fmt::Write as _, path::Path, process::Command};

use serde_json::{Value as Json, json};
use store::{Engine, testing};

use crate::{
    attacks::Shop,
    program::{Program, cny},
};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/turns/turns.txt");

/// No turn asks more than this.
const MOST: usize = 30;
/// But for a join that brings a gift and a ticket of the welcome draw: each is a row and a posting of its own
/// beside the seat's.
const WELCOMED: (&str, usize) = ("a person joins while it is on", 32);

#[test]
#[expect(clippy::disallowed_methods, reason = "written anew when the environment asks for it")]
fn every_days_turns_ask_as_little_as_is_written_down() {
    // What is asked is noted for a whole process.
    let test = ["--exact", "turns::of_every_day", "--ignored", "--nocapture"];
    let out = Command::new(std::env::current_exe().unwrap()).args(test).output().unwrap();
    let said = String::from_utf8_lossy(&out.stdout);
    assert!(out.status.success(), "{said}{}", String::from_utf8_lossy(&out.stderr));
    let lines = said.lines().filter_map(|line| line.strip_prefix("turn: "));
    let counted: String = lines.flat_map(|line| [line, "\n"]).collect();
    assert!(!counted.is_empty(), "{said}");
    if std::env::var_os("REGULARS_WRITE_TURNS").is_some() {
        std::fs::write(FILE, &counted).unwrap();
    }
    let written = std::fs::read_to_string(Path::new(FILE)).unwrap_or_default();
    assert_eq!(counted, written, "{FILE} says otherwise");
}

#[tokio::test]
#[ignore = "needs a process of its own: run by the test above"]
async fn of_every_day() {
    let shop = Shop::open(Program::on(Engine::Sqlite).await).await;
    let day = Day::of(&shop).await;
    for (what, twice) in day.asked().into_iter().chain(day.asked_then()) {
        let mut statements = Vec::new();
        for (path, body) in twice {
            testing::asked_since();
            let (status, answer) = shop.program.send("POST", &path, Some(body)).await;
            statements = testing::asked_since();
            assert!(matches!(status, 200 | 201), "{what}: {status} {answer}");
        }
        println!("turn: {what}: {}", statements.len());
        let most = if what == WELCOMED.0 { WELCOMED.1 } else { MOST };
        assert!(statements.len() <= most, "{what}:\n{}", listed(&statements));
        #[expect(clippy::disallowed_methods, reason = "the statements are shown when asked for")]
        if std::env::var_os("REGULARS_SHOW_TURNS").is_some() {
            println!("{}", listed(&statements));
        }
    }
}

fn listed(statements: &[String]) -> String {
    let mut out = String::new();
    for (n, sql) in statements.iter().enumerate() {
        let sql = sql.split_whitespace().collect::<Vec<_>>().join(" ");
        let _ = writeln!(out, "  {:>2} {}", n + 1, sql.chars().take(160).collect::<String>());
    }
    out
}

/// A shop in which everything that is counted may be done.
struct Day<'s> {
    shop: &'s Shop,
    gift: String,
    product: String,
    points: String,
    packet: String,
    presale: String,
    series: String,
    /// Announced, and not open yet.
    draws: [String; 2],
}

/// What is done, and twice how: a path and a body.
type Asked = (&'static str, [(String, Json); 2]);

impl<'s> Day<'s> {
    async fn of(shop: &'s Shop) -> Self {
        let (gift, product) = (shop.gift(1000, 100).await, shop.product(1000).await);
        let points = shop.points(1000).await;
        let price = format!("points-programs/{points}/prices/{gift}");
        shop.program.does(("PUT", &price), json!({ "points": 15 }), 200).await;
        let plan = json!({ "state": "open", "spending": "bonus_first", "forfeits": "proportion",
            "least": cny(100), "most": cny(50_000), "cap_named": cny(500_000), "cap_unnamed": cny(100_000) });
        shop.program.does(("PUT", "wallets/plan"), plan, 200).await;
        let packet = shop.packet(json!({ "kind": "money" }), (1_000, 9)).await;
        let presale = shop.presale((100, 1), (100, 9)).await;
        let series = json!({ "playbook": "fresh-food", "name": "Produce" });
        let series = shop.program.makes("series", series).await;
        let draws = [shop.welcome_draw().await, shop.welcome_draw().await];
        Self { shop, gift, product, points, packet, presale, series, draws }
    }

    fn asked(&self) -> Vec<Asked> {
        let Self { shop, gift, product, points, packet, series, .. } = self;
        let (store, first) = (&shop.store, shop.first());
        let same =
            |path: &str, body: Json| [(path.to_owned(), body.clone()), (path.to_owned(), body)];
        let other = shop.members.last().unwrap();
        vec![
            ("a person becomes a member", same("members", json!({ "name": "Mei" }))),
            ("a person joins", same("memberships", json!({ "name": "Mei", "series": series }))),
            (
                "a visit",
                [first, other].map(|member| {
                    ("visits".to_owned(), json!({ "store": store, "member": member }))
                }),
            ),
            (
                "a purchase by nobody",
                same("purchases", json!({ "store": store, "amount": cny(1000) })),
            ),
            (
                "a purchase by a member",
                same("purchases", json!({ "store": store, "member": first, "amount": cny(1000) })),
            ),
            ("a voucher", same("vouchers", json!({ "gift": gift, "member": first }))),
            (
                "points by hand",
                same(
                    "points/adjustments",
                    json!({ "program": points, "member": first, "points": 5, "reason": "Sorry" }),
                ),
            ),
            (
                "points to a friend",
                same(
                    "points/transfers",
                    json!({ "program": points, "from": first, "to": other, "points": 10 }),
                ),
            ),
            (
                "points for a gift",
                same("points/swaps", json!({ "program": points, "member": first, "gift": gift })),
            ),
            (
                "money into a wallet",
                same("top-ups", json!({ "member": first, "amount": cny(1000), "store": store })),
            ),
            (
                "money out of a wallet",
                same(&format!("wallets/{first}/refunds"), json!({ "amount": cny(100) })),
            ),
            (
                "a share of a red packet",
                [first, other].map(|member| {
                    (format!("packets/{packet}/claims"), json!({ "member": member }))
                }),
            ),
            ("an order", same("orders", shop.order(first, product))),
        ]
    }

    /// What came later: a pre-sale, and joining while a welcome draw is on.
    fn asked_then(&self) -> Vec<Asked> {
        let Self { shop, presale, series, draws, .. } = self;
        let members = [shop.first(), shop.members.last().unwrap()];
        let joins = ("memberships".to_owned(), json!({ "name": "Mei", "series": series }));
        vec![
            (
                "a piece of a pre-sale",
                members.map(|member| {
                    let body = json!({ "member": member, "window": 1 });
                    (format!("presales/{presale}/claims"), body)
                }),
            ),
            (
                "a welcome draw opens",
                draws.clone().map(|draw| (format!("raffles/{draw}/opening"), json!({}))),
            ),
            (WELCOMED.0, [joins.clone(), joins]),
        ]
    }
}
