//! From an event to its facts and the person's stage.

use jiff::tz::TimeZone;
use kernel::{MemberId, Result, Time};
use people::events::{MemberAdded, MemberErased, MemberJoined, MemberLeft, MemberMerged};
use store::{Event, EventRow, Tx};
use web::shops;

use super::{
    heard::{
        GiftGiven, PostOpened, PurchaseRecorded, PurchaseReturned, PurchaseWithdrawn,
        RedemptionUndone, VisitRecorded, VisitWithdrawn, VoucherRedeemed,
    },
    merging,
    model::{Day, Fact, Kind, Origin},
    store::{self as rows, Person},
};

/// What one event says: facts, and the person as they stand afterwards.
struct Telling<'e> {
    event: &'e EventRow,
    zone: TimeZone,
    person: Option<Person>,
    facts: Vec<Fact>,
}

pub(super) async fn take(tx: &mut Tx, event: &EventRow) -> Result<()> {
    if let Some(erased) = event.read::<MemberErased>() {
        return rows::forget(tx, erased.member).await;
    }
    let zone = shops::require(tx, event.org).await?.zone;
    let day = Day::of(event.at, &zone);
    if let Some(merged) = event.read::<MemberMerged>() {
        return merging::take(tx, (event, day), &merged).await;
    }
    let person = match member_of(event) {
        Some(member) => Some(
            rows::person(tx, event.org, member).await?.unwrap_or_else(|| Person::new(member, day)),
        ),
        None => None,
    };
    let mut telling = Telling { event, zone, person, facts: Vec::new() };
    telling.tell();
    rows::add(tx, &telling.facts).await?;
    if let Some(person) = &telling.person {
        rows::keep(tx, person).await?;
    }
    Ok(())
}

fn member_of(event: &EventRow) -> Option<MemberId> {
    event.data.get("member")?.as_str()?.parse().ok()
}

