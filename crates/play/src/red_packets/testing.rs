//! Packets for tests: a shop that keeps wallets, a program of points, and packets of all three sorts.

use kernel::{MemberId, ProgramId, RedPacketId, Result};
use value::{
    gifts, laws,
    points::{
        self,
        engine::{Expiry, Limits as PointLimits, Returns, Terms as PointTerms},
    },
    wallets,
    words::Words,
};

use super::{
    Got, Grabbing,
    accounts::Purse,
    actions::{self, Draft},
    asked::{self, Shown},
    model::{Figures, Gives, RedPacket, Share, Split, Terms},
    sealing, store,
};
use crate::testing::Fair;

impl Fair {
    /// The shop takes money into wallets.
    pub async fn with_wallets(&self) {
        let plan = wallets::Plan { state: gifts::State::Open, ..wallets::Plan::default() };
        let law = wallets::laws::of(&laws::model::of_country("CN"));
        let plan = plan.made_lawful(law.as_ref());
        self.turn(async |tx| wallets::actions::keep(tx, plan).await).await.unwrap();
    }
    /// A program whose points stay.
    pub async fn program(&self) -> ProgramId {
        let terms = PointTerms {
            unit: Words { en: "points".into(), ..Words::default() },
            rules: Vec::new(),
            boosts: Vec::new(),
            limits: PointLimits::default(),
            pending_days: 0,
            expiry: Expiry::Never,
            returns: Returns::WithinBalance,
            worth: None,
            notice_days: 0,
        };
        let name = Words { en: "Points".into(), ..Words::default() };
        self.turn(async |tx| points::create(tx, name, terms).await).await.unwrap()
    }
    /// A random packet of this; its smallest share is one.
    pub fn packed(&self, gives: Gives, (total, shares): (i64, i64)) -> Draft {
        let plan = self.draft(1).plan;
        Draft { plan, terms: Terms { gives, total, shares, split: Split::Random, least: 1 } }
    }
    pub async fn packet(&self, draft: Draft) -> RedPacketId {
        self.turn(async |tx| {
            let id = actions::create(tx, &self.shop, draft).await?;
            actions::open(tx, &self.shop, id).await?;
            Ok(id)
        })
        .await
        .unwrap()
    }
    /// An open one with money.
    pub async fn money(&self, of: (i64, i64)) -> RedPacketId {
        self.with_wallets().await;
        self.packet(self.packed(Gives::Money, of)).await
    }
    pub async fn grab(&self, packet: RedPacketId, member: MemberId) -> Result<Got> {
        let grabbing = Grabbing { packet, member, store: None, staff: None };
        self.turn(async |tx| super::grab(tx, &self.shop, grabbing).await).await
    }
    pub async fn read_packet(&self, id: RedPacketId) -> RedPacket {
        let mut db = self.ground.db.read().await.unwrap();
        crate::activities::require(&mut db, self.org, id).await.unwrap()
    }
    pub async fn packet_shown(&self, id: RedPacketId) -> (Shown, Figures) {
        let mut db = self.ground.db.read().await.unwrap();
        let shown = asked::require(&mut db, self.org, id).await.unwrap();
        let figures = asked::figures(&mut db, &self.shop, &shown).await.unwrap();
        (shown, figures)
    }
    /// What is in the pool, what people got of it, and what came from the shop for all packets alike.
    pub async fn pool(&self, packet: &RedPacket) -> (i64, i64, i64) {
        let (packet, gives) = (packet.id, packet.terms.gives);
        let purse = Purse { packet, gives, currency: self.shop.currency };
        let mut db = self.ground.db.read().await.unwrap();
        let mut of = [0; 3];
        let accounts = [purse.pool(), purse.opened(), purse.source()];
        for (balance, account) in of.iter_mut().zip(accounts) {
            let key = account.unwrap().key;
            *balance = ledger::balance_of(&mut db, self.org, &key).await.unwrap();
        }
        of.into()
    }
    pub async fn split(&self, packet: RedPacketId) -> Vec<i64> {
        let mut db = self.ground.db.read().await.unwrap();
        store::split(&mut db, self.org, packet).await.unwrap()
    }
    /// In the order in which they were taken.
    pub async fn shares(&self, packet: RedPacketId) -> Vec<Share> {
        let mut db = self.ground.db.read().await.unwrap();
        let page = kernel::PageRequest { limit: Some("200".into()), cursor: None };
        store::shares(&mut db, self.org, packet, &page).await.unwrap().items
    }
    pub async fn split_of(&self, packet: RedPacketId) -> Result<String> {
        let packet = self.read_packet(packet).await;
        let mut db = self.ground.db.read().await.unwrap();
        sealing::proof(&mut db, self.org, &packet).await
    }
    /// What somebody has of what a packet gives.
    pub async fn has(&self, gives: Gives, member: MemberId) -> i64 {
        let mut db = self.ground.db.read().await.unwrap();
        match gives {
            Gives::Money => wallets::wallet(&mut db, self.org, member).await.unwrap().balance.bonus,
            Gives::Points { program } => {
                let all = points::holdings(&mut db, &self.shop, self.now(), member).await.unwrap();
                let one = all.iter().find(|holding| holding.known.program.id == program);
                one.map_or(0, |holding| holding.standing.balance())
            }
            Gives::Vouchers { .. } => {
                let all = value::vouchers::of_member(&mut db, self.org, member).await.unwrap();
                all.len() as i64
            }
        }
    }
}
