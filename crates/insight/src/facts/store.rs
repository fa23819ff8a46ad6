//! Rows of facts, days and people.

use kernel::{
    GiftId, GroupId, LinkId, MemberId, OrgId, Result, StaffId, StoreId,
    ids::{Id, Kind as IdKind},
};
use store::{Read, Row, Tx, Value, args, sql};
use uuid::Uuid;

use super::model::{Day, Fact, Kind, Origin};

/// Nobody and nowhere have the nil id, so that every sum has exactly one row.
pub(super) fn or_nil<K: IdKind>(id: Option<Id<K>>) -> Uuid {
    id.map_or(Uuid::nil(), Id::uuid)
}

pub(super) fn not_nil<K: IdKind>(row: &Row, column: &str) -> Result<Option<Id<K>>> {
    let uuid: Uuid = row.get(column)?;
    Ok((!uuid.is_nil()).then(|| Id::from_uuid(uuid)))
}

impl Origin {
    pub(crate) fn read(row: &Row) -> Result<Self> {
        Ok(Self {
            store: not_nil::<kernel::kinds::Store>(row, "store")?,
            group: not_nil::<kernel::kinds::Group>(row, "grp")?,
            link: not_nil::<kernel::kinds::Link>(row, "link")?,
            staff: not_nil::<kernel::kinds::Staff>(row, "staff")?,
            gift: not_nil::<kernel::kinds::Gift>(row, "gift")?,
            source: row.get("source")?,
        })
    }
    fn values(&self) -> Vec<Value> {
        let Self { store, group, link, staff, gift, source } = self;
        args![
            or_nil::<kernel::kinds::Store>(*store as Option<StoreId>),
            or_nil::<kernel::kinds::Group>(*group as Option<GroupId>),
            or_nil::<kernel::kinds::Link>(*link as Option<LinkId>),
            or_nil::<kernel::kinds::Staff>(*staff as Option<StaffId>),
            or_nil::<kernel::kinds::Gift>(*gift as Option<GiftId>),
            source.as_str(),
        ]
    }
}

/// Writes facts and adds them to their days.
pub(super) async fn add(tx: &mut Tx, facts: &[Fact]) -> Result<()> {
    let org = tx.org();
    let rows = facts.iter().map(|fact| {
        let mut row =
            args![org, fact.number, fact.kind.word(), fact.at, fact.day.0, or_nil(fact.member)];
        row.extend(fact.origin.values());
        row.extend(args![fact.amount, fact.pieces]);
        row
    });
    let columns = [
        "org", "number", "kind", "at", "day", "member", "store", "grp", "link", "staff", "gift",
        "source", "amount", "pieces",
    ];
    tx.insert("fact", &columns, rows.collect(), "").await?;
    for fact in facts {
        let mut row = args![org, fact.kind.word(), fact.day.0];
        row.extend(fact.origin.values());
        row.extend(args![fact.pieces, fact.amount]);
        let columns = [
            "org", "kind", "day", "store", "grp", "link", "staff", "gift", "source", "pieces",
            "amount",
        ];
        let tail = "ON CONFLICT (org, kind, day, store, grp, link, staff, gift, source) DO UPDATE SET \
                    pieces = fact_day_sum.pieces + excluded.pieces, \
                    amount = fact_day_sum.amount + excluded.amount";
        tx.insert("fact_day_sum", &columns, vec![row], tail).await?;
    }
    Ok(())
}

/// Where a person stands.
#[derive(Debug, Clone)]
pub struct Person {
    pub member: MemberId,
    pub origin: Origin,
    pub known: Day,
    pub joined: Option<Day>,
    pub took_part: Option<Day>,
    pub received: Option<Day>,
    pub bought: Option<Day>,
    pub again: Option<Day>,
    pub last_seen: Day,
    pub purchases: i64,
    pub spent: i64,
}

