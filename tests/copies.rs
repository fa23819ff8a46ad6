//! A member's copy of everything, and her erasure, against the schema as it is: a row of hers is put into
//! every table that can hold one. What is not in the copy, or stays when she goes, stands here with why.

use std::collections::{BTreeMap, BTreeSet};

use ::people::members::{self, NewMember, everything::Everything};
use kernel::{MemberId, OrgId, Scope, World, kinds};
use regulars::house::House;
use store::{
    Copy, Engine, Read as _, Value, args,
    export::{self, Table},
    testing::engines,
};

use crate::matrix::people;

/// Columns that hold a member's id.
const PERSONS: [&str; 6] = ["keeper", "member", "merged_into", "reader", "subject", "who"];

/// Columns whose value the copy asks for, or that a room reads while somebody is erased.
const WORDS: [(&str, &str, &str); 10] = [
    ("application", "state", "withdrawn"),
    ("session", "kind", "member"),
    ("session", "remit", "\"everything\""),
    ("message", "author", "member"),
    ("wallet_act", "kind", "top_up"),
    ("membership", "left_why", "own"),
    ("membership", "source", "link"),
    ("shop_order", "state", "collected"),
    ("shop_order", "payment", "paid"),
    ("shop_order", "reason", ""),
];

/// Tables with rows of hers that are not in her copy.
const NOT_COPIED: [(&str, &str); 5] = [
    (
        "member",
        "the head of the copy; the records that were merged into it are a list of their own",
    ),
    ("own_member", "which employee she is, as the employees' page says it"),
    ("member_tag", "an index of the tags in the head of the copy"),
    ("fact", "counted from purchases, visits, gifts and memberships, which are in it"),
    ("person_stage", "counted from purchases, visits, gifts and memberships, which are in it"),
];

/// Columns of copied tables that do not leave.
const NOT_SHOWN: [(&str, &str, &str); 51] = [
    ("raffle_entry", "staff", "another person"),
    ("raffle_grant", "staff", "another person"),
    ("flash_claim", "day", "how its limit is counted"),
    ("flash_claim", "staff", "another person"),
    ("flash_claim", "posted_for", "an id of a merged record"),
    ("flash_place", "id", "nothing is asked for by it"),
    ("red_share", "staff", "another person"),
    ("buy_seat", "day", "how its limit is counted"),
    ("buy_seat", "staff", "another person"),
    ("presale_sample", "staff", "another person"),
    ("presale_reservation", "day", "how its limit is counted"),
    ("presale_reservation", "staff", "another person"),
    ("presale_reservation", "back_staff", "another person"),
    ("message", "removed_by", "another person"),
    ("plan_term", "anchor", "how the shop counts its periods"),
    ("plan_term", "number", "how the shop counts its periods"),
    ("plan_term", "staff", "another person"),
    ("plan_term", "posting", "a line of the ledger"),
    ("plan_term", "due", "when a job looks at it again"),
    ("giving", "allowance", "the shop's plan"),
    ("giving", "staff", "another person"),
    ("giving", "period", "the shop's plan"),
    ("giving", "amount", "what it counts in the shop's plan"),
    ("giving", "cost", "what it cost the shop"),
    ("giving", "posting", "a line of the ledger"),
    ("consent", "id", "nothing is asked for by it"),
    ("proof", "id", "nothing is asked for by it"),
    ("session", "role", "of staff alone"),
    ("session", "remit", "of staff alone"),
    ("session", "staff", "of counters alone"),
    ("outlet", "windows", "the shop's plan, not the keeper's"),
    ("outlet", "cutoff_hours", "the shop's plan"),
    ("outlet", "groups", "the shop's plan"),
    ("outlet", "missed", "the shop's plan"),
    ("outlet", "areas", "the shop's plan"),
    ("outlet", "fee", "the shop's plan"),
    ("outlet", "free_from", "the shop's plan"),
    ("voucher", "posting", "a line of the ledger, which has no names"),
    ("voucher", "posted_for", "an id of a merged record, which is in `merged`"),
    ("redemption", "posting", "a line of the ledger"),
    ("redemption", "posted_for", "an id of a merged record"),
    ("stamp", "posting", "a line of the ledger"),
    ("stamp", "posted_for", "an id of a merged record"),
    ("stamp", "fill", "a line of the ledger"),
    ("wallet_act", "purse", "an id of a merged record"),
    ("payment", "back_url", "an address of ours"),
    ("payment", "told_url", "an address of ours"),
    ("payment", "place", "the provider's page, for a few minutes"),
    ("post_opening", "device", "a hash that means nothing outside of its day"),
    ("proof", "code_hash", "the hash of a code"),
    ("session", "token_hash", "the hash of a token"),
];

