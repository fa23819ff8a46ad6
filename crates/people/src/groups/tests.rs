use kernel::{Error, GroupId, OrgId, Role, Scope, SeriesId, StoreId};
use ledger::AccountKey;
use proptest::prelude::*;
use store::{Registry, testing::Ground};

use super::{
    Group, Narrow, Order, PickHint, Place, Refusal, State,
    actions::{self, Hosts},
    outside::{
        self, FOREVER, Warning,
        actions::{NewCode, NewOutside},
    },
};
use crate::{
    orgs, playbooks,
    series::{self, NewSeries},
    staff, stores,
};

pub(crate) fn migrations() -> Vec<store::Migration> {
    let slices = [orgs::slice().migrations, series::slice().migrations];
    [[store::MIGRATIONS, ledger::MIGRATIONS, web::MIGRATIONS].concat(), slices.concat()].concat()
}

/// A brand with stores at Riverside and Station.
pub(crate) struct Town {
    pub ground: Ground,
    pub org: OrgId,
    pub owner: kernel::StaffId,
    pub riverside: StoreId,
    pub station: StoreId,
}

impl Town {
    pub fn scope(&self) -> Scope {
        Scope::system(self.org)
    }
    pub async fn series(&self, capacity: i64, stores: &[StoreId]) -> SeriesId {
        let book = playbooks::find("fresh-food").unwrap();
        let mut new = NewSeries::of(book, kernel::Lang::En);
        new.capacity = capacity;
        new.stores = stores.to_vec();
        let run = async |tx: &mut store::Tx| series::actions::open(tx, new).await;
        self.ground.db.write(&self.scope(), run).await.unwrap().value
    }
    /// Somebody joins: picks and sits down, as joining does.
    pub async fn join(&self, series: SeriesId, hint: PickHint) -> kernel::Result<Group> {
        let run = async |tx: &mut store::Tx| {
            let pick = actions::pick(tx, series, hint).await?;
            actions::take_seat(tx, pick.group.id).await?;
            Ok(pick.group)
        };
        Ok(self.ground.db.write(&self.scope(), run).await?.value)
    }
    pub async fn groups(&self, series: SeriesId) -> Vec<Group> {
        let mut db = self.ground.db.read().await.unwrap();
        super::of_series(&mut db, self.org, series).await.unwrap()
    }
    pub async fn act<T: Send>(
        &self,
        run: impl AsyncFnOnce(&mut store::Tx) -> kernel::Result<T>,
    ) -> kernel::Result<T> {
        self.ground.db.write(&self.scope(), run).await.map(|done| done.value)
    }
}

pub(crate) async fn town_on(ground: Ground) -> Town {
    let set_up = orgs::SetUp {
        name: "Fresh".into(),
        currency: "CNY".into(),
        time_zone: "Asia/Shanghai".into(),
        country: "CN".into(),
        owner_name: "Mei".into(),
        email: "mei@fresh.example".into(),
        password: "corner shop 7".into(),
        ..orgs::SetUp::default()
    };
    let (org, owner) = orgs::set_up(&ground.db, set_up).await.unwrap();
    let open = async |name: &str, lat: f64, lon: f64| {
        let mut store = stores::NewStore::named(name);
        (store.lat, store.lon) = (Some(lat), Some(lon));
        let run = async |tx: &mut store::Tx| stores::actions::open(tx, store).await;
        ground.db.write(&Scope::system(org), run).await.unwrap().value
    };
    let riverside = open("Riverside", 31.20, 121.40).await;
    let station = open("Station", 31.25, 121.46).await;
    Town { ground, org, owner, riverside, station }
}

pub(crate) async fn towns() -> Vec<Town> {
    let mut towns = Vec::new();
    for engine in store::testing::engines() {
        let mut registry = Registry::default();
        ledger::register(&mut registry);
        towns.push(town_on(store::testing::ground(engine, &migrations(), registry).await).await);
    }
    towns
}

