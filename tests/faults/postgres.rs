//! What happens between the program and `PostgreSQL`, and to the server itself.

use std::{
    path::{Path, PathBuf},
    process::Command,
    thread,
    time::Duration,
};

use tempfile::TempDir;

use super::{
    back_within, killed,
    load::Shop,
    rounds,
    way::{State, Way},
};
use crate::cli::rig::{Folder, Server, free_port, tool};

/// The database of a test, on the server that was named or on one of its own.
fn place(address: &str, name: &str) -> Vec<String> {
    vec!["--database".to_owned(), format!("postgres://postgres@{address}/{name}")]
}

fn psql(server: &str, name: &str, sql: &str) -> String {
    let url = format!("postgres://postgres@{server}/{name}");
    tool(Path::new("/"), "psql", &[&url, "-qtAc", sql])
}

fn counts(server: &str, name: &str) -> impl Fn(&str) -> usize {
    move |table| {
        psql(server, name, &format!("SELECT count(*) FROM {table}")).trim().parse().unwrap()
    }
}

/// A database on the server that was named; gone with its test.
struct Database {
    server: String,
    name: String,
}

impl Database {
    #[expect(clippy::disallowed_methods, reason = "tests are told where PostgreSQL is")]
    fn make(what: &str) -> Option<Self> {
        let Some(url) = std::env::var("REGULARS_TEST_POSTGRES").ok().filter(|url| !url.is_empty())
        else {
            println!("skipped: REGULARS_TEST_POSTGRES is not set");
            return None;
        };
        let (_, rest) = url.split_once('@').unwrap();
        let server = rest.split_once('/').map_or(rest, |(server, _)| server).to_owned();
        let name = format!("faults_{what}_{}", std::process::id());
        psql(&server, "postgres", &format!("CREATE DATABASE {name}"));
        Some(Self { server, name })
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        psql(&self.server, "postgres", &format!("DROP DATABASE {} WITH (FORCE)", self.name));
    }
}

#[test]
fn a_network_that_is_cut_slow_or_silent_for_a_while_loses_nothing() {
    let Some(database) = Database::make("way") else { return };
    let way = Way::to(&database.server);
    let address = format!("127.0.0.1:{}", way.port);
    let (shop, server) = Shop::open(Folder::new(), free_port(), &place(&address, &database.name));
    shop.under_load(0, |shop| {
        for _ in 0..rounds(1) {
            for (state, lasts_ms, back_s) in
                [(State::Cut, 1000, 10), (State::Slow, 3000, 15), (State::Silent, 3000, 20)]
            {
                way.becomes(state);
                thread::sleep(Duration::from_millis(lasts_ms));
                way.becomes(State::Open);
                back_within(shop, back_s, &format!("{state:?}"));
                shop.served(30);
            }
        }
    });
    shop.was_felt();
    shop.check(counts(&database.server, &database.name));
    assert_eq!(server.end(), Some(0));
}

#[test]
fn a_program_that_is_killed_under_load_on_a_server_has_kept_what_it_answered_once() {
    let Some(database) = Database::make("killed") else { return };
    let (shop, server) =
        Shop::open(Folder::new(), free_port(), &place(&database.server, &database.name));
    // The one that was killed holds its lease for six more seconds.
    let server = killed(&shop, server, 2, 20);
    shop.was_felt();
    shop.check(counts(&database.server, &database.name));
    assert_eq!(server.end(), Some(0));
}

fn signal(server: &Server, name: &str) {
    let id = server.running.0.id().to_string();
    tool(Path::new("/"), "kill", &[name, &id]);
}

#[test]
fn a_program_that_is_stopped_past_its_lease_goes_on_where_it_was() {
    let Some(database) = Database::make("stopped") else { return };
    let (shop, server) =
        Shop::open(Folder::new(), free_port(), &place(&database.server, &database.name));
    shop.under_load(0, |shop| {
        for _ in 0..rounds(1) {
            signal(&server, "-STOP");
            // A lease lasts six seconds, and its server ends an idle transaction after two.
            thread::sleep(Duration::from_millis(7500));
            signal(&server, "-CONT");
            back_within(shop, 10, "stopped for longer than its lease");
        }
    });
    shop.was_felt();
    shop.check(counts(&database.server, &database.name));
    assert_eq!(server.end(), Some(0));
}

/// A `PostgreSQL` of the test's own, that waits for the disk as in a shop.
struct Cluster {
    folder: TempDir,
    bin: PathBuf,
    port: u16,
}

impl Cluster {
    fn make() -> Option<Self> {
        let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?;
        let bin = versions.flatten().map(|one| one.path().join("bin")).max()?;
        let cluster = Self { folder: TempDir::new().unwrap(), bin, port: free_port() };
        if is_root() {
            tool(Path::new("/"), "chown", &["postgres:", cluster.folder.path().to_str().unwrap()]);
        }
        let data = cluster.data();
        let made = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"];
        let data = format!("--pgdata={data}");
        cluster.does("initdb", &[&made[..], &["--no-sync", &data]].concat());
        cluster.start();
        Some(cluster)
    }

    fn data(&self) -> String {
        self.folder.path().join("data").to_str().unwrap().to_owned()
    }

    fn does(&self, name: &str, args: &[&str]) {
        let program = self.bin.join(name);
        let mut command = if is_root() {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(program);
            command
        } else {
            Command::new(program)
        };
        let output = command.args(args).current_dir("/").output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{name} {args:?}: {said}");
    }

    fn start(&self) {
        let (data, log) = (self.data(), self.folder.path().join("log"));
        let options = format!("-h 127.0.0.1 -p {} -c unix_socket_directories=", self.port);
        self.does(
            "pg_ctl",
            &[
                "start",
                "-w",
                "-t",
                "60",
                "-s",
                "-D",
                &data,
                "-l",
                log.to_str().unwrap(),
                "-o",
                &options,
            ],
        );
    }

    /// SIGKILL to all of it at once.
    fn kill(&self) {
        let text = std::fs::read_to_string(self.folder.path().join("data/postmaster.pid")).unwrap();
        let server = text.lines().next().unwrap().to_owned();
        let list = tool(Path::new("/"), "ps", &["--ppid", &server, "-o", "pid="]);
        let mut args = vec!["-KILL", server.as_str()];
        args.extend(list.split_whitespace());
        // Some of them may have ended in between.
        let _ = Command::new("kill").args(args).output().unwrap();
        crate::cli::rig::until("the server's end", || {
            (!Path::new(&format!("/proc/{server}")).exists()).then_some(())
        });
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let data = self.data();
        if self.folder.path().join("data/postmaster.pid").exists() {
            self.does("pg_ctl", &["stop", "-m", "immediate", "-w", "-t", "20", "-s", "-D", &data]);
        }
    }
}

fn is_root() -> bool {
    tool(Path::new("/"), "id", &["-u"]).trim() == "0"
}

#[test]
fn a_server_that_is_killed_under_load_has_kept_what_was_answered_once() {
    let Some(cluster) = Cluster::make() else {
        println!("skipped: there is no PostgreSQL in /usr/lib/postgresql");
        return;
    };
    let address = format!("127.0.0.1:{}", cluster.port);
    let (shop, server) = Shop::open(Folder::new(), free_port(), &place(&address, "postgres"));
    shop.under_load(0, |shop| {
        for _ in 0..rounds(2) {
            cluster.kill();
            thread::sleep(Duration::from_millis(300));
            cluster.start();
            back_within(shop, 15, "its server killed");
        }
    });
    shop.was_felt();
    shop.check(counts(&address, "postgres"));
    assert_eq!(server.end(), Some(0));
}