/// Tables whose rows stay under her id when she is erased: the books without a name.
const KEPT: [(&str, &str); 33] = [
    ("order_list_entry", "which order a line of a list became; the name and the note go"),
    (
        "raffle_entry",
        "a leaf of a signed log, under a label that is nobody; receipts of others rest on it",
    ),
    ("raffle_grant", "that tickets were given"),
    ("raffle_pick", "that a prize was won, which vouchers point to"),
    ("flash_claim", "that a piece was taken, which vouchers point to"),
    ("flash_place", "that somebody waited and when; they stand in no list any more"),
    ("red_share", "bookkeeping: which share of a packet went out"),
    (
        "buy_seat",
        "that a place was taken, which vouchers and teams point to; nobody sits in an open team any more",
    ),
    (
        "presale_reservation",
        "bookkeeping: a deposit that was paid, and what came back of it; what was not there yet is free again",
    ),
    ("presale_sample", "that something was tried, which vouchers point to"),
    ("application", "when somebody asked to be let in; the answer goes"),
    ("consent", "proof of what was agreed to"),
    ("fact", "figures"),
    ("giving", "what an employee gave away; the reason goes"),
    ("kept_operation", "what a till tells again after a month is still once"),
    ("membership", "stays in groups, for their history"),
    ("message", "that something was said and when; the words and pictures go"),
    ("operation", "what the counter did: ids and amounts"),
    ("order_fulfilment", "how an order was handed over; who lives where is wiped"),
    ("payment", "bookkeeping"),
    ("plan_term", "bookkeeping"),
    ("points_entry", "bookkeeping"),
    ("points_standing", "bookkeeping"),
    ("purchase", "bookkeeping"),
    ("purchase_return", "bookkeeping"),
    ("redemption", "bookkeeping"),
    ("shop_order", "bookkeeping"),
    ("stamp", "bookkeeping"),
    ("tier_gift", "that a gift was given, which vouchers point to"),
    ("tier_standing", "folded from points_entry"),
    ("visit", "figures"),
    ("voucher", "bookkeeping"),
    ("wallet_act", "bookkeeping"),
];

/// Of the same: sums by person.
const KEPT_SUMS: [(&str, &str); 2] =
    [("custom", "sums of purchases and visits"), ("wallet", "the sum of wallet_act")];

/// The columns of each table of an org, with their types.
type Schema = BTreeMap<String, Vec<(String, String)>>;

async fn schema(house: &House, engine: Engine) -> Schema {
    let mut db = house.db().read().await.unwrap();
    let mut all = Schema::new();
    for table in export::tables(&mut db).await.unwrap() {
        let sql = match engine {
            Engine::Sqlite => "SELECT name, type AS kind FROM pragma_table_info($1)",
            Engine::Postgres => {
                "SELECT CAST(column_name AS TEXT) AS name, CAST(data_type AS TEXT) AS kind
                 FROM information_schema.columns
                 WHERE table_schema = current_schema() AND table_name = $1"
            }
        };
        let rows = db.rows(sql, args![table.as_str()]).await.unwrap();
        let column = |row: &store::Row| {
            let kind: String = row.get("kind").unwrap();
            (row.get("name").unwrap(), kind.to_uppercase())
        };
        all.insert(table, rows.iter().map(column).collect());
    }
    all
}

fn is_id(kind: &str) -> bool {
    kind.contains("UUID")
}

/// The columns of a table that say whose its rows are.
fn persons(columns: &[(String, String)]) -> Vec<&str> {
    let hers = |(name, kind): &&(String, String)| is_id(kind) && PERSONS.contains(&name.as_str());
    columns.iter().filter(hers).map(|(name, _)| name.as_str()).collect()
}

