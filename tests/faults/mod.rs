//! The real program under load, and what happens to it meanwhile: killed, out of disk, backed up; on
//! `PostgreSQL` its server killed, the network cut, slow and silent, the program stopped past its lease.
//! After each of them nothing that was answered is lost, nothing happened twice, no limit was passed, the
//! books are proven, and service came back by itself within the time that is said.
//!
//! Each is short. `REGULARS_FAULTS=10` does each ten times over: `cargo test -p regulars --test house
//! faults::`.

mod load;
mod overload;
mod postgres;
mod way;

use std::{fs, path::Path, thread, time::Duration};

use kernel::{Chance, SeededChance};
use load::Shop;

use crate::cli::rig::{Folder, Server, free_port, tool};

/// How often everything happens.
#[expect(clippy::disallowed_methods, reason = "a longer run is asked for by the environment")]
fn rounds(usual: usize) -> usize {
    let times = std::env::var("REGULARS_FAULTS").ok().and_then(|text| text.parse().ok());
    usual * times.unwrap_or(1)
}

/// Rows of a table, as the engine's own tool counts them.
fn counted(data: &Path, table: &str) -> usize {
    let sql = format!("SELECT count(*) FROM {table}");
    tool(data, "sqlite3", &["regulars.db", &sql]).trim().parse().unwrap()
}

/// Service is back within this, on a machine that does other things as well.
#[track_caller]
fn back_within(shop: &Shop, limit_s: u64, what: &str) {
    let took = shop.served(6);
    println!("{what}: served again after {:.1} s", took.as_secs_f64());
    assert!(took < Duration::from_secs(limit_s), "{what}: only after {took:?}");
}

/// Killed under load and started again, so many times; it is served again within this.
fn killed(shop: &Shop, server: Server, times: usize, back_s: u64) -> Server {
    let chance: Box<dyn Chance> = Box::new(SeededChance::new(3));
    shop.under_load(0, |shop| {
        let mut server = server;
        for _ in 0..rounds(times) {
            thread::sleep(Duration::from_millis(chance.below(400)));
            server.kill();
            server = shop.serve();
            back_within(shop, back_s, "killed");
        }
        server
    })
}

#[test]
fn a_program_that_is_killed_under_load_has_kept_what_it_answered_once() {
    let (shop, server) = Shop::open(Folder::new(), free_port(), &[]);
    let server = killed(&shop, server, 4, 10);
    shop.was_felt();
    let data = shop.folder.path("regulars-data");
    shop.check(|table| counted(&data, table));
    assert_eq!(server.end(), Some(0));
}

/// A file system of its own for the data, if we may have one.
struct Disk(std::path::PathBuf);

impl Disk {
    fn of(data: &Path) -> Option<Self> {
        fs::create_dir(data).unwrap();
        let mut mount = std::process::Command::new("mount");
        let mount = mount.args(["-t", "tmpfs", "-o", "size=6m,mode=700", "tmpfs"]).arg(data);
        mount.output().is_ok_and(|said| said.status.success()).then(|| Self(data.to_owned()))
    }
    /// Leaves no room.
    fn fill(&self) {
        let mut bytes = 1 << 20;
        while bytes >= 4096 {
            let name = self.0.join(format!("fills-{bytes}"));
            let mut file = fs::OpenOptions::new().create(true).append(true).open(name).unwrap();
            while std::io::Write::write_all(&mut file, &vec![7; bytes]).is_ok() {}
            bytes /= 4;
        }
    }
    fn free(&self) {
        for file in fs::read_dir(&self.0).unwrap() {
            let file = file.unwrap();
            if file.file_name().to_string_lossy().starts_with("fills-") {
                fs::remove_file(file.path()).unwrap();
            }
        }
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = std::process::Command::new("umount").arg("-l").arg(&self.0).output();
    }
}

#[test]
fn a_disk_that_is_full_for_a_while_loses_nothing() {
    let folder = Folder::new();
    let Some(disk) = Disk::of(&folder.path("regulars-data")) else {
        println!("skipped: nobody here may mount a small file system (root may)");
        return;
    };
    let (shop, server) = Shop::open(folder, free_port(), &[]);
    for run in 0..rounds(1) {
        shop.under_load(run, |shop| {
            disk.fill();
            thread::sleep(Duration::from_secs(2));
            let ready = server.get("/readyz");
            println!("full: /readyz says {} {}", ready.status, ready.body.trim());
            disk.free();
            back_within(shop, 10, "room again");
        });
    }
    shop.was_felt();
    let data = shop.folder.path("regulars-data");
    shop.check(|table| counted(&data, table));
    assert_eq!(server.end(), Some(0));
}

#[test]
fn a_backup_under_load_restores_to_books_that_are_proven() {
    let (shop, server) = Shop::open(Folder::new(), free_port(), &[]);
    let kept: Vec<String> = (0..rounds(3)).map(|n| format!("kept-{n}.db")).collect();
    shop.under_load(0, |shop| {
        for file in &kept {
            shop.folder.run(&["backup", file]).fine();
            shop.served(10);
        }
    });
    let mut members = Vec::new();
    for file in &kept {
        let elsewhere = Folder::new();
        elsewhere.run(&["restore", shop.folder.path(file).to_str().unwrap()]).fine();
        elsewhere.run(&["audit"]).fine();
        members.push(counted(&elsewhere.path("regulars-data"), "member"));
    }
    assert!(members.is_sorted() && members.first() < members.last(), "{members:?}");
    let data = shop.folder.path("regulars-data");
    shop.check(|table| counted(&data, table));
    assert_eq!(server.end(), Some(0));
}
