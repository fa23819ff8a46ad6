//! A till's file as tills write them: broken here and there, and interrupted.

use std::fs;

use super::{
    data::{SAMPLE, with_store},
    rig::{Folder, tool, until},
};

/// Members, purchases, their sum and the postings of a folder.
fn books(folder: &Folder) -> String {
    let sql = "SELECT (SELECT COUNT(*) FROM member), (SELECT COUNT(*) FROM purchase), \
               (SELECT SUM(amount) FROM purchase), (SELECT COUNT(*) FROM visit)";
    tool(&folder.path("regulars-data"), "sqlite3", &["regulars.db", sql])
}

#[test]
fn an_import_that_is_killed_and_run_again_ends_as_if_nothing_had_happened() {
    let folder = with_store();
    folder.write("cdnow.csv", SAMPLE);
    let import = ["import", "purchases", "cdnow.csv", "--store", "Main Street", "--json"];
    for enough in [200, 2_000] {
        let mut running = folder.start(&import);
        let sql = format!("SELECT COUNT(*) > {enough} FROM purchase");
        until("a part of the file is in", || {
            let database = folder.path("regulars-data");
            (tool(&database, "sqlite3", &["regulars.db", &sql]).trim() == "1").then_some(())
        });
        running.0.kill().unwrap();
        assert_eq!(running.ended(), None, "it was killed");
    }
    let half: i64 = books(&folder).split('|').nth(1).unwrap().parse().unwrap();
    assert!(half > 2_000 && half < 6_919, "{half} purchases: it was killed half-way");
    let end = folder.run(&import).fine().json();
    assert_eq!(end["summary"]["known"].as_i64().unwrap(), half);
    assert!(books(&folder).starts_with("2357|6919|24409194|"), "{}", books(&folder));
    folder.run(&["audit"]).fine();
}

/// Every way in which a row can be broken, with what the file of rejects says.
#[test]
fn every_broken_row_is_kept_with_its_line_and_reason() {
    let folder = with_store();
    let mut file: Vec<u8> = b"customer,date,items,amount\n".to_vec();
    let mut row = |bytes: &[u8]| {
        file.extend_from_slice(bytes);
        file.push(b'\n');
    };
    row(b"0001,1997-01-01,2,29.33");
    row(b"0002,1997-13-45,2,29.33");
    row(b"0003,1997-01-01,2,-5.00");
    row(b"0004,1997-01-01,2,99999999999999999999.00");
    row(b",1997-01-01,2,29.33");
    row(b"\xff\xfe\xfa,1997-01-01,2,29.33");
    row(b"0005;1997-01-01;2;29.33");
    row(&vec![b'x'; 10 << 20]);
    row(b"0006,1997-01-01,2,12.00");
    fs::write(folder.path("till.csv"), &file).unwrap();
    let args = ["import", "purchases", "till.csv", "--store", "Main Street", "--json"];
    let said = folder.run(&args).fine().json();
    assert_eq!(said["summary"]["purchases"], 2, "{said}");
    let rejects = fs::read(folder.path("till.rejects.csv")).unwrap();
    assert!(rejects.len() < 100_000, "{} bytes: a long line is not kept whole", rejects.len());
    let rejects = String::from_utf8(rejects).unwrap();
    let told: Vec<&str> =
        rejects.lines().map(|line| line.split_once(",\"").map_or(line, |(told, _)| told)).collect();
    assert_eq!(
        told,
        [
            "line,reason,row",
            "3,date_wrong",
            "4,amount_negative",
            "5,amount_too_large",
            "6,customer_missing",
            "7,not_utf8",
            "8,columns_missing",
            "9,line_too_long",
        ]
    );
}

#[test]
fn a_file_with_another_delimiter_is_read_as_what_it_is() {
    let folder = with_store();
    folder.write("till.csv", "customer;date;items;amount\n0001;1997-01-01;2;29,33\n");
    let args = ["import", "purchases", "till.csv", "--store", "Main Street", "--json"];
    let said = folder.run(&args).fine().json();
    assert_eq!(
        (&said["summary"]["purchases"], &said["summary"]["amount"]),
        (&1.into(), &2933.into())
    );
}

