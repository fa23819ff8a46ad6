use kernel::{Error, OrgId, Role, Scope, StaffId, scope::Remit};
use store::Tx;
use web::sessions::{self, Kind};

use crate::{
    house::{House, PASSWORD},
    staff::{
        By, Hash, NewPerson, Refusal,
        actions::{self, Change},
        entry::{self, Second},
        secrets,
        tokens::{self, Purpose},
        totp,
    },
};

async fn write<T: Send>(
    house: &House,
    org: OrgId,
    run: impl AsyncFnOnce(&mut Tx) -> kernel::Result<T>,
) -> kernel::Result<T> {
    house.ground.db.write(&Scope::system(org), run).await.map(|written| written.value)
}

async fn sessions_of(house: &House, org: OrgId, id: StaffId) -> usize {
    let mut db = house.ground.db.read().await.unwrap();
    let now = house.app.now();
    sessions::list(&mut db, org, Kind::Staff, id.uuid(), now).await.unwrap().len()
}

fn as_role(name: &str, role: Role) -> Change {
    Change {
        name: name.into(),
        email: Some(format!("{}@staff.example", name.to_lowercase())),
        role,
        remit: Remit::Everything,
    }
}

#[tokio::test]
async fn the_last_owner_stays() {
    for house in House::all().await {
        let (org, owner) = house.brand("fresh").await;
        let gone = write(&house, org, async |tx| actions::disable(tx, &By::System, owner).await);
        assert!(gone.await.unwrap_err().is(Refusal::LastOwner));
        let lowered = write(&house, org, async |tx| {
            actions::change(tx, &By::System, owner, as_role("Mei", Role::Manager)).await
        });
        assert!(lowered.await.unwrap_err().is(Refusal::LastOwner));
        let second = house.person(org, "Ana", Role::Owner).await;
        write(&house, org, async |tx| actions::disable(tx, &By::System, owner).await)
            .await
            .unwrap();
        // The one who left does not count any more.
        let gone = write(&house, org, async |tx| actions::disable(tx, &By::System, second).await);
        assert!(gone.await.unwrap_err().is(Refusal::LastOwner));
    }
}

#[tokio::test]
async fn an_operator_makes_no_owner_and_changes_none() {
    for house in House::all().await {
        let (org, owner) = house.brand("fresh").await;
        let operator = house.person(org, "Ana", Role::Operator).await;
        let by = By::Person { id: operator, role: Role::Operator, remit: Remit::Everything };
        for id in [owner, operator] {
            let tried = write(&house, org, async |tx| {
                actions::change(tx, &by, id, as_role("Ana", Role::Owner)).await
            });
            assert!(tried.await.unwrap_err().is(Refusal::AboveOwn));
        }
        let tried = write(&house, org, async |tx| {
            actions::invite(tx, &by, "x@staff.example", Role::Owner, Remit::Everything).await
        });
        assert!(tried.await.unwrap_err().is(Refusal::AboveOwn));
        write(&house, org, async |tx| {
            actions::invite(tx, &by, "x@staff.example", Role::Manager, Remit::Everything).await
        })
        .await
        .unwrap();
    }
}

#[tokio::test]
async fn an_address_belongs_to_one_person_of_the_installation() {
    for house in House::all().await {
        let (one, _) = house.brand("fresh").await;
        let (two, _) = house.brand("sport").await;
        let taken = |error: Error| matches!(error, Error::Invalid(f) if f.iter().any(|e| e.code == "taken"));
        let person = NewPerson {
            email: Some("FRESH@fresh.example".into()),
            ..NewPerson::new("Ana", Role::Cashier)
        };
        for org in [one, two] {
            let added = write(&house, org, async |tx| actions::add(tx, person.clone()).await);
            assert!(taken(added.await.unwrap_err()));
        }
        let id = house.person(two, "Ana", Role::Cashier).await;
        let change =
            Change { email: Some("fresh@fresh.example".into()), ..as_role("Ana", Role::Cashier) };
        let changed = write(&house, two, async |tx| {
            actions::change(tx, &By::System, id, change.clone()).await
        });
        assert!(taken(changed.await.unwrap_err()));
    }
}

#[tokio::test]
async fn whoever_leaves_is_signed_out_and_whoever_changes_is_refitted() {
    for house in House::all().await {
        let (org, _) = house.brand("fresh").await;
        let id = house.person(org, "Ana", Role::Manager).await;
        let token = write(&house, org, async |tx| entry::sign_in(tx, id, "Chrome").await).await;
        let token = token.unwrap();
        write(&house, org, async |tx| {
            actions::change(tx, &By::System, id, as_role("Ana", Role::Cashier)).await
        })
        .await
        .unwrap();
        let now = house.app.now();
        let mut db = house.ground.db.read().await.unwrap();
        let session = sessions::find(&mut db, Kind::Staff, &token, now).await.unwrap().unwrap();
        assert_eq!(session.role, Some(Role::Cashier));
        drop(db);
        write(&house, org, async |tx| actions::disable(tx, &By::System, id).await).await.unwrap();
        assert_eq!(sessions_of(&house, org, id).await, 0);
        let again = write(&house, org, async |tx| entry::sign_in(tx, id, "Chrome").await).await;
        assert!(again.is_err(), "somebody who left got in");
        write(&house, org, async |tx| actions::enable(tx, &By::System, id).await).await.unwrap();
        write(&house, org, async |tx| entry::sign_in(tx, id, "Chrome").await).await.unwrap();
    }
}

