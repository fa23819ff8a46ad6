//! Figures against an own count, on both engines, from events as the other wings emit them.

use std::{collections::HashMap, time::Duration};

use jiff::tz::TimeZone;
use kernel::{
    GiftId, GroupId, Lang, LinkId, MemberId, OrgId, PageRequest, Role, Scope, SeriesId, StoreId,
    scope::Remit,
};
use people::events::{MemberAdded, MemberErased, MemberJoined, MemberMerged};
use store::{
    Engine, Read as _, Registry, Tx, args, sql,
    testing::{Ground, MORNING, engines, ground},
};
use web::{App, Settings, Shop, rates, sessions, shops};

use crate::{
    facts::{
        heard,
        model::{By, Day, Kind},
    },
    figures::{self, Asked, model::Funnel},
};

fn migrations() -> Vec<store::Migration> {
    // Lists of facts ask which members whoever looks may see.
    let mut all = [store::MIGRATIONS, web::MIGRATIONS, people::members::MIGRATIONS].concat();
    for slice in crate::slices() {
        all.extend_from_slice(slice.migrations);
    }
    all
}

fn registry() -> Registry {
    let mut registry = Registry::default();
    for slice in crate::slices() {
        (slice.register)(&mut registry);
    }
    registry
}

struct Market {
    ground: Ground,
    scope: Scope,
    shop: Shop,
    store: StoreId,
    group: GroupId,
    link: LinkId,
    gift: GiftId,
}

async fn market(engine: Engine) -> Market {
    let ground = ground(engine, &migrations(), registry()).await;
    let scope = ground.scope();
    let world = &ground.world;
    let shop = Shop {
        org: scope.org(),
        slug: format!("market-{}", scope.org().bare().to_lowercase()),
        name: "Fresh Market".into(),
        currency: "CNY".parse().unwrap(),
        zone: TimeZone::get("Asia/Shanghai").unwrap(),
        country: "CN".into(),
        lang: Lang::En,
        accent: "1e7c3c".into(),
        playing: false,
        created_at: MORNING,
    };
    ground.db.write(&scope, async |tx| shops::insert(tx, &shop).await).await.unwrap();
    let (store, group, link, gift) = (world.id(), world.id(), world.id(), world.id());
    Market { ground, scope, shop, store, group, link, gift }
}

impl Market {
    fn joined(&self, member: MemberId, source: &str) -> MemberJoined {
        MemberJoined {
            member,
            membership: self.ground.world.id(),
            group: self.group,
            series: self.ground.world.id::<kernel::kinds::Series>() as SeriesId,
            store: Some(self.store),
            link: Some(self.link),
            source: source.into(),
            staff: None,
            new: true,
        }
    }
    async fn tell(&self, tell: impl AsyncFnOnce(&mut Tx) -> kernel::Result<()>) {
        self.ground.db.write(&self.scope, tell).await.unwrap();
    }
    fn purchase(&self, member: Option<MemberId>, amount: i64) -> heard::PurchaseRecorded {
        heard::PurchaseRecorded {
            member,
            store: Some(self.store),
            staff: None,
            amount,
            items: 1,
            first: false,
            at: None,
        }
    }
    fn redeemed(&self, member: MemberId) -> heard::VoucherRedeemed {
        heard::VoucherRedeemed {
            gift: Some(self.gift),
            member: Some(member),
            cost: 300,
            store: Some(self.store),
            staff: None,
        }
    }
    fn filter(&self, asked: &Asked) -> crate::figures::Filter {
        let today = Day::of(self.ground.world.now(), &self.shop.zone);
        asked.understand(&self.scope, today).unwrap()
    }
    /// A crowd of people of whom every second is brought by the poster, with known answers.
    async fn crowd(&self, count: usize) {
        for n in 0..count {
            let member: MemberId = self.ground.world.id();
            let source = if n % 2 == 0 { "poster" } else { "till" };
            self.tell(async |tx| {
                let added = MemberAdded {
                    member,
                    store: Some(self.store),
                    source: source.into(),
                    staff: None,
                };
                tx.emit(&added)?;
                tx.emit(&self.joined(member, source))?;
                if n % 3 == 0 {
                    tx.emit(&self.redeemed(member))?;
                }
                for _ in 0..n % 4 {
                    tx.emit(&self.purchase(Some(member), 1000))?;
                }
                Ok(())
            })
            .await;
            self.ground.clock.advance(Duration::from_secs(3 * 3600));
        }
        self.ground.db.settle().await.unwrap();
    }
}