impl Telling<'_> {
    fn tell(&mut self) {
        match self.event.kind.as_str() {
            MemberAdded::KIND => self.read(Self::added),
            MemberJoined::KIND => self.read(Self::joined),
            MemberLeft::KIND => self.read(Self::left),
            GiftGiven::KIND => self.read(Self::given),
            VoucherRedeemed::KIND => self.read(Self::redeemed),
            RedemptionUndone::KIND => self.read(Self::undone),
            PurchaseRecorded::KIND => self.read(Self::bought),
            PurchaseWithdrawn::KIND => self.read(Self::withdrawn),
            PurchaseReturned::KIND => self.read(Self::returned),
            VisitRecorded::KIND => self.read(Self::visited),
            VisitWithdrawn::KIND => self.read(Self::unvisited),
            PostOpened::KIND => {
                self.read(|telling, _: &PostOpened| telling.took_part(telling.event.at));
            }
            _ => {}
        }
    }

    fn read<E: Event>(&mut self, then: impl FnOnce(&mut Self, &E)) {
        if let Some(event) = self.event.read::<E>() {
            then(self, &event);
        }
    }

    /// Notes a fact at the person's origin, with what the event knows better.
    fn note(
        &mut self,
        kind: Kind,
        at: Time,
        amount: i64,
        pieces: i64,
        better: impl FnOnce(&mut Origin),
    ) {
        let mut origin = self.person.as_ref().map(|p| p.origin.clone()).unwrap_or_default();
        better(&mut origin);
        let member = self.person.as_ref().map(|person| person.member);
        let day = Day::of(at, &self.zone);
        let number = self.event.number;
        self.facts.push(Fact { number, kind, at, day, member, origin, amount, pieces });
    }

    /// The person did something of their own accord.
    fn took_part(&mut self, at: Time) {
        let day = Day::of(at, &self.zone);
        let Some(person) = &mut self.person else { return };
        person.last_seen = person.last_seen.max(day);
        if person.took_part.is_none() {
            person.took_part = Some(day);
            self.note(Kind::TookPart, at, 0, 1, |_| {});
        }
    }

    fn added(&mut self, event: &MemberAdded) {
        if let Some(person) = &mut self.person {
            person.origin.store = person.origin.store.or(event.store);
            person.origin.staff = person.origin.staff.or(event.staff);
            if person.origin.source.is_empty() {
                person.origin.source.clone_from(&event.source);
            }
        }
        self.note(Kind::Known, self.event.at, 0, 1, |_| {});
    }

    fn joined(&mut self, event: &MemberJoined) {
        let day = Day::of(self.event.at, &self.zone);
        if let Some(person) = &mut self.person
            && person.joined.is_none()
        {
            person.joined = Some(day);
            person.origin.store = event.store.or(person.origin.store);
            person.origin.group = Some(event.group);
            person.origin.link = event.link;
            person.origin.staff = event.staff.or(person.origin.staff);
            person.origin.source.clone_from(&event.source);
        }
        self.note(Kind::Join, self.event.at, 0, 1, |origin| {
            origin.store = event.store.or(origin.store);
            origin.group = Some(event.group);
            origin.link = event.link;
            origin.staff = event.staff;
            origin.source.clone_from(&event.source);
        });
    }

    fn left(&mut self, event: &MemberLeft) {
        self.note(Kind::Leave, self.event.at, 0, 1, |origin| origin.group = Some(event.group));
    }

    fn given(&mut self, event: &GiftGiven) {
        if let Some(person) = &mut self.person
            && event.kind == "lead"
        {
            person.origin.gift = person.origin.gift.or(event.gift);
        }
        self.note(Kind::Gift, self.event.at, event.cost, 1, |origin| origin.gift = event.gift);
    }

    fn redeemed(&mut self, event: &VoucherRedeemed) {
        let day = Day::of(self.event.at, &self.zone);
        self.took_part(self.event.at);
        if let Some(person) = &mut self.person
            && person.received.is_none()
        {
            person.received = Some(day);
            self.note(Kind::Received, self.event.at, 0, 1, |_| {});
        }
        self.note(Kind::Redemption, self.event.at, event.cost, 1, |origin| {
            origin.gift = event.gift;
            origin.store = event.store.or(origin.store);
        });
    }

    fn undone(&mut self, event: &RedemptionUndone) {
        self.note(Kind::Redemption, self.event.at, -event.cost, -1, |origin| {
            origin.gift = event.gift;
            origin.store = event.store.or(origin.store);
        });
    }

    fn bought(&mut self, event: &PurchaseRecorded) {
        let at = event.at.unwrap_or(self.event.at);
        let day = Day::of(at, &self.zone);
        self.took_part(at);
        let store = event.store;
        let at_store = |origin: &mut Origin| origin.store = store.or(origin.store);
        if let Some(person) = &mut self.person {
            person.purchases += 1;
            person.spent = person.spent.saturating_add(event.amount);
            let (first, second) = (person.bought.is_none(), person.again.is_none());
            if first {
                person.bought = Some(day);
                self.note(Kind::FirstPurchase, at, event.amount, 1, at_store);
            } else if second {
                person.again = Some(day);
                self.note(Kind::Again, at, 0, 1, at_store);
            }
        }
        self.note(Kind::Purchase, at, event.amount, 1, at_store);
    }

    fn withdrawn(&mut self, event: &PurchaseWithdrawn) {
        if let Some(person) = &mut self.person {
            person.purchases -= 1;
            person.spent = person.spent.saturating_sub(event.amount);
        }
        let store = event.store;
        self.note(Kind::Purchase, self.event.at, -event.amount, -1, |origin| {
            origin.store = store.or(origin.store);
        });
    }

    /// Counts on the day on which the goods came back; the person was there all the same.
    fn returned(&mut self, event: &PurchaseReturned) {
        let fewer = i64::from(event.whole);
        if let Some(person) = &mut self.person {
            person.purchases -= fewer;
            person.spent = person.spent.saturating_sub(event.amount);
        }
        let store = event.store;
        self.note(Kind::Purchase, self.event.at, -event.amount, -fewer, |origin| {
            origin.store = store.or(origin.store);
        });
    }

    fn visited(&mut self, event: &VisitRecorded) {
        let at = event.at.unwrap_or(self.event.at);
        self.took_part(at);
        self.note(Kind::Visit, at, 0, 1, |origin| origin.store = event.store.or(origin.store));
    }

    fn unvisited(&mut self, event: &VisitWithdrawn) {
        self.note(Kind::Visit, self.event.at, 0, -1, |origin| {
            origin.store = event.store.or(origin.store);
        });
    }
}
