//! The whole way of a flash sale: a program's key, who may take part, the limits, the price in points, the
//! voucher, the event with what is left, and an idempotency key for each claim.

use std::{
    net::SocketAddr,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use axum::Router;
use kernel::{
    FlashSaleId, Lang, MemberId, OrgId, Scope, SeededChance, TestClock, Time, World, permission,
};
use people::{api_keys, members, orgs};
use play::{
    activities::{Cost, Limits, Plan},
    flash_sales::{self, FlashSale, Terms, actions::Draft},
};
use regulars::house::{self, House};
use store::{Config, Place, Tx};
use value::{
    bills::{self, Benefit, Whom},
    gifts::{self, Details, Kind, actions::NewGift, model::MOST_PIECES},
    points::{
        self,
        engine::{self, Expiry, Returns},
    },
    words::Words,
};
use web::{Settings, Shop, rates, shops};

use crate::load::{Ask, Target};

/// What a claim costs.
const POINTS: i64 = 10;
/// How many members a turn of the making has.
const AT_ONCE: usize = 100;

/// A shop with a sale that is open.
pub struct Flash {
    house: House,
    org: OrgId,
    key: String,
    sale: FlashSaleId,
    members: Vec<MemberId>,
    next: AtomicUsize,
}

impl Flash {
    pub async fn open(file: &Path, many: usize) -> anyhow::Result<Arc<Self>> {
        let clock = TestClock::at(Time::from_micros(1_772_413_200_000_000));
        let chance = SeededChance::new(u64::from(std::process::id()) + 2);
        let world = World::new(Arc::new(clock), Arc::new(chance));
        let settings = Settings {
            base_url: "http://127.0.0.1".into(),
            behind_proxy: false,
            rates: rates::Limits::OPEN,
        };
        let house = house::open(&Config::new(Place::File(file.into())), settings, world).await?;
        let set_up = orgs::SetUp {
            name: "Fresh Market".into(),
            slug: Some("fresh".into()),
            currency: "CNY".into(),
            time_zone: "Asia/Shanghai".into(),
            country: "CN".into(),
            owner_name: "Wang Li".into(),
            email: "owner@fresh.example".into(),
            password: "correct horse battery".into(),
            ..orgs::SetUp::default()
        };
        let (org, _) = orgs::set_up(house.db(), set_up).await?;
        let scopes: Vec<String> = permission::scopes().iter().map(|&one| one.to_owned()).collect();
        let (_, key) = api_keys::create(house.db(), org, "bench", &scopes).await?;
        let shop = shops::require(&mut house.db().read().await?, org).await?;
        let scope = Scope::system(org);
        let (sale, program) =
            house.db().write(&scope, async |tx| begin(tx, &shop).await).await?.value;
        let mut people = Vec::new();
        while people.len() < many.max(1) {
            let more = AT_ONCE.min(many.max(1) - people.len());
            let new = async |tx: &mut Tx| newcomers(tx, program, more).await;
            people.extend(house.db().write(&scope, new).await?.value);
        }
        Ok(Arc::new(Self { house, org, key, sale, members: people, next: AtomicUsize::new(0) }))
    }

    pub fn routes(&self) -> Router {
        self.house.router()
    }

    /// A claim for the members in turn, each with a key of its own.
    pub fn target(self: Arc<Self>, address: SocketAddr) -> Target {
        let path = format!("/api/v1/flash-sales/{}/claims", self.sale);
        let ask = move || {
            let number = self.next.fetch_add(1, Ordering::Relaxed);
            let member = self.members.get(number % self.members.len());
            let member = member.map(ToString::to_string).unwrap_or_default();
            let key = &self.key;
            Ask {
                head: format!("authorization: Bearer {key}\r\nidempotency-key: claim-{number}\r\n"),
                body: format!("{{\"member\":\"{member}\"}}"),
            }
        };
        Target { address, path, ask: Arc::new(ask) }
    }

    /// Every claim that was asked for is out of the pool, once.
    pub async fn check(&self) -> anyhow::Result<()> {
        let claimed = i64::try_from(self.next.load(Ordering::Relaxed))?;
        let left = async |tx: &mut Tx| {
            let sale: FlashSale = play::activities::require(tx, self.org, self.sale).await?;
            flash_sales::actions::left(tx, &sale).await
        };
        let left = self.house.db().write(&Scope::system(self.org), left).await?.value;
        anyhow::ensure!(left == MOST_PIECES - claimed, "{claimed} claims, {left} left");
        Ok(())
    }
}

/// A gift, a program of points and the sale.
async fn begin(tx: &mut Tx, shop: &Shop) -> kernel::Result<(FlashSaleId, kernel::ProgramId)> {
    let words = |text| Words::one(Lang::En, text);
    let details = Details {
        kind: Kind::Lead,
        name: words("A box of mangoes"),
        packing: Words::default(),
        cost: 300,
        perceived: 900,
        per_member: 0,
        valid_days: Some(60),
        stores: Vec::new(),
        returns: true,
        series: None,
        terms: bills::Terms::of(Benefit::Thing),
    };
    let gift =
        gifts::create(tx, NewGift { details, stock: MOST_PIECES, playbook_key: None }).await?;
    let terms = engine::Terms {
        unit: words("points"),
        rules: Vec::new(),
        boosts: Vec::new(),
        limits: engine::Limits::default(),
        pending_days: 0,
        expiry: Expiry::Never,
        returns: Returns::WithinBalance,
        worth: None,
        notice_days: 0,
    };
    let program = points::create(tx, words("Leaves"), terms).await?;
    let plan = Plan {
        name: words("Mangoes at noon"),
        whom: Whom::Members,
        opens_at: tx.now(),
        closes_at: tx.now().plus(Duration::from_hours(24)),
        cost: Some(Cost { program, points: POINTS }),
        limits: Limits { per_member: 1000, per_day: None },
        budget: None,
    };
    let terms = Terms { gift, pieces: MOST_PIECES, hold_minutes: 60, offer_minutes: 10 };
    let sale = flash_sales::create(tx, shop, Draft { plan, terms }).await?;
    flash_sales::open(tx, shop, sale).await?;
    Ok((sale, program))
}

/// So many people with points enough for all that they may have.
async fn newcomers(
    tx: &mut Tx,
    program: kernel::ProgramId,
    many: usize,
) -> kernel::Result<Vec<MemberId>> {
    let mut people = Vec::new();
    for _ in 0..many {
        let new = members::NewMember { name: "Chen".into(), ..members::NewMember::default() };
        let member = members::actions::add(tx, new.from("counter").agreed("counter", &[])).await?;
        let points = 1000 * POINTS;
        points::adjust(tx, points::Adjust { program, member, points, reason: "a start".into() })
            .await?;
        people.push(member);
    }
    Ok(people)
}
