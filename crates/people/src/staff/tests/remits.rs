//! An operator of one store of a chain, and what they give.

use axum::http::StatusCode;
use kernel::{OrgId, Role, Scope, StaffId, StoreId, scope::Remit};
use store::Tx;

use crate::{
    groups::{self, Group},
    house::{Answer, Browser, House, PASSWORD},
    playbooks,
    series::{self, NewSeries},
    staff::{
        self, By, NewPerson, Refusal,
        actions::{self, Change},
    },
    stores,
};

/// Stores at Riverside and Station with a group each; Ana operates Riverside.
struct Chain {
    house: House,
    org: OrgId,
    riverside: StoreId,
    /// The group of Riverside, and the one of Station.
    own: Group,
    foreign: Group,
    ana: By,
}

const INVITATIONS: &str = "/console/staff/invitations";

impl Chain {
    async fn on(house: House) -> Self {
        let (org, _) = house.brand("fresh").await;
        let act = Scope::system(org);
        let open = async |name: &str| {
            let store = stores::NewStore::named(name);
            let run = async |tx: &mut Tx| stores::actions::open(tx, store.clone()).await;
            house.ground.db.write(&act, run).await.unwrap().value
        };
        let (riverside, station) = (open("Riverside").await, open("Station").await);
        let mut new = NewSeries::of(playbooks::find("fresh-food").unwrap(), kernel::Lang::En);
        new.stores = vec![riverside, station];
        let run = async |tx: &mut Tx| series::actions::open(tx, new.clone()).await;
        let series = house.ground.db.write(&act, run).await.unwrap().value;
        let mut db = house.ground.db.read().await.unwrap();
        let all = groups::of_series(&mut db, org, series).await.unwrap();
        drop(db);
        let of = |store| all.iter().find(|group| group.store == Some(store)).unwrap().clone();
        let (own, foreign) = (of(riverside), of(station));
        let remit = Remit::Stores(vec![riverside]);
        let mut chain = Self { house, org, riverside, own, foreign, ana: By::System };
        let id = chain.hire("Ana", Role::Operator, remit.clone()).await;
        chain.ana = By::Person { id, role: Role::Operator, remit };
        chain
    }
    async fn hire(&self, name: &str, role: Role, remit: Remit) -> StaffId {
        let person = NewPerson {
            email: Some(format!("{}@staff.example", name.to_lowercase())),
            password: Some(staff::hash(&self.house.ground.world, PASSWORD).await.unwrap()),
            remit,
            ..NewPerson::new(name, role)
        };
        self.act(async |tx| actions::add(tx, person.clone()).await).await.unwrap()
    }
    async fn act<T: Send>(
        &self,
        run: impl AsyncFnOnce(&mut Tx) -> kernel::Result<T>,
    ) -> kernel::Result<T> {
        self.house.ground.db.write(&Scope::system(self.org), run).await.map(|done| done.value)
    }
    async fn remit_of(&self, id: StaffId) -> Remit {
        let mut db = self.house.ground.db.read().await.unwrap();
        staff::require(&mut db, self.org, id).await.unwrap().remit
    }
    async fn as_ana(&self) -> Browser {
        self.house.signed_in("ana@staff.example").await
    }
}

fn host_of(name: &str, groups: &[&Group]) -> Change {
    Change {
        name: name.into(),
        email: Some(format!("{}@staff.example", name.to_lowercase())),
        role: Role::Host,
        remit: of(groups),
    }
}

fn of(groups: &[&Group]) -> Remit {
    Remit::Groups(groups.iter().map(|group| group.id).collect())
}

#[tokio::test]
async fn who_has_stores_gives_the_groups_of_those_stores() {
    for house in House::all().await {
        let chain = Chain::on(house).await;
        let Chain { own, foreign, ana, .. } = &chain;
        let li = chain.hire("Li", Role::Host, Remit::Stores(vec![chain.riverside])).await;
        let change = async |groups: &[&Group]| {
            chain.act(async |tx| actions::change(tx, ana, li, host_of("Li", groups)).await).await
        };
        for refused in [change(&[foreign]).await, change(&[own, foreign]).await] {
            assert!(refused.unwrap_err().is(Refusal::AboveOwn));
        }
        change(&[own]).await.unwrap();
        assert_eq!(chain.remit_of(li).await, of(&[own]));
        let invite = async |groups: &[&Group]| {
            let remit = of(groups);
            let to = "wu@staff.example";
            chain.act(async |tx| actions::invite(tx, ana, to, Role::Host, remit).await).await
        };
        assert!(invite(&[foreign]).await.unwrap_err().is(Refusal::AboveOwn));
        let (invitation, _) = invite(&[own]).await.unwrap();
        chain.act(async |tx| actions::withdraw(tx, ana, invitation).await).await.unwrap();
    }
}