/// A row of this person's, with something of its own in every column.
fn row(
    (table, columns): (&str, &[(String, String)]),
    her: MemberId,
    org: OrgId,
    (seed, ids): (u32, &World),
) -> Vec<Value> {
    let value = |(place, (name, kind)): (usize, &(String, String))| {
        let number = i64::from(seed) * 100 + i64::try_from(place).unwrap();
        let word = WORDS.iter().find(|(t, column, _)| *t == table && column == name);
        match (name.as_str(), word, kind.as_str()) {
            ("org", ..) => Value::from(org),
            (_, Some((_, _, word)), _) => Value::from(*word),
            (name, _, kind) if is_id(kind) && PERSONS.contains(&name) => Value::from(her),
            (_, _, kind) if is_id(kind) => Value::from(ids.id::<kinds::Job>()),
            (_, _, kind) if kind.contains("INT") => Value::from(number),
            (_, _, kind) if kind.contains("BOOL") => Value::from(true),
            (_, _, "BLOB" | "BYTEA") => Value::from(number.to_be_bytes()),
            _ => Value::from(number.to_string()),
        }
    };
    columns.iter().enumerate().map(value).collect()
}

async fn somebody(house: &House, org: OrgId, name: &str, phone: &str) -> MemberId {
    let new = NewMember {
        name: name.into(),
        phone: members::E164::read(phone, "US").ok(),
        notes: format!("{name} likes quinces"),
        ..NewMember::default()
    };
    let add = async |tx: &mut store::Tx| {
        members::actions::add(tx, new.from("counter").agreed("counter", &[])).await
    };
    house.db().write(&Scope::system(org), add).await.unwrap().value
}

struct Lived {
    house: House,
    org: OrgId,
    her: MemberId,
    schema: Schema,
    #[expect(dead_code, reason = "held: the folder goes with the house")]
    folder: tempfile::TempDir,
}

/// Two people with a row each in every table that holds rows of people.
async fn lived(engine: Engine) -> Lived {
    let (house, _, folder) = people::house_on(engine).await;
    let org = people::brand(&house, "riverside").await;
    let her = somebody(&house, org, "Zebulonia Quint", "+12025550123").await;
    let other = somebody(&house, org, "Bo", "+12025550124").await;
    house.db().settle().await.unwrap();
    let schema = schema(&house, engine).await;
    let write = async |tx: &mut store::Tx| {
        let mut seed = 0;
        for (table, columns) in schema.iter().filter(|(table, _)| *table != "person_stage") {
            if persons(columns).is_empty() || table == "member" {
                continue;
            }
            tx.run(&format!("DELETE FROM {table} WHERE org = $1"), args![org]).await?;
            let names: Vec<&str> = columns.iter().map(|(name, _)| name.as_str()).collect();
            for person in [her, other] {
                seed += 1;
                let row = row((table, columns), person, org, (seed, house.db().world()));
                tx.insert(table, &names, vec![row], "").await?;
            }
        }
        Ok(())
    };
    house.db().write(&Scope::system(org), write).await.unwrap();
    Lived { house, org, her, schema, folder }
}

impl Lived {
    /// How many rows of each table are hers.
    async fn rows(&self) -> BTreeMap<&str, i64> {
        let mut db = self.house.db().read().await.unwrap();
        let mut all = BTreeMap::new();
        for (table, columns) in &self.schema {
            let hers: Vec<_> =
                persons(columns).iter().map(|column| format!("{column} = $2")).collect();
            if !hers.is_empty() {
                let sql = format!(
                    "SELECT COUNT(*) AS rows FROM {table} WHERE org = $1 AND ({})",
                    hers.join(" OR ")
                );
                let row = db.row(&sql, args![self.org, self.her]).await.unwrap().unwrap();
                all.insert(table.as_str(), row.get("rows").unwrap());
            }
        }
        all
    }

    /// The programs that the points' rows name: rows of points are looked for by program and member.
    async fn open_programs(&self) {
        let sql = "INSERT INTO points_program (org, id, name, state, created_at)
                   SELECT org, program, '{}', 'open', 0 FROM points_entry WHERE org = $1";
        let open = async |tx: &mut store::Tx| tx.run(sql, args![self.org]).await;
        self.house.db().write(&Scope::system(self.org), open).await.unwrap();
    }

    async fn copy(&self) -> serde_json::Value {
        let mut db = self.house.db().read().await.unwrap();
        let member = members::require(&mut db, self.org, self.her).await.unwrap();
        drop(db);
        Everything::of(self.house.db(), self.org, member).read().await.unwrap()
    }
}

