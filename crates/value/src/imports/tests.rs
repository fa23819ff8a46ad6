use std::{io::Cursor, ops::ControlFlow};

use kernel::{Error, Result};

use super::{Mapping, Options, Reject, Summary, Watch, purchases};
use crate::{
    on_each,
    points::{
        engine::{Expiry, Terms},
        tests as points_tests,
    },
    purchases::{NewPurchase, Prices, Source, record},
    testing::Market,
    visits::{self, NewVisit},
};

const CDNOW: &[u8] = include_bytes!("../../tests/data/cdnow_sample.csv");

#[derive(Default)]
struct Notes {
    rejects: Vec<Reject>,
    turns: usize,
    stop_after: Option<usize>,
}

impl Watch for Notes {
    fn moved(&mut self, _: &Summary) -> ControlFlow<()> {
        self.turns += 1;
        match self.stop_after {
            Some(turns) if self.turns >= turns => ControlFlow::Break(()),
            _ => ControlFlow::Continue(()),
        }
    }
    fn rejected(&mut self, reject: Reject) {
        self.rejects.push(reject);
    }
}

async fn run(market: &Market, file: &[u8], notes: &mut Notes) -> Result<Summary> {
    let options = Options { store: Some(market.store), dry: false };
    let mapping = Mapping::default();
    purchases(&market.ground.db, &market.scope(), Cursor::new(file), &mapping, &options, notes)
        .await
}

/// (members, purchases, items, amount) as the tables say.
async fn totals(market: &Market) -> (i64, i64, i64, i64) {
    use ::store::{Read as _, args};
    let mut db = market.ground.db.read().await.unwrap();
    let row = db
        .row(
            "SELECT COUNT(DISTINCT member) AS members, COUNT(*) AS purchases,
               CAST(SUM(items) AS BIGINT) AS items, CAST(SUM(amount) AS BIGINT) AS amount
             FROM purchase WHERE org = $1",
            args![market.org],
        )
        .await
        .unwrap()
        .unwrap();
    let get = |name: &str| row.get::<i64>(name).unwrap();
    (get("members"), get("purchases"), get("items"), get("amount"))
}

const KNOWN: (i64, i64, i64, i64) = (2357, 6919, 16_479, 24_409_194);

on_each! {
    async fn the_cdnow_sample_comes_in_whole_and_a_second_run_changes_nothing(market) {
        let mut notes = Notes::default();
        let first = run(&market, CDNOW, &mut notes).await.unwrap();
        assert_eq!(notes.rejects, []);
        assert_eq!((first.members, first.purchases, first.items, first.amount), KNOWN);
        assert_eq!(totals(&market).await, KNOWN);
        let second = run(&market, CDNOW, &mut Notes::default()).await.unwrap();
        assert_eq!((second.purchases, second.known, second.members), (0, 6919, 0));
        assert_eq!(totals(&market).await, KNOWN);
    }
}

on_each! {
    async fn stopping_anywhere_and_starting_again_ends_the_same(market) {
        for turns in [1, 5, 17] {
            let mut notes = Notes { stop_after: Some(turns), ..Notes::default() };
            run(&market, CDNOW, &mut notes).await.unwrap();
        }
        run(&market, CDNOW, &mut Notes::default()).await.unwrap();
        assert_eq!(totals(&market).await, KNOWN);
    }
}

on_each! {
    async fn broken_lines_are_told_and_good_ones_go_in(market) {
        let long = "9".repeat(10 << 20);
        let mut file = Vec::new();
        for line in [
            "customer,date,items,amount",
            "0001,2026-02-01,2,29.33",
            "0001,2026-13-01,2,29.33",
            "0001,2026-02-02,2,-3",
            "0001,2026-02-02,2,99999999999999999999",
            ",2026-02-02,2,5",
            "0002,2026-02-02,x,5",
            "0002,2026-02-02,1,1.234",
            &format!("0003,2026-02-02,1,{long}"),
            "0004;2026-02-02;1;5",
            "\"0005,2026-02-02,1,5",
            "0006,2126-02-02,1,5",
            "",
            "0007,2026-02-03,1,5.00",
        ] {
            file.extend_from_slice(line.as_bytes());
            file.push(b'\n');
        }
        file.extend_from_slice(b"\xff\xfe,2026-02-02,1,5\n0008,2026/2/4,1,7.5");
        let mut notes = Notes::default();
        let summary = run(&market, &file, &mut notes).await.unwrap();
        assert_eq!((summary.purchases, summary.members, summary.amount), (3, 3, 4183));
        let told: Vec<_> = notes.rejects.iter().map(|r| (r.line, r.reason)).collect();
        assert_eq!(
            told,
            [
                (3, "date_wrong"),
                (4, "amount_negative"),
                (5, "amount_too_large"),
                (6, "customer_missing"),
                (7, "items_wrong"),
                (8, "amount_ambiguous"),
                (9, "line_too_long"),
                (10, "columns_missing"),
                (11, "quotes_open"),
                (12, "date_wrong"),
                (15, "not_utf8"),
            ]
        );
        assert!(notes.rejects.iter().all(|reject| reject.row.chars().count() <= 500));
    }
}