#[tokio::test]
async fn nobody_takes_from_others_what_they_do_not_have() {
    for house in House::all().await {
        let chain = Chain::on(house).await;
        let Chain { own, foreign, ana, .. } = &chain;
        let both = of(&[own, foreign]);
        let li = chain.hire("Li", Role::Host, both.clone()).await;
        let narrowed =
            async |tx: &mut Tx| actions::change(tx, ana, li, host_of("Li", &[own])).await.map(drop);
        assert!(chain.act(narrowed).await.unwrap_err().is(Refusal::AboveOwn));
        let disabled = chain.act(async |tx| actions::disable(tx, ana, li).await).await;
        assert!(disabled.unwrap_err().is(Refusal::AboveOwn));
        let (invitation, _) = chain
            .act(async |tx| {
                let to = "wu@staff.example";
                actions::invite(tx, &By::System, to, Role::Host, both.clone()).await
            })
            .await
            .unwrap();
        let withdrawn = chain.act(async |tx| actions::withdraw(tx, ana, invitation).await).await;
        assert!(withdrawn.unwrap_err().is(Refusal::AboveOwn));
        assert_eq!(chain.remit_of(li).await, both);
        // What is hers alone she takes as she gives it.
        let wu = chain.hire("Wu", Role::Host, of(&[own])).await;
        chain.act(async |tx| actions::disable(tx, ana, wu).await).await.unwrap();
        chain.act(async |tx| actions::enable(tx, ana, wu).await).await.unwrap();
    }
}

#[tokio::test]
async fn an_invitation_is_for_groups_of_ones_own_stores_and_names_no_others() {
    let chain = Chain::on(House::quick().await).await;
    let mut ana = chain.as_ana().await;
    let page = ana.get("/console/staff/invitations/new").await;
    assert!(page.text.contains(&chain.own.name) && page.text.contains("Riverside"));
    assert!(!page.text.contains(&chain.foreign.name) && !page.text.contains("Station"));
    assert!(!page.text.contains("value=\"everything\""), "more than she has is offered");
    let once = page.once(INVITATIONS);
    let (own, foreign) = (chain.own.id.to_string(), chain.foreign.id.to_string());
    let head = [("email", "wu@staff.example"), ("role", "host"), ("remit", "groups")];
    let mut send = async |groups: &[&str]| {
        let chosen = groups.iter().map(|id| ("groups", *id));
        let form: Vec<_> = head.into_iter().chain(chosen).chain([("once", &*once)]).collect();
        ana.post(INVITATIONS, &form).await
    };
    for (groups, words) in [
        (vec![], "Choose at least one"),
        (vec![&*foreign], "Choose at least one"),
        (vec![&*own, &*foreign], "Please choose one from the list"),
    ] {
        let again = send(&groups).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "{groups:?}");
        assert!(again.text.contains(words), "{groups:?}: {}", again.text);
        assert!(!again.text.contains(&chain.foreign.name), "another store's group is named");
    }
    let made = send(&[&own]).await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.text);
    let link = made.between("http://shop.example/invitation/", "\"");
    let form = [("name", "Wu"), ("password", PASSWORD), ("once", "x")];
    let mut wu = chain.house.browser();
    assert_eq!(wu.post(&format!("/invitation/{link}"), &form).await.to, "/console");
    let groups = wu.get("/console/groups").await;
    assert!(groups.text.contains(&chain.own.name) && !groups.text.contains(&chain.foreign.name));
}

#[tokio::test]
async fn a_persons_groups_are_chosen_on_their_page() {
    let chain = Chain::on(House::quick().await).await;
    let Chain { own, foreign, .. } = &chain;
    let li = chain.hire("Li", Role::Host, of(&[own])).await;
    let path = format!("/console/staff/{li}");
    let form = |page: &Answer, groups: &[&Group]| {
        let mut form: Vec<(&str, String)> = vec![
            ("name", "Li".into()),
            ("email", "li@staff.example".into()),
            ("role", "host".into()),
            ("remit", "groups".into()),
            ("once", page.once(&path)),
        ];
        form.extend(groups.iter().map(|group| ("groups", group.id.to_string())));
        form
    };
    let send = async |browser: &mut Browser, groups: &[&Group]| {
        let page = browser.get(&path).await;
        let form = form(&page, groups);
        let form: Vec<_> = form.iter().map(|(key, value)| (*key, value.as_str())).collect();
        browser.post(&path, &form).await
    };
    let ticked = |page: &Answer, group: &Group| {
        let field = page.between(&format!("name=\"groups\" value=\"{}\"", group.id), ">");
        field.contains("checked")
    };
    let mut owner = chain.house.signed_in("fresh@fresh.example").await;
    let page = owner.get(&path).await;
    assert!(ticked(&page, own) && !ticked(&page, foreign), "{}", page.text);
    let mut ana = chain.as_ana().await;
    let sneaked = send(&mut ana, &[own, foreign]).await;
    assert_eq!(sneaked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!sneaked.text.contains(&foreign.name), "another store's group is named");
    assert_eq!(send(&mut ana, &[own]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(send(&mut owner, &[own, foreign]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(chain.remit_of(li).await, of(&[own, foreign]));
    let page = owner.get(&path).await;
    assert!(ticked(&page, own) && ticked(&page, foreign));
    // Li works at Station too now: Ana reads the page, and changes nothing.
    let page = ana.get(&path).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.once(&path).is_empty() && !page.text.contains(&foreign.name));
    for part in ["/pin", "/password-link", "/second-step", "/leaving"] {
        let tried = ana.post(&format!("{path}{part}"), &[("once", "x"), ("pin", "2580")]).await;
        assert_eq!(tried.status, StatusCode::FORBIDDEN, "{part}");
    }
}
