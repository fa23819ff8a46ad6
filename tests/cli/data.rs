//! The data on its way in, out, away and back.

use std::fs;

use super::rig::{Folder, tool};

/// The published sample of a record shop's customers (Fader and Hardie), whose sums are known.
pub const SAMPLE: &str = include_str!("../data/cdnow_sample.csv");

pub fn with_store() -> Folder {
    let folder = Folder::new();
    folder.setup(&["--currency", "USD", "--time-zone", "America/New_York"]).fine();
    let key = folder.run(&["api-key", "create", "--name", "till"]).fine().out;
    let server = folder.serve(&[]);
    let bearer = format!("Bearer {}", key.trim());
    let headers = [
        ("Authorization", bearer.as_str()),
        ("Content-Type", "application/json"),
        ("Idempotency-Key", "store-1"),
    ];
    let body = r#"{"name":"Main Street","address":"1 Main Street"}"#;
    let answer = server.ask("POST", "/api/v1/stores", &headers, body);
    assert_eq!(answer.status, 201, "{answer:?}");
    assert_eq!(server.end(), Some(0));
    folder
}

#[test]
fn an_import_counts_what_the_file_holds_and_a_second_one_changes_nothing() {
    let folder = with_store();
    folder.write("cdnow.csv", SAMPLE);
    let import = ["import", "purchases", "cdnow.csv", "--store", "Main Street", "--json"];
    let dry = folder.run(&[&import[..], &["--dry-run"]].concat()).fine().json();
    assert_eq!((&dry["summary"]["rows"], &dry["summary"]["purchases"]), (&6919.into(), &0.into()));
    let first = folder.run(&import).fine().json();
    let of = |name: &str| first["summary"][name].as_i64().unwrap();
    let figures = [of("members"), of("purchases"), of("items"), of("amount"), of("rejects")];
    assert_eq!(figures, [2_357, 6_919, 16_479, 24_409_194, 0]);
    let second = folder.run(&import).fine().json();
    let of = |name: &str| second["summary"][name].as_i64().unwrap();
    assert_eq!([of("members"), of("purchases"), of("known")], [0, 0, 6_919]);
    folder.run(&["audit"]).fine();
}

#[test]
fn broken_lines_are_kept_with_their_reason_and_the_good_ones_go_in() {
    let folder = with_store();
    let head = SAMPLE.lines().next().unwrap();
    let good: Vec<&str> = SAMPLE.lines().skip(1).take(3).collect();
    folder.write("some.csv", &format!("{head}\n{}\nbroken\n\"open\n", good.join("\n")));
    let args = ["import", "purchases", "some.csv", "--store", "Main Street", "--json"];
    let said = folder.run(&args).fine();
    assert_eq!(said.json()["summary"]["purchases"], 3);
    let rejects = fs::read_to_string(folder.path("some.rejects.csv")).unwrap();
    let lines: Vec<&str> = rejects.lines().map(|line| line.split(',').next().unwrap()).collect();
    assert_eq!(lines, ["line", "5", "6"], "{rejects}");
    folder.run(&["import", "purchases", "absent.csv"]).failed("absent.csv");
    folder.write("other.csv", "colour,shape\nred,round\n");
    folder.run(&["import", "purchases", "other.csv"]).failed("amount");
}

#[test]
fn an_export_holds_everything_but_secrets() {
    let folder = Folder::set_up();
    let key = folder.run(&["api-key", "create", "--name", "till"]).fine().out;
    let hash = tool(
        &folder.path("regulars-data"),
        "sqlite3",
        &["regulars.db", "SELECT lower(hex(key_hash)) FROM api_key"],
    );
    let said = folder.run(&["export", "out", "--json"]).fine().json();
    assert!(said["rows"]["staff"].as_i64().is_some_and(|rows| rows == 1), "{said}");
    let mut files = 0;
    for file in fs::read_dir(folder.path("out")).unwrap().flatten() {
        let text = fs::read_to_string(file.path()).unwrap();
        for secret in ["argon2", "rgl_", hash.trim(), key.trim()] {
            assert!(!text.contains(secret), "{} holds a secret", file.path().display());
        }
        files += 1;
    }
    assert!(files > 10, "{files} files");
}

#[test]
fn an_audit_names_the_row_that_somebody_changed() {
    let folder = with_store();
    let head = SAMPLE.lines().take(3).collect::<Vec<_>>().join("\n");
    folder.write("two.csv", &head);
    folder.run(&["import", "purchases", "two.csv", "--store", "Main Street"]).fine();
    let proven = folder.run(&["audit", "--json"]).fine().json();
    assert_eq!(proven["ok"], true);
    let data = folder.path("regulars-data");
    let sql = "UPDATE journal SET body = body || ' ' \
               WHERE number = (SELECT max(number) FROM journal); SELECT changes()";
    assert_eq!(tool(&data, "sqlite3", &["regulars.db", sql]).trim(), "1");
    let said = folder.run(&["audit"]);
    assert_eq!(said.code, Some(1), "{said:?}");
    assert!(said.out.contains("journal row"), "{said:?}");
}

#[test]
fn a_backup_under_writes_is_whole_when_it_is_restored() {
    let folder = Folder::set_up();
    let server = folder.serve(&[]);
    for round in 0..3 {
        folder.run(&["api-key", "create", "--name", &format!("key {round}")]).fine();
        if round == 1 {
            let said = folder.run(&["backup", "kept.db", "--json"]).fine().json();
            assert!(said["bytes"].as_u64().unwrap() > 0);
        }
    }
    folder.run(&["backup", "kept.db"]).failed("never overwrites");
    folder.run(&["restore", "kept.db"]).failed("the server runs");
    assert_eq!(server.end(), Some(0));
    folder.run(&["restore", "kept.db"]).failed("--replace");
    let elsewhere = Folder::new();
    let kept = folder.path("kept.db");
    elsewhere.run(&["restore", kept.to_str().unwrap()]).fine();
    elsewhere.run(&["audit"]).fine();
    let keys = elsewhere.run(&["api-key", "list"]).fine();
    assert_eq!(keys.out.lines().count(), 2, "{keys:?}");
    folder.run(&["restore", "kept.db", "--replace"]).fine();
    assert!(folder.path("regulars-data/regulars.db.before-restore").exists());
    folder.run(&["audit"]).fine();
}

#[test]
fn what_is_no_whole_backup_is_not_restored() {
    let folder = Folder::set_up();
    folder.run(&["backup", "kept.db"]).fine();
    let bytes = fs::read(folder.path("kept.db")).unwrap();
    fs::write(folder.path("cut.db"), &bytes[..bytes.len() - 100]).unwrap();
    folder.write("note.txt", "buy milk");
    let elsewhere = Folder::new();
    for (file, why) in [("cut.db", "not whole"), ("note.txt", "no backup"), ("absent", "absent")] {
        elsewhere.run(&["restore", folder.path(file).to_str().unwrap()]).failed(why);
    }
}