on_each! {
    async fn a_file_without_its_columns_is_refused_whole(market) {
        for file in ["", "\n", "name,phone\nAna,1", "\u{feff}"] {
            let error = run(&market, file.as_bytes(), &mut Notes::default()).await.unwrap_err();
            assert!(matches!(error, Error::Invalid(_)), "{file:?}: {error:?}");
        }
        assert!(Mapping::parse(["amount=Total", "who=Ana"]).is_err());
        let mapping = Mapping::parse(["amount=Sum paid"]).unwrap();
        let options = Options { store: Some(market.store), dry: true };
        let file = Cursor::new("Cliente;Fecha;Sum paid\n7;2026-02-01;12,50\n");
        let summary =
            purchases(&market.ground.db, &market.scope(), file, &mapping, &options, &mut Notes::default())
                .await
                .unwrap();
        assert_eq!((summary.rows, summary.purchases, summary.rejects), (1, 0, 0));
        assert_eq!(totals_none(&market).await, 0);
    }
}

async fn totals_none(market: &Market) -> i64 {
    use ::store::{Read as _, args};
    let mut db = market.ground.db.read().await.unwrap();
    let row = db.row("SELECT COUNT(*) AS n FROM purchase WHERE org = $1", args![market.org]).await;
    row.unwrap().unwrap().get("n").unwrap()
}

on_each! {
    async fn the_nightly_file_completes_taps_and_typed_purchases(market) {
        run(&market, b"customer,date,amount,reference\n77,2026-03-01,1.00,A1\n", &mut Notes::default()).await.unwrap();
        let member = {
            use ::store::{Read as _, args};
            let mut db = market.ground.db.read().await.unwrap();
            let row = db.row("SELECT member FROM customer WHERE org = $1", args![market.org]).await;
            row.unwrap().unwrap().get("member").unwrap()
        };
        let tap = NewVisit { member, store: market.store, staff: None, at: None };
        let visit = market.turn(async |tx| visits::record(tx, tap).await).await.unwrap().visit;
        let file = b"customer,date,amount,reference\n77,2026-03-02,38.50,A2\n";
        let summary = run(&market, file, &mut Notes::default()).await.unwrap();
        assert_eq!((summary.purchases, summary.visits), (1, 1));
        let again = run(&market, file, &mut Notes::default()).await.unwrap();
        assert_eq!((again.known, again.visits), (1, 0));
        let typed = NewPurchase {
            member: Some(member), store: market.store, staff: None, amount: 500, items: 1, at: None,
            reference: None, source: Source::Counter,
            lines: Vec::new(),
            points: None,
            vouchers: Vec::new(),
            prices: Prices::AsTold,
        };
        let typed = market.turn(async |tx| record(tx, typed).await).await.unwrap();
        let file = b"customer,date,amount,reference\n77,2026-03-02,5.00,A3\n77,2026-03-02,5.00,A4\n";
        let summary = run(&market, file, &mut Notes::default()).await.unwrap();
        assert_eq!((summary.settled, summary.purchases), (1, 1));
        let again = run(&market, file, &mut Notes::default()).await.unwrap();
        assert_eq!((again.known, again.purchases, again.settled), (2, 0, 0));
        let mut db = market.ground.db.read().await.unwrap();
        let typed = crate::purchases::require(&mut db, market.org, typed.id).await.unwrap();
        assert_eq!(typed.reference.as_deref(), Some("A3"));
        let visit = visits::require(&mut db, market.org, visit.id).await.unwrap();
        assert!(visit.purchase.is_some());
    }
}

on_each! {
    async fn a_file_earns_points_as_of_each_day_whatever_the_order_of_its_lines(market) {
        let terms = Terms { expiry: Expiry::Never, ..points_tests::terms() };
        let program = points_tests::open(&market, terms).await;
        run(&market, CDNOW, &mut Notes::default()).await.unwrap();
        let known = sums(&market).await;
        // Counted by hand from the file: one for each whole dollar of each purchase.
        assert_eq!(known, (2349, 239_444, 239_444));
        run(&market, CDNOW, &mut Notes::default()).await.unwrap();
        assert_eq!(sums(&market).await, known, "a second run changes nothing");

        // The same file from its end, in a shop next door.
        let next_door = Market::open(market.ground.db.engine()).await;
        let terms = Terms { expiry: Expiry::Never, ..points_tests::terms() };
        let there = points_tests::open(&next_door, terms).await;
        let mut lines: Vec<&str> = std::str::from_utf8(CDNOW).unwrap().lines().collect();
        lines[1..].reverse();
        run(&next_door, lines.join("\n").as_bytes(), &mut Notes::default()).await.unwrap();
        assert_eq!(sums(&next_door).await, known, "{program} {there}");
        for market in [&market, &next_door] {
            let mut db = market.ground.db.read().await.unwrap();
            let report = ledger::audit(&mut db, market.org, |_| ()).await.unwrap();
            assert!(report.difference.is_none(), "{report:?}");
        }
    }
}

/// People with points, points earned by entries, and points in the ledger's open lots.
async fn sums(market: &Market) -> (i64, i64, i64) {
    use ::store::{Read as _, args};
    let mut db = market.ground.db.read().await.unwrap();
    let sql = "SELECT
        (SELECT COUNT(*) FROM points_standing WHERE org = $1 AND balance > 0) AS people,
        (SELECT CAST(SUM(points) AS BIGINT) FROM points_entry
         WHERE org = $1 AND kind = 'earned') AS earned,
        (SELECT CAST(SUM(amount) AS BIGINT) FROM lot WHERE org = $1) AS open";
    let row = db.row(sql, args![market.org]).await.unwrap().unwrap();
    let get = |name: &str| row.get::<i64>(name).unwrap();
    (get("people"), get("earned"), get("open"))
}