#[tokio::test]
async fn two_thousand_at_once_fill_four_groups_in_order() {
    for town in towns().await {
        let series = town.series(500, &[town.riverside]).await;
        let hint = PickHint { store: Some(town.riverside), near: None };
        for _ in 0..20 {
            let joins = (0..100).map(|_| town.join(series, hint));
            for joined in futures::future::join_all(joins).await {
                joined.unwrap();
            }
        }
        let groups = town.groups(series).await;
        let filled: Vec<_> = groups.iter().map(|group| (group.number, group.seated)).collect();
        assert_eq!(filled, [(1, 500), (2, 500), (3, 500), (4, 500), (5, 0)]);
        assert_eq!(groups[3].name, "Fresh Riverside Fresh Today 4");
        let pool = AccountKey::of("seat", &[&groups[3].id, &"pool"]).unwrap();
        let mut db = town.ground.db.read().await.unwrap();
        assert_eq!(ledger::balance_of(&mut db, town.org, &pool).await.unwrap(), 0);
    }
}

#[tokio::test]
async fn a_person_is_sent_to_the_store_of_the_code_else_to_the_nearest() {
    for town in towns().await {
        let series = town.series(10, &[town.riverside, town.station]).await;
        let hint = |store, near| PickHint { store, near };
        for (hint, store) in [
            (hint(Some(town.station), None), town.station),
            (hint(Some(town.riverside), Some((31.25, 121.46))), town.riverside),
            (hint(None, Some((31.26, 121.47))), town.station),
            (hint(None, Some((31.19, 121.39))), town.riverside),
            // A store that is not of the series: the one nearest to it.
            (
                hint(Some(StoreId::from_uuid(uuid::Uuid::from_u128(9))), Some((31.26, 121.47))),
                town.station,
            ),
        ] {
            assert_eq!(town.join(series, hint).await.unwrap().store, Some(store), "{hint:?}");
        }
    }
}

#[tokio::test]
async fn a_seat_given_back_is_filled_before_later_groups() {
    for town in towns().await {
        let series = town.series(6, &[town.riverside]).await;
        let hint = PickHint { store: Some(town.riverside), near: None };
        let mut last = None;
        for _ in 0..8 {
            last = Some(town.join(series, hint).await.unwrap());
        }
        assert_eq!(last.unwrap().number, 2);
        let first = town.groups(series).await[0].clone();
        assert_eq!(first.seated, 6);
        town.act(async |tx| actions::give_back_seat(tx, first.id).await).await.unwrap();
        assert_eq!(town.join(series, hint).await.unwrap().number, 1);
        assert_eq!(town.join(series, hint).await.unwrap().number, 2);
        // Nobody can give back what nobody took.
        let third = town.groups(series).await[2].id;
        assert!(town.act(async |tx| actions::give_back_seat(tx, third).await).await.is_err());
    }
}

#[tokio::test]
async fn a_full_and_a_closed_group_say_so() {
    for town in towns().await {
        let series = town.series(2, &[town.riverside]).await;
        let first = town.groups(series).await[0].id;
        for _ in 0..2 {
            town.act(async |tx| actions::take_seat(tx, first).await).await.unwrap();
        }
        let full = town.act(async |tx| actions::take_seat(tx, first).await).await.unwrap_err();
        assert!(full.is(Refusal::Full), "{full}");
        assert_eq!(town.act(async |tx| actions::room(tx, first).await).await.unwrap(), 0);
        town.act(async |tx| actions::give_back_seat(tx, first).await).await.unwrap();
        town.act(async |tx| actions::close(tx, first).await).await.unwrap();
        let closed = town.act(async |tx| actions::take_seat(tx, first).await).await.unwrap_err();
        assert!(closed.is(Refusal::Closed), "{closed}");
        // The refused seat is not gone.
        assert_eq!(town.act(async |tx| actions::room(tx, first).await).await.unwrap(), 1);
        // Who scans now opens the next number.
        let hint = PickHint { store: Some(town.riverside), near: None };
        assert_eq!(town.join(series, hint).await.unwrap().number, 2);
        town.act(async |tx| series::actions::close(tx, series).await).await.unwrap();
        let refused = town.join(series, hint).await.unwrap_err();
        assert!(refused.is(series::Refusal::Closed), "{refused}");
        assert!(town.groups(series).await.iter().all(|group| group.state == State::Closed));
        let again = town.act(async |tx| actions::reopen(tx, first).await).await.unwrap_err();
        assert!(again.is(series::Refusal::Closed));
        town.act(async |tx| series::actions::reopen(tx, series).await).await.unwrap();
        town.act(async |tx| actions::reopen(tx, first).await).await.unwrap();
        assert_eq!(town.join(series, hint).await.unwrap().id, first);
    }
}