#[tokio::test]
async fn figures_are_what_happened() {
    for engine in engines() {
        let market = market(engine).await;
        market.crowd(48).await;
        let org = market.shop.org;
        let mut db = market.ground.db.read().await.unwrap();
        let sums = figures::sums(&mut db, org, &market.filter(&Asked::default())).await.unwrap();
        assert_eq!(sums.of(Kind::Join).count, 48);
        assert_eq!(sums.of(Kind::Redemption).count, 16);
        assert_eq!(sums.of(Kind::Redemption).amount, 16 * 300);
        assert_eq!(sums.of(Kind::Purchase).count, 12 * (1 + 2 + 3));
        assert_eq!(sums.of(Kind::Purchase).amount, 72_000);
        let funnel = Funnel::of(&sums);
        assert_eq!((funnel.known, funnel.joined, funnel.received), (48, 48, 16));
        assert_eq!((funnel.bought, funnel.again), (36, 24));
        // Everybody who redeemed or bought took part, once.
        assert_eq!(funnel.took_part, (0..48).filter(|n| n % 3 == 0 || n % 4 > 0).count() as i64);
        let lines = figures::breakdown(&mut db, org, By::Source, &market.filter(&Asked::default()))
            .await
            .unwrap();
        let joins: HashMap<_, _> =
            lines.iter().map(|line| (line.key.as_str(), line.sums.of(Kind::Join).count)).collect();
        assert_eq!((joins["poster"], joins["till"]), (24, 24));
    }
}

#[tokio::test]
async fn a_figure_equals_the_list_it_opens() {
    for engine in engines() {
        let market = market(engine).await;
        market.crowd(60).await;
        let asked =
            Asked { source: Some("poster".into()), days: Some("5".into()), ..Asked::default() };
        let filter = market.filter(&asked);
        let mut db = market.ground.db.read().await.unwrap();
        let sums = figures::sums(&mut db, market.shop.org, &filter).await.unwrap();
        for kind in Kind::ALL {
            let mut page = PageRequest { limit: Some("7".into()), cursor: None };
            let (mut count, mut amount, mut seen) = (0, 0, Vec::new());
            for _ in 0..100 {
                let part =
                    figures::facts(&mut db, market.shop.org, kind, &filter, &page).await.unwrap();
                count += part.items.iter().map(|fact| fact.pieces).sum::<i64>();
                amount += part.items.iter().map(|fact| fact.amount).sum::<i64>();
                seen.extend(part.items.iter().map(|fact| fact.number));
                page.cursor = part.next_cursor;
                if page.cursor.is_none() {
                    break;
                }
            }
            let mut unique = seen.clone();
            unique.sort_unstable();
            unique.dedup();
            assert_eq!(unique.len(), seen.len(), "{kind}: a page repeats a row");
            assert_eq!((count, amount), (sums.of(kind).count, sums.of(kind).amount), "{kind}");
        }
    }
}