#[tokio::test]
async fn an_invitation_is_good_once_for_seven_days() {
    for house in House::all().await {
        let (org, owner) = house.brand("fresh").await;
        let hash = secrets::hash(&house.ground.world, PASSWORD).await.unwrap();
        let invite = async |email: &str| {
            write(&house, org, async |tx| {
                actions::invite(tx, &By::System, email, Role::Host, Remit::Everything).await
            })
            .await
            .unwrap()
        };
        let accept = async |token: &str| {
            write(&house, org, async |tx| actions::accept(tx, token, "Li Na", hash.clone()).await)
                .await
        };
        let (_, used) = invite("li@staff.example").await;
        assert_eq!(accept(&used).await.unwrap().role, Role::Host);
        assert!(accept(&used).await.unwrap_err().is(Refusal::InvitationGone));
        let (id, withdrawn) = invite("wu@staff.example").await;
        write(&house, org, async |tx| actions::withdraw(tx, &By::System, id).await).await.unwrap();
        assert!(accept(&withdrawn).await.unwrap_err().is(Refusal::InvitationGone));
        let (_, replaced) = invite("zhao@staff.example").await;
        let (_, late) = invite("zhao@staff.example").await;
        assert!(accept(&replaced).await.unwrap_err().is(Refusal::InvitationGone));
        house.ground.clock.advance(std::time::Duration::from_secs(7 * 86_400 + 1));
        assert!(accept(&late).await.unwrap_err().is(Refusal::InvitationGone));
        let _ = owner;
    }
}

#[tokio::test]
async fn codes_and_recovery_codes_open_once() {
    for house in House::all().await {
        let (org, id) = house.brand("fresh").await;
        let secret = [7u8; totp::SECRET_LEN];
        let step = totp::step(house.app.now());
        let on = write(&house, org, async |tx| entry::turn_on(tx, id, &secret, "000000").await);
        assert!(on.await.unwrap_err().is(Refusal::WrongCode));
        let code = totp::code(&secret, step);
        let codes = write(&house, org, async |tx| entry::turn_on(tx, id, &secret, &code).await)
            .await
            .unwrap();
        assert_eq!(codes.len(), 10);
        let check = async |typed: &str| {
            write(&house, org, async |tx| entry::check_code(tx, id, typed).await).await.unwrap()
        };
        assert!(!check(&code).await, "the code that turned it on is used");
        house.ground.clock.advance(std::time::Duration::from_secs(60));
        let next = totp::code(&secret, step + 2);
        assert!(check(&next).await);
        assert!(!check(&next).await, "a code twice");
        let first = codes.first().unwrap();
        let spaced = format!(" {}-{} ", &first[..8].to_lowercase(), &first[8..]);
        assert!(check(&spaced).await);
        assert!(!check(first).await, "a recovery code twice");
        assert!(!check("").await && !check("AAAA-AAAA-AAAA-AAAA").await);
        let left = entry::codes_left(&mut house.ground.db.read().await.unwrap(), org, id).await;
        assert_eq!(left.unwrap(), 9);
    }
}

#[tokio::test]
async fn five_wrong_codes_ask_for_the_password_again() {
    for house in House::all().await {
        let (org, id) = house.brand("fresh").await;
        let secret = [7u8; totp::SECRET_LEN];
        let code = totp::code(&secret, totp::step(house.app.now()));
        write(&house, org, async |tx| entry::turn_on(tx, id, &secret, &code).await).await.unwrap();
        house.ground.clock.advance(std::time::Duration::from_secs(60));
        let step = async || {
            write(&house, org, async |tx| tokens::make(tx, id, Purpose::Step).await).await.unwrap()
        };
        let try_code = async |token: &str, typed: &str| {
            write(&house, org, async |tx| entry::second_step(tx, token, typed, "x").await)
                .await
                .unwrap()
        };
        let token = step().await;
        for _ in 0..5 {
            assert_eq!(try_code(&token, "000000").await, Second::Wrong);
        }
        let right = totp::code(&secret, totp::step(house.app.now()));
        assert_eq!(try_code(&token, &right).await, Second::Over);
        let token = step().await;
        assert!(matches!(try_code(&token, &right).await, Second::In(_)));
        assert_eq!(try_code(&token, &right).await, Second::Over);
        let token = step().await;
        house.ground.clock.advance(Purpose::Step.lasts());
        let right = totp::code(&secret, totp::step(house.app.now()));
        assert_eq!(try_code(&token, &right).await, Second::Over);
    }
}

#[tokio::test]
async fn a_link_for_a_new_password_is_good_once_and_signs_everybody_out() {
    for house in House::all().await {
        let (org, id) = house.brand("fresh").await;
        write(&house, org, async |tx| entry::sign_in(tx, id, "Chrome").await).await.unwrap();
        let hash: Hash = secrets::hash(&house.ground.world, "another corner").await.unwrap();
        let link = write(&house, org, async |tx| tokens::make(tx, id, Purpose::Reset).await).await;
        let link = link.unwrap();
        write(&house, org, async |tx| entry::reset(tx, &link, &hash).await).await.unwrap();
        assert_eq!(sessions_of(&house, org, id).await, 0);
        let again = write(&house, org, async |tx| entry::reset(tx, &link, &hash).await).await;
        assert!(again.unwrap_err().is(Refusal::LinkGone));
        let mut db = house.ground.db.read().await.unwrap();
        let found = entry::credentials(&mut db, "fresh@fresh.example").await.unwrap().unwrap();
        assert!(secrets::verify("another corner", found.password.as_ref()).await.unwrap());
        assert!(!secrets::verify(PASSWORD, found.password.as_ref()).await.unwrap());
        assert!(!secrets::verify("", None).await.unwrap());
    }
}