/// People of a till's list, good and broken: a name in a till's own column, a number that is none,
/// a date that is none, the same person twice, a row without a name, bytes that are no text.
fn people() -> Vec<u8> {
    let rows: [&[u8]; 9] = [
        b"Cliente;Movil;Correo;Nacido",
        b"Ana Ruiz;+34 612 34 56 78;ana@fresh.example;1984-05-17",
        "陈美;+86 138 1234 5678;;05-17".as_bytes(),
        b"Nobody;12;;",
        b"Ben;+34 612 34 56 79;;1984-13-45",
        b"Ana;+34 612345678;;",
        b";+34 612 34 56 80;;",
        b"\xff\xfe;+34 612 34 56 81;;",
        b"Only a name;;not an address;",
    ];
    rows.join(&b'\n')
}

/// Members, with the state of what they agreed to.
fn members(folder: &Folder) -> String {
    let sql = "SELECT (SELECT COUNT(*) FROM member), (SELECT COUNT(*) FROM member WHERE phone IS \
               NOT NULL), (SELECT COUNT(*) FROM consent WHERE state <> 'not_asked')";
    tool(&folder.path("regulars-data"), "sqlite3", &["regulars.db", sql]).trim().to_owned()
}

#[test]
fn a_list_of_members_comes_in_once_however_often_it_is_sent() {
    let folder = with_store();
    fs::write(folder.path("people.csv"), people()).unwrap();
    let import = ["import", "members", "people.csv", "--map", "birthday=nacido", "--json"];
    let counts = |said: &serde_json::Value| {
        ["rows", "added", "updated", "same", "rejected"]
            .map(|name| said["summary"][name].as_i64().unwrap())
    };
    let dry = folder.run(&[&import[..], &["--dry-run"]].concat()).fine().json();
    assert_eq!(members(&folder), "0|0|0", "a dry run writes nothing");
    let first = folder.run(&import).fine();
    assert_eq!(counts(&dry), counts(&first.json()), "a dry run tells what will be");
    assert_eq!(counts(&first.json()), [8, 2, 0, 1, 5], "{first:?}");
    assert_eq!(members(&folder), "2|2|0");
    let rejects = fs::read_to_string(folder.path("people.rejects.csv")).unwrap();
    let told: Vec<&str> =
        rejects.lines().map(|line| line.split_once(": ").unwrap_or((line, "")).0).collect();
    assert_eq!(told.len(), 6, "{rejects}");
    for (line, begin) in told.iter().zip(["line,", "4,", "5,", "7,", "8,", "9,"]) {
        assert!(line.starts_with(begin), "{begin}: {rejects}");
    }
    for field in ["4,phone", "5,birthday", "7,name", "8,row_not_utf8", "9,email"] {
        let bare = rejects.replace('"', "");
        assert!(bare.contains(field), "{field}: {rejects}");
    }
    // Again, now through the socket of a serving program.
    let server = folder.serve(&[]);
    let again = folder.run(&import).fine().json();
    assert_eq!(counts(&again), [8, 0, 0, 3, 5]);
    assert_eq!(members(&folder), "2|2|0");
    folder.write("people.csv", "Cliente,Movil,Notas\nSomebody,+34 612345678,likes leeks\n");
    let said = folder.run(&["import", "members", "people.csv"]).fine();
    assert!(said.out.starts_with("1 rows: 0 new members, 1 completed"), "{said:?}");
    assert!(!folder.path("people.rejects.csv").exists(), "rejects of an earlier run mislead");
    assert_eq!(server.end(), Some(0));
    folder.run(&["audit"]).fine();
}

#[test]
fn a_list_of_members_that_cannot_be_read_says_why() {
    let folder = with_store();
    folder.run(&["import", "members", "absent.csv"]).failed("absent.csv");
    folder.write("shapes.csv", "colour,shape\nred,round\n");
    folder.run(&["import", "members", "shapes.csv"]).failed("name");
    folder.run(&["import", "members", "shapes.csv", "--map", "name=size"]).failed("shape");
    folder.write("empty.csv", "");
    folder.run(&["import", "members", "empty.csv"]).failed("file");
    folder.run(&["import", "members", "shapes.csv", "--store", "Nowhere"]).failed("Main Street");
}

/// Products of a shop with one store, a picture and a bundle that stands before its parts.
const CATALOGUE: &str = "Code,Name,Price,Stock,Bundle,Image\n\
    T1,Fruit bowl,25.00,,B1 x 2; P1,\n\
    B1,Strawberries,15.00,40,,berries.png\n\
    P1,Pears,7.50,20,,\n\
    X1,No price,,,,\n";