#[tokio::test]
async fn the_number_of_seats_is_never_below_who_sits_there() {
    for town in towns().await {
        let series = town.series(5, &[town.riverside]).await;
        let group = town.groups(series).await[0].id;
        for _ in 0..3 {
            town.act(async |tx| actions::take_seat(tx, group).await).await.unwrap();
        }
        let set = async |capacity| {
            town.act(async |tx| actions::set_capacity(tx, group, capacity).await).await
        };
        assert!(set(2).await.unwrap_err().is(Refusal::Seated));
        set(3).await.unwrap();
        assert!(town.act(async |tx| actions::take_seat(tx, group).await).await.is_err());
        set(4).await.unwrap();
        town.act(async |tx| actions::take_seat(tx, group).await).await.unwrap();
        assert!(matches!(set(501).await, Err(Error::Invalid(_))));
        assert!(matches!(set(1).await, Err(Error::Invalid(_))));
        let group = town.groups(series).await[0].clone();
        assert_eq!((group.capacity, group.seated, group.free()), (4, 4, 0));
    }
}

#[tokio::test]
async fn a_new_group_is_hosted_as_the_store_says_else_as_the_one_before() {
    for town in towns().await {
        let series = town.series(5, &[town.riverside]).await;
        let add = async |name: &str| {
            let person = staff::NewPerson::new(name, Role::Host);
            town.act(async |tx| staff::actions::add(tx, person).await).await.unwrap()
        };
        let (ana, lin) = (add("Ana").await, add("Lin").await);
        let first = town.groups(series).await[0].id;
        let hosts = Hosts { host: Some(ana), backup: Some(ana) };
        town.act(async |tx| actions::set_host(tx, first, hosts).await).await.unwrap();
        let next = async || {
            let run = async |tx: &mut store::Tx| {
                actions::open_next(tx, series, Some(town.riverside)).await
            };
            town.act(run).await.unwrap()
        };
        let second = next().await;
        // One person is not their own backup.
        assert_eq!((second.host, second.backup, second.number), (Some(ana), None, 2));
        let hosts = Hosts { host: Some(lin), backup: Some(ana) };
        let at = Some(town.riverside);
        town.act(async |tx| series::actions::set_hosts(tx, series, at, hosts).await).await.unwrap();
        let third = next().await;
        assert_eq!((third.host, third.backup, third.number), (Some(lin), Some(ana), 3));
        let nobody = Hosts { host: Some(town.ground.world.id()), backup: None };
        let missing = town.act(async |tx| actions::set_host(tx, first, nobody).await).await;
        assert!(matches!(missing, Err(Error::NotFound(_))));
        let mut db = town.ground.db.read().await.unwrap();
        assert_eq!(super::of_host(&mut db, town.org, ana).await.unwrap().len(), 3);
    }
}

fn chat(series: SeriesId, town: &Town) -> NewOutside {
    NewOutside {
        series,
        store: Some(town.station),
        name: "Station neighbours".into(),
        app: "WhatsApp".into(),
        owner: "Mei".into(),
        host: Some(town.owner),
        members: 480,
        limit: 500,
        code: NewCode { link: Some("https://chat.example/abc".into()), ..NewCode::default() },
    }
}