#[tokio::test]
async fn two_who_are_one_are_counted_once() {
    for engine in engines() {
        let market = market(engine).await;
        market.crowd(8).await;
        let filter = market.filter(&Asked::default());
        let mut db = market.ground.db.read().await.unwrap();
        let before = figures::sums(&mut db, market.shop.org, &filter).await.unwrap();
        let (ana, anna): (MemberId, MemberId) =
            (market.ground.world.id(), market.ground.world.id());
        for (member, amount) in [(ana, 1000), (anna, 700)] {
            market
                .tell(async |tx| {
                    let (store, source) = (Some(market.store), "till".to_owned());
                    tx.emit(&MemberAdded { member, store, source, staff: None })?;
                    tx.emit(&market.redeemed(member))?;
                    tx.emit(&market.purchase(Some(member), amount))
                })
                .await;
            market.ground.clock.advance(Duration::from_secs(86_400));
        }
        market.tell(async |tx| tx.emit(&MemberMerged { member: anna, merged: ana })).await;
        market.tell(async |tx| tx.emit(&market.purchase(Some(anna), 50))).await;
        market.ground.db.settle().await.unwrap();
        let filter = market.filter(&Asked::default());
        let after = figures::sums(&mut db, market.shop.org, &filter).await.unwrap();
        let more = |kind| {
            let (one, other) = (after.of(kind), before.of(kind));
            (one.count - other.count, one.amount - other.amount)
        };
        for (kind, expected) in [
            (Kind::Known, (1, 0)),
            (Kind::TookPart, (1, 0)),
            (Kind::Received, (1, 0)),
            // The earlier of the two first purchases stays the first; with the other they bought again.
            (Kind::FirstPurchase, (1, 1000)),
            (Kind::Again, (1, 0)),
            (Kind::Purchase, (3, 1750)),
            (Kind::Redemption, (2, 600)),
        ] {
            assert_eq!(more(kind), expected, "{kind}");
        }
        let sql = sql!("SELECT COUNT(*) AS n FROM fact WHERE org = $1 AND member = $2");
        let left = db.row(sql, args![market.shop.org, ana]).await.unwrap().unwrap();
        assert_eq!(left.get::<i64>("n").unwrap(), 0);
    }
}

#[tokio::test]
async fn what_is_undone_is_taken_off_and_a_person_erased_leaves_the_figures_whole() {
    for engine in engines() {
        let market = market(engine).await;
        let member: MemberId = market.ground.world.id();
        market
            .tell(async |tx| {
                tx.emit(&market.joined(member, "till"))?;
                tx.emit(&market.redeemed(member))?;
                tx.emit(&market.purchase(Some(member), 5000))?;
                tx.emit(&heard::RedemptionUndone {
                    gift: Some(market.gift),
                    member: Some(member),
                    cost: 300,
                    store: Some(market.store),
                    staff: None,
                })?;
                tx.emit(&heard::PurchaseWithdrawn {
                    member: Some(member),
                    store: Some(market.store),
                    amount: 5000,
                })?;
                tx.emit(&MemberErased { member })
            })
            .await;
        market.ground.db.settle().await.unwrap();
        let mut db = market.ground.db.read().await.unwrap();
        let sums = figures::sums(&mut db, market.shop.org, &market.filter(&Asked::default()))
            .await
            .unwrap();
        for kind in [Kind::Redemption, Kind::Purchase] {
            assert_eq!((sums.of(kind).count, sums.of(kind).amount), (0, 0), "{kind}");
        }
        assert_eq!(sums.of(Kind::Join).count, 1);
        let left = db
            .row(
                sql!("SELECT COUNT(*) AS n FROM person_stage WHERE org = $1"),
                args![market.shop.org],
            )
            .await
            .unwrap();
        assert_eq!(left.unwrap().get::<i64>("n").unwrap(), 0);
    }
}

#[tokio::test]
async fn what_comes_back_is_taken_off_what_was_bought() {
    for engine in engines() {
        let market = market(engine).await;
        let member: MemberId = market.ground.world.id();
        let bought = async || {
            market.ground.db.settle().await.unwrap();
            let mut db = market.ground.db.read().await.unwrap();
            let filter = market.filter(&Asked::default());
            let sums = figures::sums(&mut db, market.shop.org, &filter).await.unwrap();
            (sums.of(Kind::Purchase).count, sums.of(Kind::Purchase).amount)
        };
        let returned = |amount, whole| heard::PurchaseReturned {
            member: Some(member),
            store: Some(market.store),
            amount,
            whole,
        };
        market
            .tell(async |tx| {
                tx.emit(&market.joined(member, "till"))?;
                tx.emit(&market.purchase(Some(member), 5000))?;
                tx.emit(&returned(2000, false))
            })
            .await;
        assert_eq!(bought().await, (1, 3000));
        market.tell(async |tx| tx.emit(&returned(3000, true))).await;
        assert_eq!(bought().await, (0, 0));
    }
}

