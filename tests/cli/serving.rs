//! Serving: one writer per folder, commands beside it, and every way to end.

use std::{
    io::{Read as _, Write as _},
    thread,
};

use super::rig::{Folder, Server, tool, until};

#[test]
fn the_first_start_gives_a_link_that_makes_the_brand() {
    let folder = Folder::new();
    let server = folder.serve(&[]);
    let link = server.greeting.iter().find_map(|line| line.trim().strip_prefix(&server.base));
    let page = server.get(link.expect("a link"));
    assert_eq!(page.status, 200, "{page:?}");
    assert!(page.body.contains("<form"), "{page:?}");
}

#[test]
fn a_folder_has_one_server() {
    let folder = Folder::set_up();
    let _server = folder.serve(&[]);
    folder.run(&["serve", "--listen", "127.0.0.1:0"]).failed("already serves");
    // Commands go through the server that is there.
    let made = folder.run(&["api-key", "create", "--name", "till", "--json"]).fine().json();
    assert!(made["key"].as_str().unwrap().starts_with("rgl_"));
    folder.run(&["audit"]).fine();
    folder.run(&["import", "purchases", "absent.csv"]).failed("absent.csv");
}

#[test]
fn only_the_owner_of_the_folder_reaches_the_socket() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = Folder::set_up();
    let _server = folder.serve(&[]);
    let mode = std::fs::metadata(folder.path("regulars-data/socket")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn a_busy_port_is_named() {
    let folder = Folder::set_up();
    let server = folder.serve(&[]);
    let other = Folder::set_up();
    let address = server.address().to_string();
    other.run(&["serve", "--listen", &address]).failed(&address);
}

/// Each would hold a file handle for ever: a connection, half a head, half a form, and one that is kept.
#[test]
fn who_goes_silent_is_put_out_and_holds_up_nobody() {
    let folder = Folder::set_up();
    let server = folder.serve(&[]);
    let form = "POST /console/sign-in HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\n\
                Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 90\r\n\r\nemail=";
    let kept = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n";
    let silent = ["", "GET /healthz HT", form, kept].map(|text| {
        let mut stream = server.connect();
        stream.write_all(text.as_bytes()).unwrap();
        stream
    });
    assert_eq!(server.get("/healthz").status, 200);
    let [nothing, head, form, kept] = silent.map(|mut stream| {
        let mut text = Vec::new();
        stream.read_to_end(&mut text).expect("it is closed within a minute");
        String::from_utf8_lossy(&text).into_owned()
    });
    assert_eq!(nothing, "");
    assert!(!head.contains(" 200 "), "{head}");
    assert!(form.starts_with("HTTP/1.1 4"), "{form}");
    assert!(kept.starts_with("HTTP/1.1 200 "), "{kept}");
    assert_eq!(server.end(), Some(0));
}

#[test]
fn what_was_accepted_is_finished_before_the_end() {
    let folder = Folder::set_up();
    let server = folder.serve(&[]);
    let made = thread::scope(|scope| {
        let makers: Vec<_> = (0..6)
            .map(|n| {
                let folder = &folder;
                scope.spawn(move || {
                    folder.run(&["api-key", "create", "--name", &format!("till {n}")])
                })
            })
            .collect();
        // Somewhere among them the server is told to end.
        until("the first key", || {
            let list = folder.run(&["api-key", "list"]);
            (list.code == Some(0) && !list.out.is_empty()).then_some(())
        });
        assert_eq!(server.end(), Some(0));
        let said = makers.into_iter().map(|maker| maker.join().unwrap());
        said.filter(|said| said.code == Some(0)).count()
    });
    // Whoever was told success finds it done.
    let list = folder.run(&["api-key", "list"]).fine();
    assert!(list.out.lines().count() >= made, "{made} were told success: {list:?}");
    assert!(!folder.path("regulars-data/socket").exists(), "nobody opens this door any more");
    folder.run(&["audit"]).fine();
}

#[test]
fn connections_that_say_nothing_do_not_hold_up_the_end() {
    let folder = Folder::set_up();
    let server = folder.serve(&[]);
    // A connection that is open and says nothing, and one that keeps alive.
    let _silent = server.connect();
    let mut kept = server.connect();
    std::io::Write::write_all(&mut kept, b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
        .unwrap();
    let mut begin = [0; 15];
    kept.read_exact(&mut begin).unwrap();
    assert_eq!(&begin, b"HTTP/1.1 200 OK");
    assert_eq!(server.end(), Some(0));
}

#[test]
fn a_killed_server_starts_again_where_it_was() {
    let folder = Folder::set_up();
    let server = folder.serve(&[]);
    folder.run(&["api-key", "create", "--name", "before the end"]).fine();
    server.kill();
    assert!(folder.path("regulars-data/socket").exists(), "nobody was left to remove it");
    // A command finds nobody at the socket and works by itself; so does the next server.
    let list = folder.run(&["api-key", "list"]).fine();
    assert!(list.out.contains("before the end"), "{list:?}");
    let server = folder.serve(&[]);
    assert_eq!(server.get("/readyz").status, 200);
    folder.run(&["audit"]).fine();
}

#[test]
fn health_and_metrics_tell_how_the_program_does() {
    let folder = Folder::set_up();
    let server = folder.serve(&["--behind-proxy"]);
    assert_eq!(server.get("/healthz").body, "ok\n");
    assert_eq!(server.get("/readyz").body, "ready\n");
    server.get("/nobody/knows/this");
    folder.run(&["api-key", "create", "--name", "till"]).fine();
    let text = server.get("/metrics").body;
    for line in [
        "regulars_build_info{version=\"0.1.0\",engine=\"SQLite\"} 1",
        "regulars_requests_total{method=\"GET\",route=\"/healthz\",status=\"2xx\"} 1",
        "regulars_requests_total{method=\"GET\",route=\"none\",status=\"4xx\"} 1",
        "regulars_writer_waiting 0",
        "regulars_jobs{state=\"dead\"} 0",
    ] {
        assert!(text.lines().any(|each| each == line), "no {line} in\n{text}");
    }
    let batches =
        text.lines().find_map(|l| l.strip_prefix("regulars_writer_commit_seconds_count "));
    assert!(batches.is_some_and(|count| count.parse::<u64>().unwrap() > 0), "{text}");
    let street = server.ask("GET", "/metrics", &[("X-Forwarded-For", "203.0.113.9")], "");
    assert_eq!(street.status, 404, "the street sees no metrics");
    assert_eq!(server.end(), Some(0));
    // Without a proxy its word is anybody's: the address is the one at the other end.
    let server = folder.serve(&[]);
    let claimed = server.ask("GET", "/metrics", &[("X-Forwarded-For", "203.0.113.9")], "");
    assert_eq!(claimed.status, 200);
}

/// A database of its own on the test server, gone with its test.
struct Database {
    server: String,
    name: String,
}

impl Database {
    #[expect(clippy::disallowed_methods, reason = "tests are told where PostgreSQL is")]
    fn make() -> Option<Self> {
        let server = std::env::var("REGULARS_TEST_POSTGRES").ok().filter(|url| !url.is_empty())?;
        let made = Self { server, name: format!("front_{}", std::process::id()) };
        made.say(&format!("CREATE DATABASE {}", made.name));
        Some(made)
    }
    fn say(&self, sql: &str) {
        tool(std::path::Path::new("/"), "psql", &[&self.server, "-qc", sql]);
    }
    fn url(&self) -> String {
        let (head, _) = self.server.rsplit_once('/').unwrap();
        format!("{head}/{}", self.name)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        self.say(&format!("DROP DATABASE {} WITH (FORCE)", self.name));
    }
}

#[test]
fn on_postgres_a_second_node_passes_on_and_takes_over() {
    let Some(database) = Database::make() else {
        println!("REGULARS_TEST_POSTGRES is not set: skipped");
        return;
    };
    let url = database.url();
    let (one, two) = (Folder::new(), Folder::new());
    one.setup(&["--database", &url]).fine();
    let first = one.serve(&["--database", &url]);
    let key = one.run(&["--database", &url, "api-key", "create", "--name", "till"]).fine().out;
    let second = two.serve(&["--database", &url]);
    let write = |server: &Server, mark: &str| {
        let bearer = format!("Bearer {}", key.trim());
        let headers = [
            ("Authorization", bearer.as_str()),
            ("Content-Type", "application/json"),
            ("Idempotency-Key", mark),
        ];
        let body = format!(r#"{{"name":"Store {mark}","address":""}}"#);
        server.ask("POST", "/api/v1/stores", &headers, &body)
    };
    assert_eq!(write(&first, "one").status, 201);
    // Whichever it is sent to, it is one store.
    let (made, again) = (write(&second, "two"), write(&first, "two"));
    assert_eq!((made.status, made.json()), (201, again.json()));
    // Both read, and when one has gone the other takes over.
    assert_eq!(second.get("/readyz").status, 200);
    assert_eq!(first.end(), Some(0));
    until("the second node to take over", || (write(&second, "three").status == 201).then_some(()));
}
