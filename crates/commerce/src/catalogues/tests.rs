use std::{collections::BTreeMap, io::Cursor, sync::Mutex};

use people::imports::{Mode, Reject, Summary};

use super::{run::*, *};
use crate::{
    on_each,
    products::{self, Product},
    testing::{Grocer, House},
};

const FILE: &str = "code,name,中文名,category,price,unit,stock Riverside,stock Hillside,bundle\n\
    T1,Fruit bowl,,Gifts,25.00,,,,B1 x 2; P1\n\
    B1,Strawberries,草莓,Fruit,15.00,500 g,40,10,\n\
    P1,Pears,梨,Fruit,7.50,kg,20,,\n";

struct Came {
    summary: Summary,
    rejects: Vec<Reject>,
    told: Vec<Told>,
}

#[derive(Default)]
struct Folder(BTreeMap<&'static str, Vec<u8>>, Mutex<usize>);

impl Pictures for Folder {
    fn read(&self, name: &str, _: usize) -> std::io::Result<Found> {
        *self.1.lock().unwrap() += 1;
        Ok(self.0.get(name).cloned().map_or(Found::Missing, Found::Bytes))
    }
}

async fn bring(grocer: &Grocer, file: &str, options: Options) -> kernel::Result<Came> {
    with_pictures(grocer, file, options, &NoPictures).await
}

async fn with_pictures(
    grocer: &Grocer,
    file: &str,
    options: Options,
    pictures: &dyn Pictures,
) -> kernel::Result<Came> {
    let stores = open_stores(&grocer.ground.db, grocer.org).await.unwrap();
    let header: Vec<String> = file.lines().next().unwrap().split(',').map(str::to_owned).collect();
    let columns = Columns::guess(&header, &stores);
    let ask = Ask { columns: &columns, options: &options, pictures };
    let (mut rejects, mut told) = (Vec::new(), Vec::new());
    let open = || Ok(Cursor::new(file.as_bytes()));
    let scope = kernel::Scope::system(grocer.org);
    let summary = super::products(&grocer.ground.db, &scope, &open, &ask, &mut |step| {
        rejects.extend_from_slice(step.rejects);
        told.extend_from_slice(step.told);
    })
    .await?;
    Ok(Came { summary, rejects, told })
}

const fn tried() -> Options {
    Options { mode: Mode::Try, store: None, count: Count::Known, lang: kernel::Lang::En }
}

const fn counted(rows: u64, [added, updated, same, rejected]: [u64; 4]) -> Summary {
    Summary { rows, added, updated, same, rejected }
}

async fn coded(grocer: &Grocer, code: &str) -> Product {
    let mut db = grocer.ground.db.read().await.unwrap();
    products::by_code(&mut db, grocer.org, code).await.unwrap().unwrap()
}

on_each! {
    async fn a_file_is_tried_brought_in_and_brought_in_again_without_a_change(grocer) {
        let first = counted(3, [3, 0, 0, 0]);
        let came = bring(&grocer, FILE, tried()).await.unwrap();
        assert_eq!((came.summary, came.rejects), (first, vec![]));
        let mut db = grocer.ground.db.read().await.unwrap();
        assert!(products::by_code(&mut db, grocer.org, "B1").await.unwrap().is_none());
        drop(db);
        assert_eq!(bring(&grocer, FILE, Options::default()).await.unwrap().summary, first);
        let berries = coded(&grocer, "B1").await;
        assert_eq!((berries.price, berries.unit.as_str(), berries.name.zh.as_str()), (1500, "500 g", "草莓"));
        assert_eq!(grocer.left(berries.id).await, 40);
        assert_eq!(grocer.left(coded(&grocer, "T1").await.id).await, 20, "a bundle that stood first");
        let before = grocer.events("products.").await.len();
        for options in [tried(), Options::default(), Options { count: Count::Fresh, ..tried() }] {
            let came = bring(&grocer, FILE, options).await.unwrap();
            assert_eq!(came.summary, counted(3, [0, 0, 3, 0]), "{:?}", came.told);
        }
        assert_eq!(grocer.events("products.").await.len(), before);
    }
}

on_each! {
    async fn only_what_changed_changes_and_the_trial_says_what(grocer) {
        bring(&grocer, FILE, Options::default()).await.unwrap();
        let file = "code,price,category,stock Riverside\nB1,16.00,,41\nP1,7.50,-,20\n";
        let trial = bring(&grocer, file, tried()).await.unwrap();
        let changes = |came: &Came| {
            let one = |told: &Told| {
                let change = |c: &Change| format!("{} {}>{}", c.what, c.before, c.after);
                (told.line, told.changes.iter().map(change).collect::<Vec<_>>())
            };
            came.told.iter().map(one).collect::<Vec<_>>()
        };
        let expected = vec![
            (2, vec!["price 15.00>16.00".to_owned(), "stock 40>41".to_owned()]),
            (3, vec!["category Fruit>".to_owned()]),
        ];
        assert_eq!(changes(&trial), expected);
        assert_eq!(changes(&bring(&grocer, file, Options::default()).await.unwrap()), expected);
        let berries = coded(&grocer, "B1").await;
        assert_eq!((berries.price, berries.category.as_str(), grocer.left(berries.id).await), (1600, "Fruit", 41));
        assert_eq!(coded(&grocer, "P1").await.category, "");
    }
}

on_each! {
    async fn what_was_sold_since_the_last_file_is_not_put_back_unless_somebody_counted(grocer) {
        bring(&grocer, FILE, Options::default()).await.unwrap();
        let (berries, ana) = (coded(&grocer, "B1").await, grocer.member("Ana").await);
        let order = grocer.order(ana, &[(berries.id, 3)]).await.unwrap();
        bring(&grocer, FILE, Options { count: Count::Fresh, ..Options::default() }).await.unwrap();
        assert_eq!(grocer.left(berries.id).await, 37, "what is ordered still lies there");
        grocer.hand_over(order).await.unwrap();
        bring(&grocer, FILE, Options::default()).await.unwrap();
        assert_eq!(grocer.left(berries.id).await, 37);
        bring(&grocer, FILE, Options { count: Count::Fresh, ..Options::default() }).await.unwrap();
        assert_eq!(grocer.left(berries.id).await, 40);
        grocer.order(ana, &[(berries.id, 5)]).await.unwrap();
        let less = "code,stock Riverside\nB1,4\n";
        for options in [tried(), Options::default()] {
            let came = bring(&grocer, less, options).await.unwrap();
            assert!(came.rejects[0].reason.contains("5 pieces"), "{:?}", came.rejects);
        }
        assert_eq!(grocer.left(berries.id).await, 35);
    }
}

on_each! {
    async fn every_broken_row_is_named_with_its_line_and_what_to_do(grocer) {
        grocer.product("Twin", 100, 0).await;
        grocer.product("Twin", 100, 0).await;
        grocer.product("Melon", 300, 0).await;
        let head = "code,name,price,stock Riverside,state,bundle,picture,place\n";
        // A row, and what its refusal begins with; a good row has none.
        let table: [(&str, Option<&str>); 18] = [
            ("A1,Apples,3.00,5,,,,", None),
            (",Melon,3.50,,,,,", None),
            ("A2,Plums,,5,,,,", Some("price: ")),
            ("A3,,3.00,5,,,,", Some("name: ")),
            ("A4,Plums,many,5,,,,", Some("price: ")),
            ("A5,Plums,-3.00,5,,,,", Some("price: ")),
            ("A6,Plums,99999999999999999999,5,,,,", Some("price: ")),
            ("A7,Plums,3.00,-1,,,,", Some("stock: ")),
            ("A8,Plums,3.00,1.5,,,,", Some("stock: ")),
            ("A9,Plums,3.00,,sideways,,,", Some("state: ")),
            ("A1,Apples again,3.00,,,,,", Some("code: The same product stands on line 2")),
            (",Twin,3.00,,,,,", Some("code: Two products")),
            ("B1,Bowl,9.00,,,Z9 x 2,,", Some("bundle: No product")),
            ("B2,Bowl,9.00,,,A1 x 0,,", Some("bundle: Write codes")),
            ("B3,Bowl,9.00,4,,A1 x 2,,", Some("stock: A bundle")),
            ("C1,Plums,3.00,,,,../plums.jpg,", Some("picture: ")),
            ("C2,Plums,3.00,,,,,12345", Some("place: ")),
            ("0123456789012345678901234567890123456789x,Plums,3.00,,,,,", Some("code: ")),
        ];
        let rows: String = table.iter().map(|(row, _)| format!("{row}\n")).collect();
        let file = format!("{head}{rows}");
        let lines: Vec<u64> = (2u64..).zip(table).filter(|(_, (_, said))| said.is_some()).map(|(line, _)| line).collect();
        for options in [tried(), Options::default(), Options::default()] {
            let mut came = bring(&grocer, &file, options).await.unwrap();
            came.rejects.sort_by_key(|one| one.line);
            let told: Vec<u64> = came.rejects.iter().map(|one| one.line).collect();
            assert_eq!(told, lines, "{:#?}", came.rejects);
            for reject in &came.rejects {
                let said = table[usize::try_from(reject.line).unwrap() - 2].1.unwrap();
                assert!(reject.reason.starts_with(said), "{reject:?} is not {said}");
            }
        }
        let which = products::Which::default();
        let mut db = grocer.ground.db.read().await.unwrap();
        let all = products::list(&mut db, grocer.org, &which, &kernel::PageRequest::default()).await.unwrap();
        assert_eq!(all.items.len(), 4, "the good rows are in, and nothing of the others");
    }
}

on_each! {
    async fn a_product_made_by_hand_gets_its_code_from_a_row_of_its_name(grocer) {
        let melon = grocer.product("Melon", 300, 7).await;
        let came = bring(&grocer, "code,name,price\nM1,Melon,3.20\n", Options::default()).await.unwrap();
        assert_eq!(came.summary, counted(1, [0, 1, 0, 0]));
        assert_eq!(coded(&grocer, "M1").await.id, melon);
        let came = bring(&grocer, "name,price\nMelon,3.20\n", Options::default()).await.unwrap();
        assert_eq!(came.summary, counted(1, [0, 0, 1, 0]), "a row without a code is known by its name");
        let came = bring(&grocer, "code,name,price\nM2,Melon,4.00\n", Options::default()).await.unwrap();
        assert_eq!(came.summary, counted(1, [1, 0, 0, 0]), "another code is another product");
    }
}

on_each! {
    async fn a_file_that_cannot_be_told_apart_is_refused_as_a_whole(grocer) {
        for (file, field) in [("colour,price\nred,1.00\n", "code"), ("code,price,stock\nA,1.00,5\n", "store")] {
            match bring(&grocer, file, Options::default()).await {
                Err(kernel::Error::Invalid(fields)) => assert_eq!(fields.first().unwrap().field, field),
                other => panic!("{:?}", other.map(|came| came.summary)),
            }
        }
        let options = Options { store: Some(grocer.hillside), ..Options::default() };
        bring(&grocer, "code,name,price,stock\nA,Apples,1.00,5\n", options).await.unwrap();
        assert_eq!(grocer.left(coded(&grocer, "A").await.id).await, 0, "they lie in Hillside");
    }
}

/// A picture of two pixels.
fn png(shade: u8) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let image = image::RgbImage::from_pixel(2, 2, image::Rgb([shade, 10, 10]));
    image.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pictures_come_from_their_folder_once_and_again_when_they_changed() {
    let grocer = Grocer::open(::store::Engine::Sqlite).await;
    let file = "code,name,price,picture\nA,Apples,1.00,a.png\nB,Plums,2.00,gone.png\nC,Figs,3.00,text.png\n";
    let mut folder = Folder::default();
    folder.0.insert("a.png", png(200));
    folder.0.insert("text.png", b"no picture".to_vec());
    let bring = async |folder: &Folder| {
        with_pictures(&grocer, file, Options::default(), folder).await.unwrap()
    };
    let came = bring(&folder).await;
    assert_eq!(came.summary, counted(3, [1, 0, 0, 2]));
    assert!(came.rejects[0].reason.contains("gone.png"), "{:?}", came.rejects);
    let first = coded(&grocer, "A").await.picture.unwrap();
    assert_eq!(bring(&folder).await.summary, counted(3, [0, 0, 1, 2]));
    assert_eq!(coded(&grocer, "A").await.picture, Some(first));
    folder.0.insert("a.png", png(100));
    assert_eq!(bring(&folder).await.summary, counted(3, [0, 1, 0, 2]));
    assert_ne!(coded(&grocer, "A").await.picture, Some(first));
}

on_each! {
    async fn what_is_written_out_comes_in_unchanged_and_into_another_shop_as_it_was(grocer) {
        bring(&grocer, FILE, Options::default()).await.unwrap();
        let odd = "code,name,price,category\nX1,'=SUM(A1),1.00,\"a, \"\"b\"\"\"\n,'-5 °C,2.00,\n";
        assert_eq!(bring(&grocer, odd, Options::default()).await.unwrap().summary.added, 2);
        let out = written(&grocer).await;
        let came = bring(&grocer, &out, Options { count: Count::Fresh, ..Options::default() }).await.unwrap();
        assert_eq!(came.summary, counted(5, [0, 0, 5, 0]), "{:?} {:?}", came.told, came.rejects);
        let other = Grocer::open(::store::Engine::Sqlite).await;
        bring(&other, &out, Options::default()).await.unwrap();
        let bare = |text: String| {
            let mut lines: Vec<String> = text.lines().map(|line| line.split_once(',').unwrap().1.to_owned()).collect();
            lines.sort();
            lines
        };
        assert_eq!(bare(written(&other).await), bare(out));
    }
}

async fn written(grocer: &Grocer) -> String {
    let mut db = grocer.ground.db.read().await.unwrap();
    let shop = web::shops::require(&mut db, grocer.org).await.unwrap();
    let stores = open_stores(&grocer.ground.db, grocer.org).await.unwrap();
    let which = products::Which::default();
    let out = Catalogue { shop: &shop, stores: &stores, which, beside: Beside::Nothing };
    let lines = out.lines(&mut db, None).await.unwrap();
    assert!(lines.next.is_none());
    format!("{}{}", out.head().unwrap(), lines.lines.concat())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_console_looks_tries_and_brings_in_and_keeps_what_was_chosen() {
    let house = House::open().await;
    let desk = house.staff();
    let page = house.get(&desk, "/console/products/imports").await;
    assert_eq!(page.status, 200, "{}", page.body);
    let sent =
        house.upload(&desk, "/console/products/imports", ("fruit.csv", FILE.as_bytes())).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let place = sent.location;
    let page = house.get(&desk, &place).await;
    assert!(page.status == 200 && page.body.contains("Strawberries"), "{}", page.body);
    let (riverside, hillside) = (house.grocer.riverside, house.grocer.hillside);
    let form = format!(
        "code=0&name=1&name_zh=2&category=3&price=4&unit=5&stock_{riverside}=6&stock_{hillside}=7&bundle=8&count=known"
    );
    let twice =
        house.post(&desk, &format!("{place}/trial"), &form.replace("price=4", "price=3")).await;
    assert_eq!(twice.status, 422);
    let tried = house.post(&desk, &format!("{place}/trial"), &form).await;
    assert!(tried.status == 200 && tried.body.contains("Fruit bowl"), "{}", tried.body);
    let run = house.post(&desk, &format!("{place}/run"), &form).await;
    assert_eq!(run.status, 303, "{}", run.body);
    house.grocer.settle().await;
    assert_eq!(coded(&house.grocer, "B1").await.price, 1500);
    let page = house.get(&desk, &place).await;
    assert!(page.status == 200 && !page.body.contains("Refused lines"), "{}", page.body);
    let out = house.get(&desk, "/console/products/catalogue").await;
    assert!(out.body.contains("B1,Strawberries,草莓,,Fruit,15.00,500 g,"), "{}", out.body);
    for bad in [&b""[..], b"\xff\xfe\x00", b"colour\nred\n"] {
        let sent = house.upload(&desk, "/console/products/imports", ("bad.csv", bad)).await;
        assert!([303, 422].contains(&sent.status), "{}", sent.status);
    }
}