/// The smallest PNG there is: one grey pixel.
const PIXEL: &[u8] = &[
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, 0x49, 0x48, 0x44, 0x52, 0, 0, 0,
    1, 0, 0, 0, 1, 8, 0, 0, 0, 0, 0x3a, 0x7e, 0x9b, 0x55, 0, 0, 0, 0x0a, 0x49, 0x44, 0x41, 0x54,
    0x78, 0xda, 0x63, 0x68, 0, 0, 0, 0x82, 0, 0x81, 0xda, 0x45, 8, 0x3b, 0, 0, 0, 0, 0x49, 0x45,
    0x4e, 0x44, 0xae, 0x42, 0x60, 0x82,
];

#[test]
fn a_catalogue_comes_in_once_goes_out_and_comes_back_unchanged() {
    let folder = with_store();
    folder.write("fruit.csv", CATALOGUE);
    fs::create_dir(folder.path("pictures")).unwrap();
    fs::write(folder.path("pictures/berries.png"), PIXEL).unwrap();
    let import = ["import", "products", "fruit.csv", "--pictures", "pictures", "--json"];
    let counts = |said: &serde_json::Value| {
        ["rows", "added", "updated", "same", "rejected"]
            .map(|name| said["summary"][name].as_i64().unwrap())
    };
    let dry = folder.run(&[&import[..], &["--dry-run"]].concat()).fine().json();
    let first = folder.run(&import).fine().json();
    assert_eq!((counts(&dry), counts(&first)), ([4, 3, 0, 0, 1], [4, 3, 0, 0, 1]));
    let rejects = fs::read_to_string(folder.path("fruit.rejects.csv")).unwrap();
    assert!(rejects.lines().nth(1).unwrap().starts_with("5,price: "), "{rejects}");
    // Again, now through the socket of a serving program.
    let server = folder.serve(&[]);
    assert_eq!(counts(&folder.run(&import).fine().json()), [4, 0, 0, 3, 1]);
    let out = folder.run(&["export", "out", "--products", "--json"]).fine().json();
    assert_eq!((&out["products"], &out["pictures"]), (&3.into(), &1.into()));
    let back = ["import", "products", "out/products.csv", "--pictures", "out/pictures", "--json"];
    assert_eq!(counts(&folder.run(&back).fine().json()), [3, 0, 0, 3, 0]);
    folder.write("prices.csv", "sku,retail,left\nP1,8.00,18\n");
    let mapped =
        ["import", "products", "prices.csv", "--map", "price=Retail", "--map", "stock=Left"];
    let said = folder.run(&mapped).fine();
    assert!(said.out.starts_with("1 rows: 0 new products, 1 changed"), "{said:?}");
    folder.run(&["import", "products", "prices.csv", "--map", "price=Cost"]).failed("retail");
    folder.run(&["import", "products", "prices.csv", "--pictures", "absent"]).failed("no folder");
    assert_eq!(server.end(), Some(0));
    folder.run(&["audit"]).fine();
}

#[test]
fn a_catalogue_that_is_killed_half_way_ends_as_if_nothing_had_happened() {
    let folder = with_store();
    let rows: String =
        (0..3_000).map(|n| format!("C{n},Product {n},{n}.50,{}\n", 1 + n % 7)).collect();
    folder.write("many.csv", &format!("code,name,price,stock\n{rows}"));
    let import = ["import", "products", "many.csv", "--json"];
    let mut running = folder.start(&import);
    until("a part of the file is in", || {
        let sql = "SELECT COUNT(*) > 200 FROM product";
        let said = tool(&folder.path("regulars-data"), "sqlite3", &["regulars.db", sql]);
        (said.trim() == "1").then_some(())
    });
    running.0.kill().unwrap();
    assert_eq!(running.ended(), None, "it was killed");
    let end = folder.run(&import).fine().json();
    let (added, same) = (end["summary"]["added"].as_i64(), end["summary"]["same"].as_i64());
    assert!(added.unwrap() < 2_800 && added.unwrap() + same.unwrap() == 3_000, "{end}");
    let sql = "SELECT (SELECT COUNT(*) FROM product), (SELECT SUM(pieces) FROM product_count), \
               (SELECT SUM(balance) FROM account WHERE key LIKE 'shelf/%')";
    let said = tool(&folder.path("regulars-data"), "sqlite3", &["regulars.db", sql]);
    assert_eq!(said.trim(), "3000|11994|11994");
    folder.run(&["audit"]).fine();
}