fn listed(list: &[(&'static str, &str)]) -> BTreeSet<&'static str> {
    list.iter().map(|(table, _)| *table).collect()
}

/// The columns of a copied table that neither leave nor stand in a list above.
fn forgotten(copies: &[&Copy], schema: &Schema) -> Vec<String> {
    let mut missing = Vec::new();
    for copy in copies {
        let columns = &schema[copy.table];
        let hers = persons(columns);
        for (name, _) in columns {
            let shown = copy.fields.iter().any(|field| field.column == name);
            let why = NOT_SHOWN.iter().any(|(t, c, _)| *t == copy.table && c == name);
            let known = name == "org" || hers.contains(&name.as_str()) || copy.table == "member";
            let above = copy.whose.starts_with(name.as_str());
            if !(shown || why || known || above || copy.whose.contains(&format!("{name} = '"))) {
                missing.push(format!("{}.{name}", copy.table));
            }
        }
        let below: Vec<&Copy> = copy.below.iter().collect();
        missing.extend(forgotten(&below, schema));
    }
    missing
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_kept_of_somebody_is_in_their_copy() {
    for engine in engines() {
        let lived = lived(engine).await;
        lived.open_programs().await;
        let copy = lived.copy().await;
        let copies = lived.house.db().registry().all_copies();
        assert_eq!(forgotten(&copies, &lived.schema), Vec::<String>::new());
        let not = listed(&NOT_COPIED);
        let mut wrong = Vec::new();
        for (table, rows) in lived.rows().await {
            let lists = copies.iter().filter(|copy| copy.table == table);
            let told: usize = lists
                .map(|one| {
                    let (room, list) = one.place();
                    copy[room][list].as_array().map_or(0, Vec::len)
                })
                .sum();
            if told != usize::try_from(rows).unwrap() && !not.contains(table) {
                wrong.push(format!("{table}: {rows} rows, {told} in the copy"));
            }
        }
        assert_eq!(wrong, Vec::<String>::new());
        assert_eq!(copy["member"]["name"], "Zebulonia Quint");
        assert!(!copy.to_string().contains("Bo"), "nobody else's");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_erased_leaves_only_what_is_listed() {
    for engine in engines() {
        let lived = lived(engine).await;
        let her = lived.her;
        let erase = async |tx: &mut store::Tx| members::actions::erase(tx, her).await;
        lived.house.db().write(&Scope::system(lived.org), erase).await.unwrap();
        lived.house.db().settle().await.unwrap();
        let stay = lived.rows().await.into_iter().filter(|(_, rows)| *rows > 0);
        let stay: BTreeSet<&str> = stay.map(|(table, _)| table).collect();
        let kept: BTreeSet<&str> = listed(&KEPT).union(&listed(&KEPT_SUMS)).copied().collect();
        assert_eq!(stay, kept);
        let mut db = lived.house.db().read().await.unwrap();
        for name in lived.schema.keys() {
            let mut table = Table::open(&mut db, name, lived.org).await.unwrap();
            while let Some(lines) = table.next(&mut db).await.unwrap() {
                for line in lines {
                    for word in ["Zebulonia", "zebulonia", "2025550123"] {
                        assert!(!line.contains(word), "{name} says who it was: {word}");
                    }
                }
            }
        }
    }
}

/// Whose ids the other columns hold. A name that is not here may be one of a person's: it belongs here,
/// or to `PERSONS`.
const NOT_PERSONS: &str = "activity allowance back_staff back_store backup batch bill buy by card category contact decided_by device done_by \
    entry fill gift group_id grp held host id import invited_by link merged message order_list org original outlet owner \
    packet payment picture place plan post posted_for posting presale product program purchase purse raffle redemption \
    rule sale series session settled shop_order slot staff store team tier told_by visit voucher";

#[tokio::test(flavor = "multi_thread")]
async fn every_column_with_an_id_is_known_to_be_of_a_person_or_not() {
    for engine in engines() {
        let (house, _, _folder) = people::house_on(engine).await;
        let not: BTreeSet<&str> = NOT_PERSONS.split_whitespace().collect();
        let mut unknown = BTreeSet::new();
        for (table, columns) in schema(&house, engine).await {
            for (name, kind) in columns {
                if is_id(&kind) && !PERSONS.contains(&name.as_str()) && !not.contains(name.as_str())
                {
                    unknown.insert(format!("{table}.{name}"));
                }
            }
        }
        assert_eq!(unknown, BTreeSet::new());
    }
}