impl Person {
    pub(super) fn new(member: MemberId, day: Day) -> Self {
        Self {
            member,
            origin: Origin::default(),
            known: day,
            joined: None,
            took_part: None,
            received: None,
            bought: None,
            again: None,
            last_seen: day,
            purchases: 0,
            spent: 0,
        }
    }
}

pub async fn person(db: &mut impl Read, org: OrgId, member: MemberId) -> Result<Option<Person>> {
    let row = db
        .row(
            sql!(
                "SELECT store, grp, link, staff, gift, source, known, joined, took_part, received,
                   bought, again, last_seen, purchases, spent
                 FROM person_stage WHERE org = $1 AND member = $2"
            ),
            args![org, member],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    let day = |name: &str| Ok::<_, kernel::Error>(row.get::<Option<i64>>(name)?.map(Day));
    Ok(Some(Person {
        member,
        origin: Origin::read(&row)?,
        known: Day(row.get("known")?),
        joined: day("joined")?,
        took_part: day("took_part")?,
        received: day("received")?,
        bought: day("bought")?,
        again: day("again")?,
        last_seen: Day(row.get("last_seen")?),
        purchases: row.get("purchases")?,
        spent: row.get("spent")?,
    }))
}

pub(super) async fn keep(tx: &mut Tx, person: &Person) -> Result<()> {
    let org = tx.org();
    let day = |day: Option<Day>| day.map(|day| day.0);
    let mut row = args![org, person.member];
    row.extend(person.origin.values());
    row.extend(args![
        person.known.0,
        day(person.joined),
        day(person.took_part),
        day(person.received),
        day(person.bought),
        day(person.again),
        person.last_seen.0,
        person.purchases,
        person.spent,
    ]);
    let columns = [
        "org",
        "member",
        "store",
        "grp",
        "link",
        "staff",
        "gift",
        "source",
        "known",
        "joined",
        "took_part",
        "received",
        "bought",
        "again",
        "last_seen",
        "purchases",
        "spent",
    ];
    let sets: Vec<String> =
        columns.iter().skip(2).map(|column| format!("{column} = excluded.{column}")).collect();
    let tail = format!("ON CONFLICT (org, member) DO UPDATE SET {}", sets.join(", "));
    tx.insert("person_stage", &columns, vec![row], &tail).await
}

/// Facts do not name people, but a person's own row goes with the person.
pub(super) async fn forget(tx: &mut Tx, member: MemberId) -> Result<()> {
    let org = tx.org();
    tx.run(sql!("DELETE FROM person_stage WHERE org = $1 AND member = $2"), args![org, member])
        .await
        .map(drop)
}

/// Facts that a figure opens: newest first, after a position.
pub(crate) fn read_fact(row: &Row) -> Result<Fact> {
    Ok(Fact {
        number: row.get("number")?,
        kind: row.word::<Kind>("kind")?,
        at: row.get("at")?,
        day: Day(row.get("day")?),
        member: not_nil::<kernel::kinds::Member>(row, "member")?,
        origin: Origin::read(row)?,
        amount: row.get("amount")?,
        pieces: row.get("pieces")?,
    })
}

/// What one did, the other did. What the first purchase of somebody came to, that is one of two now.
pub(super) async fn hand_over(tx: &mut Tx, from: MemberId, into: MemberId) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!("UPDATE fact SET member = $3 WHERE org = $1 AND member = $2"),
        args![org, from, into],
    )
    .await?;
    forget(tx, from).await
}

/// The amount of somebody's last fact of a kind.
pub(super) async fn amount_of(tx: &mut Tx, member: MemberId, kind: Kind) -> Result<i64> {
    let org = tx.org();
    let sql = sql!(
        "SELECT amount FROM fact WHERE org = $1 AND member = $2 AND kind = $3
         ORDER BY number DESC LIMIT 1"
    );
    tx.row(sql, args![org, member, kind.word()]).await?.map_or(Ok(0), |row| row.get("amount"))
}
