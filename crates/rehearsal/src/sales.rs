//! The flash sale of a Friday evening: a dozen bags of beans, gone in a minute, and most of them collected.

use std::time::Duration;

use kernel::{FlashSaleId, GiftId, Lang, MemberId, Result, VoucherId};
use play::{
    activities::{Limits, Plan},
    flash_sales::{self, Claiming, Terms, actions::Draft, waiting},
};
use value::{
    bills::{self, Benefit, Whom},
    gifts::{self, actions::NewGift},
    vouchers::{self, Redeem},
    words::Words,
};
use web::shops;

use crate::{crowd::Person, engine::Engine};

/// Bags of a Friday, and of the sale that is on when the demo is looked at.
const FRIDAY: i64 = 12;
const TODAY: i64 = 20;
/// People of today's, so that some are left.
const TAKEN_TODAY: usize = 14;
/// Of a Friday's bags, those that are collected.
const COLLECTED: usize = 9;
const HOUR: Duration = Duration::from_secs(3600);

/// What was taken of the last sale, and where the bags come from.
#[derive(Default)]
pub struct Sales {
    beans: Option<GiftId>,
    taken: Vec<VoucherId>,
}

impl Sales {
    /// Friday at five: who is quick has one, three more wait.
    pub async fn friday(&mut self, engine: &Engine<'_>, crowd: &[Person]) -> Result<()> {
        let people = here(crowd);
        let sale = self.open(engine, FRIDAY).await?;
        let quick = usize::try_from(FRIDAY).unwrap_or(0);
        self.taken.clear();
        // Others are quick every week.
        let shift = people.len() / 3;
        for member in people.iter().cycle().skip(shift).take(quick.min(people.len())) {
            self.taken.extend(claim(engine, sale, *member).await?);
        }
        let late = people.iter().skip(people.len().saturating_sub(3));
        for member in late {
            wait(engine, sale, *member).await?;
        }
        Ok(())
    }

    /// On the way home most of them collect theirs.
    pub async fn collect(&mut self, engine: &Engine<'_>) -> Result<()> {
        let Some((store, staff)) = engine.behind(0) else { return Ok(()) };
        let scope = engine.acting_as(Some(staff));
        for voucher in self.taken.drain(..).take(COLLECTED) {
            let redeem = Redeem { voucher, store: Some(store), staff: Some(staff) };
            match engine.db.write(&scope, async |tx| vouchers::redeem(tx, redeem).await).await {
                // Who was in the shop since has it already.
                Ok(_) | Err(kernel::Error::Refused(_)) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// The one that is on.
    pub async fn today(&mut self, engine: &Engine<'_>, crowd: &[Person]) -> Result<()> {
        let sale = self.open(engine, TODAY).await?;
        for member in here(crowd).into_iter().take(TAKEN_TODAY) {
            claim(engine, sale, member).await?;
        }
        Ok(())
    }

    async fn open(&mut self, engine: &Engine<'_>, pieces: i64) -> Result<FlashSaleId> {
        let known = self.beans;
        let scope = engine.acting_as(None);
        let run = async |tx: &mut store::Tx| {
            let shop = shops::require(tx, tx.org()).await?;
            let gift = match known {
                Some(gift) => {
                    gifts::restock(tx, gift, pieces).await?;
                    gift
                }
                None => {
                    let new = NewGift { details: beans(), stock: pieces, playbook_key: None };
                    gifts::create(tx, new).await?
                }
            };
            let now = tx.now();
            let mut name = Words::one(Lang::En, "Friday beans");
            *name.slot(Lang::Zh) = "周五咖啡豆".into();
            *name.slot(Lang::Es) = "El café del viernes".into();
            let plan = Plan {
                name,
                whom: Whom::Members,
                opens_at: now,
                closes_at: now.plus(HOUR * 2),
                cost: None,
                limits: Limits { per_member: 1, per_day: None },
                budget: None,
            };
            let terms = Terms { gift, pieces, hold_minutes: 90, offer_minutes: 20 };
            let id = flash_sales::create(tx, &shop, Draft { plan, terms }).await?;
            flash_sales::open(tx, &shop, id).await?;
            Ok((id, gift))
        };
        let (sale, gift) = engine.db.write(&scope, run).await?.value;
        self.beans = Some(gift);
        Ok(sale)
    }
}

/// Who is a member and still comes.
pub fn here(crowd: &[Person]) -> Vec<MemberId> {
    crowd.iter().filter(|person| !person.gone).filter_map(|person| person.member).collect()
}

async fn claim(
    engine: &Engine<'_>,
    sale: FlashSaleId,
    member: MemberId,
) -> Result<Option<VoucherId>> {
    let scope = engine.acting(kernel::Actor::Member(member));
    let claiming = Claiming { sale, member, store: None, staff: None };
    let run = async |tx: &mut store::Tx| {
        let shop = shops::require(tx, tx.org()).await?;
        flash_sales::claim(tx, &shop, claiming).await
    };
    match engine.db.write(&scope, run).await {
        Ok(taken) => Ok(Some(taken.value.voucher)),
        Err(kernel::Error::Refused(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

async fn wait(engine: &Engine<'_>, sale: FlashSaleId, member: MemberId) -> Result<()> {
    let scope = engine.acting(kernel::Actor::Member(member));
    let run = async |tx: &mut store::Tx| {
        let shop = shops::require(tx, tx.org()).await?;
        waiting::wait(tx, &shop, sale, member).await
    };
    match engine.db.write(&scope, run).await {
        Ok(_) | Err(kernel::Error::Refused(_)) => Ok(()),
        Err(error) => Err(error),
    }
}

fn beans() -> gifts::Details {
    gifts::Details {
        kind: gifts::Kind::Reward,
        name: Words {
            en: "Bag of coffee beans, 250 g".into(),
            zh: "咖啡豆 250 克".into(),
            es: "Bolsa de café en grano, 250 g".into(),
        },
        packing: Words::default(),
        cost: 2200,
        perceived: 4800,
        per_member: 0,
        valid_days: Some(7),
        stores: Vec::new(),
        returns: true,
        series: None,
        terms: bills::Terms::of(Benefit::Thing),
    }
}
