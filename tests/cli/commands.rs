//! What each command says, and how it fails.

use super::rig::Folder;

#[test]
fn setup_makes_a_brand_and_its_owner_with_the_password_that_was_typed() {
    let folder = Folder::new();
    let made = folder.setup(&["--json"]).fine().json();
    assert_eq!(made["slug"], "fresh-market");
    assert!(made["password"].is_null(), "a typed password is not shown again: {made}");
    let server = folder.serve(&[]);
    assert!(server.greeting.is_empty(), "there is a brand: {:?}", server.greeting);
    assert_eq!(server.get("/console/sign-in").status, 200);
}

#[test]
fn setup_makes_a_password_when_none_is_typed() {
    let folder = Folder::new();
    let args = ["setup", "--name", "Kiosk", "--currency", "EUR", "--time-zone", "Europe/Madrid"];
    let said = folder.run(&[&args[..], &["--email", "a@b.example", "--json"]].concat()).fine();
    assert!(said.json()["password"].as_str().unwrap().len() >= 16, "{said:?}");
}

#[test]
fn setup_names_every_wrong_field() {
    for (flag, value, field) in [
        ("--currency", "XXZ", "currency"),
        ("--time-zone", "Mars/Olympus", "time_zone"),
        ("--email", "nobody", "email"),
    ] {
        let folder = Folder::new();
        folder.setup(&[flag, value]).failed(field);
    }
}

#[test]
fn what_is_misunderstood_exits_2_and_what_fails_exits_1() {
    let folder = Folder::new();
    for args in [&["setup"][..], &["nonsense"], &["serve", "--nonsense"], &[]] {
        assert_eq!(folder.run(args).code, Some(2), "{args:?}");
    }
    folder.run(&["api-key", "list"]).failed("no brand");
    folder.run(&["--database", "mysql://x", "audit"]).failed("postgres://");
}

#[test]
fn a_key_opens_the_api_until_it_is_revoked() {
    let folder = Folder::set_up();
    let made = folder.run(&["api-key", "create", "--name", "till", "--json"]).fine().json();
    let bearer = format!("Bearer {}", made["key"].as_str().unwrap());
    let server = folder.serve(&[]);
    let ask = || server.ask("GET", "/api/v1/stores", &[("Authorization", &bearer)], "").status;
    assert_eq!(ask(), 200);
    let list = folder.run(&["api-key", "list", "--json"]).fine();
    assert_eq!(list.json()["name"], "till");
    assert!(!list.out.contains("rgl_"), "a key is shown once: {list:?}");
    let id = made["id"].as_str().unwrap();
    folder.run(&["api-key", "revoke", id]).fine();
    assert_eq!(ask(), 401);
    folder.run(&["api-key", "revoke", id]).failed("no such key");
    folder.run(&["api-key", "create", "--name", "x", "--scope", "fly"]).failed("no scope fly");
}

#[test]
fn a_setting_that_nobody_knows_is_an_error() {
    let folder = Folder::set_up();
    folder.write("regulars.toml", "[limits]\nsing_in = { burst = 1, per_minute = 1 }\n");
    folder.run(&["audit"]).failed("sing_in");
    folder.write("regulars.toml", "listen = \"127.0.0.1:0\"\n");
    folder.run(&["audit"]).fine();
    folder.run(&["audit", "--config", "absent.toml"]).failed("absent.toml");
}

#[test]
fn a_playbook_is_checked_before_it_is_used() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../playbooks");
    let good = std::fs::read_dir(root).unwrap().flatten().next().unwrap().path();
    let folder = Folder::new();
    let lint = |file: &str| folder.run(&["playbook", "lint", file, "--json"]);
    assert_eq!(lint(good.to_str().unwrap()).fine().json()["ok"], true);
    folder.write("bad.toml", "name = 3\n");
    let said = lint("bad.toml").failed("bad.toml");
    assert_eq!(said.json()["ok"], false);
}

#[test]
fn the_doctor_says_what_is_wrong_and_what_to_do() {
    let folder = Folder::set_up();
    let server = folder.serve(&[]);
    let said = folder.run(&["doctor", "--public", &server.base]).fine();
    assert!(said.out.contains("it is regulars"), "{said:?}");
    server.end();
    let closed = format!("http://127.0.0.1:{}", super::rig::free_port());
    let said = folder.run(&["doctor", "--public", &closed]);
    assert_eq!(said.code, Some(1), "{said:?}");
    assert!(said.out.contains("nobody answers"), "{said:?}");
    for line in folder.run(&["doctor", "--json"]).out.lines() {
        let finding: serde_json::Value = serde_json::from_str(line).unwrap();
        assert!(finding["ok"].is_boolean() && finding["finding"].is_string(), "{line}");
    }
}
