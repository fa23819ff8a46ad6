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