#[tokio::test]
async fn an_outside_group_takes_people_while_its_code_works_and_the_count_allows() {
    for town in towns().await {
        let series = town.series(50, &[town.riverside]).await;
        let new = chat(series, &town);
        let id = town.act(async |tx| outside::actions::adopt(tx, new).await).await.unwrap();
        let hint = PickHint { store: Some(town.station), near: None };
        assert_eq!(town.join(series, hint).await.unwrap().id, id);
        let tell = async |members| {
            town.act(async |tx| outside::actions::tell(tx, id, members).await).await
        };
        // Full as told: the next person goes where there is room, and nothing opens behind its back.
        tell(500).await.unwrap();
        assert_eq!(town.join(series, hint).await.unwrap().store, Some(town.riverside));
        assert!(matches!(tell(501).await, Err(Error::Invalid(_))));
        assert!(matches!(tell(-1).await, Err(Error::Invalid(_))));
        tell(300).await.unwrap();
        let now = town.ground.world.now();
        let code = NewCode {
            link: Some("https://chat.example/new".into()),
            ends: Some(now.plus_days(1)),
            ..NewCode::default()
        };
        town.act(async |tx| outside::actions::replace_code(tx, id, code).await).await.unwrap();
        assert_eq!(town.join(series, hint).await.unwrap().id, id);
        let mut db = town.ground.db.read().await.unwrap();
        let shop = web::shops::require(&mut db, town.org).await.unwrap();
        let live = outside::live_code(&mut db, &shop, id, now).await.unwrap().unwrap();
        assert_eq!(live.link.as_deref(), Some("https://chat.example/new"));
        assert_eq!((live.expires_at, live.image_href), (Some(now.plus_days(1)), None));
        let later = now.plus_days(2);
        assert_eq!(outside::live_code(&mut db, &shop, id, later).await.unwrap(), None);
        town.ground.clock.set(later);
        assert_eq!(town.join(series, hint).await.unwrap().store, Some(town.riverside));
        let here = town.groups(series).await.iter().find(|g| g.place == Place::Here).unwrap().id;
        let wrong = town.act(async |tx| outside::actions::tell(tx, here, 3).await).await;
        assert!(wrong.unwrap_err().is(Refusal::NotOutside));
    }
}

#[tokio::test]
async fn warnings_come_before_a_code_ends_and_before_the_group_is_full() {
    let town = towns().await.remove(0);
    let series = town.series(50, &[town.riverside]).await;
    let now = town.ground.world.now();
    let base = Group {
        place: Place::Outside,
        capacity: 500,
        told: Some((100, now)),
        code_ends: Some(FOREVER),
        ..town.groups(series).await[0].clone()
    };
    let with = |told: i64, ends| Group { told: Some((told, now)), code_ends: ends, ..base.clone() };
    let soon = now.plus(std::time::Duration::from_secs(47 * 3600));
    let far = now.plus(std::time::Duration::from_secs(49 * 3600));
    for (group, expected) in [
        (base.clone(), vec![]),
        (with(474, Some(far)), vec![]),
        (with(475, Some(far)), vec![Warning::NearlyFull]),
        (with(500, Some(soon)), vec![Warning::CodeEnds(soon), Warning::Full]),
        (with(1, Some(now)), vec![Warning::CodeEnded(now)]),
        (with(1, None), vec![Warning::NoCode]),
        (Group { state: State::Closed, ..with(500, None) }, vec![]),
        (Group { place: Place::Here, ..with(500, None) }, vec![]),
    ] {
        assert_eq!(outside::warnings_of(&group, now), expected, "{group:?}");
    }
    let new = NewOutside { members: 490, ..chat(series, &town) };
    let id = town.act(async |tx| outside::actions::adopt(tx, new).await).await.unwrap();
    let mut db = town.ground.db.read().await.unwrap();
    let found = outside::warnings(&mut db, town.org, now).await.unwrap();
    assert_eq!(found.iter().map(|group| group.id).collect::<Vec<_>>(), [id]);
    let other = outside::warnings(&mut db, town.ground.org(), now).await.unwrap();
    assert!(other.is_empty());
}

#[tokio::test]
async fn bad_outside_groups_name_every_wrong_field() {
    let town = towns().await.remove(0);
    let series = town.series(50, &[town.riverside]).await;
    let bad = NewOutside {
        name: " ".into(),
        app: "x".repeat(90),
        members: 900,
        limit: 500,
        code: NewCode {
            link: Some("javascript:alert(1)".into()),
            ends: Some(town.ground.world.now()),
            ..NewCode::default()
        },
        ..chat(series, &town)
    };
    let wrong = town.act(async |tx| outside::actions::adopt(tx, bad).await).await.unwrap_err();
    let Error::Invalid(fields) = wrong else { panic!("{wrong}") };
    let fields: Vec<_> = fields.iter().map(|f| f.field.as_ref()).collect();
    assert_eq!(fields, ["name", "app", "members", "link", "ends"]);
}

