//! A bakery with a ledger: accounts and postings in few words.

use std::time::Duration;

use kernel::{GiftId, MemberId, OrgId, PostingId, Scope, StampCardId, World};
use ledger::{Account, AccountKey, Posting, Unit};
use store::{
    Engine, Limits, Migration, Registry,
    testing::{Ground, PATIENT, ground_with},
};

pub fn migrations() -> Vec<Migration> {
    store::MIGRATIONS.iter().chain(ledger::MIGRATIONS).copied().collect()
}

pub fn registry() -> Registry {
    let mut registry = Registry::default();
    ledger::register(&mut registry);
    registry
}

/// What is asked at once shares one commit, however slow the machine is.
pub const TOGETHER: Limits = Limits { batch_for: Duration::from_secs(60), ..PATIENT };

/// One org of one shop, on a database of its own.
pub struct Shop {
    pub ground: Ground,
    pub wares: Wares,
}

impl Shop {
    pub async fn open(engine: Engine) -> Self {
        let ground = ground_with(engine, &migrations(), registry(), TOGETHER).await.unwrap();
        let wares = Wares::of(&ground.world);
        Self { ground, wares }
    }
}

impl std::ops::Deref for Shop {
    type Target = Wares;
    fn deref(&self) -> &Wares {
        &self.wares
    }
}

/// What a shop has to give.
pub struct Wares {
    pub world: World,
    pub org: OrgId,
    pub gift: GiftId,
    pub card: StampCardId,
}

impl Wares {
    pub fn of(world: &World) -> Self {
        Self { world: world.clone(), org: world.id(), gift: world.id(), card: world.id() }
    }
    pub fn scope(&self) -> Scope {
        Scope::system(self.org)
    }
    pub fn id(&self) -> PostingId {
        self.world.id()
    }
    pub fn member(&self) -> MemberId {
        self.world.id()
    }

    pub fn gift_unit(&self) -> Unit {
        Unit::pieces(&self.gift).unwrap()
    }
    pub fn supply(&self) -> Account {
        let key = AccountKey::of("supply", &[&self.gift]).unwrap();
        Account::issuing(key, self.gift_unit())
    }
    pub fn stock(&self) -> Account {
        let key = AccountKey::of("stock", &[&self.gift]).unwrap();
        Account::holding(key, self.gift_unit())
    }
    pub fn gifts_of(&self, member: MemberId) -> Account {
        let key = AccountKey::of("gifts", &[&member, &self.gift]).unwrap();
        Account::holding(key, self.gift_unit())
    }
    /// One gift each: nothing has to be funded first.
    pub fn allowance(&self, member: MemberId) -> Account {
        let key = AccountKey::of("allowance", &[&member, &self.gift]).unwrap();
        Account::limited(key, Unit::of("claim", &[&self.gift]).unwrap(), 1)
    }
    pub fn claimed(&self) -> Account {
        let key = AccountKey::of("claimed", &[&self.gift]).unwrap();
        Account::issuing(key, Unit::of("claim", &[&self.gift]).unwrap())
    }
    pub fn stamp_unit(&self) -> Unit {
        Unit::in_lots("stamp", &[&self.card]).unwrap()
    }
    pub fn stamps(&self) -> Account {
        Account::issuing(AccountKey::of("stamped", &[&self.card]).unwrap(), self.stamp_unit())
    }
    pub fn stamps_of(&self, member: MemberId) -> Account {
        let key = AccountKey::of("stamps", &[&member, &self.card]).unwrap();
        Account::holding(key, self.stamp_unit())
    }

    pub fn delivery(&self, pieces: i64) -> Posting {
        Posting::new(self.id(), "gifts.stocked", &self.gift).transfer(
            self.supply(),
            self.stock(),
            pieces,
        )
    }
    pub fn claim(&self, member: MemberId) -> Posting {
        Posting::new(self.id(), "gifts.given", &member)
            .transfer(self.stock(), self.gifts_of(member), 1)
            .transfer(self.allowance(member), self.claimed(), 1)
    }
}

/// Runs a test body on every engine at hand.
#[macro_export]
macro_rules! on_each {
    ($(#[$meta:meta])* async fn $name:ident($shop:ident) $body:block) => {
        $(#[$meta])*
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $name() {
            for engine in store::testing::engines() {
                let $shop = $crate::world::Shop::open(engine).await;
                $body
            }
        }
    };
}
