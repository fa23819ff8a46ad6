use std::io::Cursor;

use kernel::PageRequest;

use super::{Mapping, Mode, Options, Reject, Rows, Summary, members};
use crate::members::{self as people, ConsentState, Search, ground::Shop};

const FILE: &str = "姓名,手机号,邮箱,生日,备注\n\
    陈美,13800000001,,05-17,\n\
    Ana Ruiz,+34 612 34 56 78,ana@example.com,1984-05-17,likes leeks\n\
    Nobody,12,,,\n\
    陈美,138 0000 0001,,,\n\
    Only a name,,,,\n\
    ,13800000009,,,\n";

async fn run(shop: &Shop, file: &str, mode: Mode) -> (Summary, Vec<Reject>) {
    let rows = Rows::open(Cursor::new(file.as_bytes().to_vec())).unwrap().unwrap();
    let mapping = Mapping::guess(rows.header());
    let options = Options { mode, ..Options::default() };
    let mut rejects = Vec::new();
    let summary = members(&shop.ground.db, &shop.scope, rows, (&mapping, &options), &mut |step| {
        rejects.extend_from_slice(step.rejects);
    })
    .await
    .unwrap();
    (summary, rejects)
}

#[tokio::test]
async fn a_file_is_tried_brought_in_and_brought_in_again_without_a_change() {
    for shop in Shop::all().await {
        let first = Summary { rows: 6, added: 3, updated: 0, same: 1, rejected: 2 };
        assert_eq!(run(&shop, FILE, Mode::Try).await.0, first);
        let (summary, rejects) = run(&shop, FILE, Mode::Write).await;
        assert_eq!(summary, first);
        let lines: Vec<_> = rejects.iter().map(|one| one.line).collect();
        assert_eq!(lines, [4, 7]);
        assert!(rejects[0].reason.starts_with("phone: "), "{}", rejects[0].reason);
        let again = Summary { rows: 6, added: 0, updated: 0, same: 4, rejected: 2 };
        assert_eq!(run(&shop, FILE, Mode::Write).await.0, again);
        let mut db = shop.ground.db.read().await.unwrap();
        let search = Search { words: "ana".into(), ..Search::default() };
        let found =
            people::list(&mut db, shop.org, &search, &PageRequest::default()).await.unwrap();
        let ana = &found.items[0];
        assert_eq!(ana.phone.as_ref().unwrap().as_str(), "+34612345678");
        let consents = people::consents(&mut db, shop.org, ana.id).await.unwrap();
        assert!(consents.iter().all(|one| one.state == ConsentState::NotAsked));
    }
}

#[tokio::test]
async fn what_a_person_told_us_is_completed_and_never_overwritten() {
    let shop = Shop::open(store::Engine::Sqlite).await;
    run(&shop, "name,phone\nAna,13800000001\n", Mode::Write).await;
    let more = "name,phone,email,tags\nANA RUIZ,13800000001,ana@example.com,fish\n";
    let (summary, _) = run(&shop, more, Mode::Write).await;
    assert_eq!(summary.updated, 1);
    let mut db = shop.ground.db.read().await.unwrap();
    let phone = people::E164::read("13800000001", "CN").unwrap();
    let ana = people::by_phone(&mut db, shop.org, &phone).await.unwrap().unwrap();
    assert_eq!((ana.name.as_str(), ana.email.unwrap().as_str()), ("Ana", "ana@example.com"));
    assert_eq!(ana.tags, ["fish"]);
}