#[tokio::test]
async fn another_org_sees_nothing_of_it() {
    for engine in engines() {
        let market = market(engine).await;
        market.crowd(5).await;
        let stranger: OrgId = market.ground.world.id();
        let mut db = market.ground.db.read().await.unwrap();
        let filter = market.filter(&Asked { days: Some("30".into()), ..Asked::default() });
        assert!(figures::sums(&mut db, stranger, &filter).await.unwrap().0.is_empty());
        assert_eq!(figures::people(&mut db, stranger, &filter).await.unwrap().all, 0);
    }
}

/// A page as somebody of staff gets it.
async fn page(market: &Market, role: Role, remit: Remit, path: &str) -> (u16, String) {
    use http_body_util::BodyExt as _;
    use tower::ServiceExt as _;
    let token = market
        .ground
        .db
        .write(&market.scope, async |tx| {
            let opening = sessions::Opening {
                kind: sessions::Kind::Staff,
                subject: tx.world().uuid(),
                name: "Mei".into(),
                role: Some(role),
                remit: remit.clone(),
                proven: true,
                store: None,
                device: String::new(),
            };
            sessions::open(tx, opening).await
        })
        .await
        .unwrap()
        .value;
    let settings = Settings {
        base_url: "http://127.0.0.1".into(),
        behind_proxy: false,
        rates: rates::Limits::OPEN,
    };
    let slices = crate::slices();
    let app = App::new(market.ground.db.clone(), settings, &slices);
    let router = web::server::build(app, slices, utoipa::openapi::OpenApi::default);
    let request = axum::http::Request::get(path)
        .header("cookie", format!("{}={token}", sessions::Kind::Staff.cookie()))
        .body(axum::body::Body::empty())
        .unwrap();
    let response = router.oneshot(request).await.unwrap();
    let status = response.status().as_u16();
    let body = response.into_body().collect().await.unwrap().to_bytes();
    (status, String::from_utf8(body.to_vec()).unwrap())
}

#[tokio::test]
async fn pages_answer_every_question_with_a_page() {
    let market = market(Engine::Sqlite).await;
    let (status, empty) = page(&market, Role::Owner, Remit::Everything, "/console").await;
    assert_eq!(status, 200);
    assert!(empty.contains("first regulars"), "the empty page teaches");
    market.crowd(30).await;
    let store = market.store;
    for (path, expected) in [
        ("/console", 200),
        ("/console?days=7&lang=zh-CN", 200),
        ("/console?days=0", 422),
        ("/console/figures", 200),
        ("/console/figures?by=store&days=365&lang=es", 200),
        ("/console/figures?by=group&csv=1", 200),
        ("/console/figures/join", 200),
        ("/console/figures/purchase?csv=1", 200),
        ("/console/figures/join?limit=100000", 422),
        ("/console/figures/join?cursor=5b5d", 422),
        ("/console/figures/join?from=tomorrow", 422),
        ("/console/figures/nothing", 404),
        ("/console/figures?store=sto_00000000000000000000000000", 200),
    ] {
        let (status, body) = page(&market, Role::Owner, Remit::Everything, path).await;
        assert_eq!(status, expected, "{path}: {body}");
        assert!(body.len() < 50_000, "{path} weighs {} bytes", body.len());
    }
    let own = Remit::Stores(vec![store]);
    let (status, _) =
        page(&market, Role::Manager, own.clone(), &format!("/console/figures?store={store}")).await;
    assert_eq!(status, 200);
    let foreign: StoreId = market.ground.world.id();
    let (status, _) =
        page(&market, Role::Manager, own, &format!("/console/figures?store={foreign}")).await;
    assert_eq!(status, 404);
    let (status, _) = page(&market, Role::Cashier, Remit::Everything, "/console/figures").await;
    assert_eq!(status, 403);
}