#[tokio::test]
async fn a_thousand_groups_are_listed_in_pages_and_every_order() {
    for town in towns().await {
        let series = town.series(50, &[town.riverside, town.station]).await;
        town.act(async |tx| {
            for at in 0..120 {
                let store = if at % 2 == 0 { town.riverside } else { town.station };
                actions::open_next(tx, series, Some(store)).await?;
            }
            Ok(())
        })
        .await
        .unwrap();
        let hint = PickHint { store: Some(town.riverside), near: None };
        for _ in 0..7 {
            town.join(series, hint).await.unwrap();
        }
        let mut db = town.ground.db.read().await.unwrap();
        for sort in ["name", "-name", "members", "-members", "fullness", "-opened"] {
            let order = Order::parse(sort.strip_prefix('-').map_or((sort, false), |s| (s, true)));
            let mut seen = std::collections::BTreeSet::new();
            let mut page = kernel::PageRequest { limit: Some("33".into()), cursor: None };
            loop {
                let found =
                    super::list(&mut db, town.org, &Narrow::default(), order, &page).await.unwrap();
                for group in found.items {
                    assert!(seen.insert(group.id), "{sort}: twice");
                }
                page.cursor = found.next_cursor;
                if page.cursor.is_none() {
                    break;
                }
            }
            assert_eq!(seen.len(), 122, "{sort}");
        }
        let count = async |narrow: Narrow, db: &mut _| {
            super::rows(db, town.org, &narrow, Order::default(), (None, 500))
                .await
                .unwrap()
                .items
                .len()
        };
        let narrow = |words: &str| Narrow { words: words.into(), ..Narrow::default() };
        assert_eq!(count(narrow("RIVERSIDE"), &mut db).await, 61);
        assert_eq!(count(narrow("100%"), &mut db).await, 0);
        assert_eq!(count(narrow("_"), &mut db).await, 0);
        let at = Narrow { store: Some(Some(town.station)), ..Narrow::default() };
        assert_eq!(count(at, &mut db).await, 61);
        let fill = Narrow { fill: Some(super::Fill::Empty), ..Narrow::default() };
        assert_eq!(count(fill, &mut db).await, 121);
        let mine = super::within(&kernel::scope::Remit::Stores(vec![town.station]));
        assert_eq!(count(mine, &mut db).await, 61);
        let none = super::within(&kernel::scope::Remit::Groups(vec![]));
        assert_eq!(count(none, &mut db).await, 0);
        let sums = super::sums(&mut db, town.org, &Narrow::default()).await.unwrap();
        assert_eq!((sums.groups, sums.members, sums.seats), (122, 7, 122 * 50));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]
    /// Random joins and leaves: never over the capacity, consecutive numbers, at most one empty
    /// open group ahead.
    #[test]
    fn joins_and_leaves_keep_the_rules(
        capacity in 2i64..14,
        steps in prop::collection::vec((any::<bool>(), 0usize..64, any::<bool>()), 1..90),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let town = towns().await.remove(0);
            let series = town.series(capacity, &[town.riverside, town.station]).await;
            let mut inside: Vec<GroupId> = Vec::new();
            let mut ever = std::collections::HashSet::new();
            for (joins, which, river) in steps {
                if joins || inside.is_empty() {
                    let store = if river { town.riverside } else { town.station };
                    let hint = PickHint { store: Some(store), near: None };
                    let group = town.join(series, hint).await.unwrap().id;
                    ever.insert(group);
                    inside.push(group);
                } else {
                    let group = inside.swap_remove(which % inside.len());
                    town.act(async |tx| actions::give_back_seat(tx, group).await).await.unwrap();
                }
            }
            for store in [town.riverside, town.station] {
                let groups = town.groups(series).await;
                let groups: Vec<_> = groups.iter().filter(|g| g.store == Some(store)).collect();
                let numbers: Vec<_> = groups.iter().map(|group| group.number).collect();
                assert_eq!(numbers, (1..=groups.len() as i64).collect::<Vec<_>>());
                for group in &groups {
                    let taken = inside.iter().filter(|id| **id == group.id).count() as i64;
                    assert_eq!(group.seated, taken);
                    assert!(group.seated <= group.capacity);
                }
                let unused = groups.iter().filter(|group| !ever.contains(&group.id)).count();
                assert!(unused <= 1, "{unused} groups were opened too early");
            }
        });
    }
}
