//! The programs that serve a shop, and what befalls them: one of them is killed while many ask, and comes
//! again at its old address.

use std::{
    net::SocketAddr,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use kernel::{Chance, SeededChance};
use tokio::sync::Mutex as Turns;

use crate::cli::rig::{Folder, Server, free_port};

/// What befalls the programs while everybody asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    None,
    /// One program, killed with SIGKILL again and again.
    Killed,
    /// Three programs on one server, of which any is killed.
    ThreeNodes,
}

impl Trouble {
    const fn programs(self) -> usize {
        match self {
            Self::None | Self::Killed => 1,
            Self::ThreeNodes => 3,
        }
    }
}

pub struct Nodes {
    pub trouble: Trouble,
    pub addresses: Vec<SocketAddr>,
    folders: Vec<Folder>,
    place: Vec<String>,
    running: Turns<Vec<Option<Server>>>,
    chance: Box<dyn Chance>,
    answered: AtomicUsize,
    /// After how many answers one is killed.
    kills: Mutex<Vec<usize>>,
    killed: AtomicUsize,
}

impl Nodes {
    /// Serves from the first folder, or from all of them.
    pub fn start(folder: Folder, place: Vec<String>, (trouble, seed): (Trouble, u64)) -> Self {
        let addresses: Vec<_> = (0..trouble.programs())
            .map(|_| SocketAddr::from(([127, 0, 0, 1], free_port())))
            .collect();
        let mut folders = vec![folder];
        folders.resize_with(addresses.len(), Folder::new);
        let nodes = Self {
            trouble,
            folders,
            place,
            running: Turns::new(Vec::new()),
            chance: Box::new(SeededChance::new(seed)),
            answered: AtomicUsize::new(0),
            kills: Mutex::new(Vec::new()),
            killed: AtomicUsize::new(0),
            addresses,
        };
        let running = (0..nodes.addresses.len()).map(|node| Some(nodes.serve(node))).collect();
        Self { running: Turns::new(running), ..nodes }
    }

    fn serve(&self, node: usize) -> Server {
        let listen = self.addresses[node].to_string();
        let mut words = vec!["--listen", &listen];
        words.extend(self.place.iter().map(String::as_str));
        self.folders[node].serve(&words)
    }

    pub fn run(&self, words: &[&str]) -> crate::cli::rig::Said {
        let place = self.place.iter().map(String::as_str);
        self.folders[0].run(&words.iter().copied().chain(place).collect::<Vec<_>>())
    }

    /// Of so many answers that are to come, so many have a program killed after them.
    pub fn dread(&self, answers: usize, kills: usize) {
        self.answered.store(0, Ordering::Relaxed);
        if self.trouble != Trouble::None {
            let most = u64::try_from(answers).unwrap();
            let mut after: Vec<usize> =
                (0..kills).map(|_| usize::try_from(self.chance.below(most)).unwrap() + 1).collect();
            after.sort_unstable();
            after.reverse();
            println!("killed after answers {after:?}");
            *self.kills.lock().unwrap() = after;
        }
    }

    /// Somebody was answered; whoever's answer it is kills.
    pub async fn answered(&self) {
        let many = self.answered.fetch_add(1, Ordering::Relaxed) + 1;
        let due = {
            let mut kills = self.kills.lock().unwrap();
            kills.last().is_some_and(|after| *after <= many) && kills.pop().is_some()
        };
        if due {
            self.kill().await;
        }
    }

    /// Any of them ends without a word, and is started again where it was.
    pub async fn kill(&self) {
        if self.trouble == Trouble::None {
            return;
        }
        let mut running = self.running.lock().await;
        let many = u64::try_from(running.len()).unwrap();
        let node = usize::try_from(self.chance.below(many)).unwrap();
        let before = running[node].take().unwrap();
        tokio::task::block_in_place(|| {
            before.kill();
            running[node] = Some(self.serve(node));
        });
        self.killed.fetch_add(1, Ordering::Relaxed);
    }

    pub fn killed(&self) -> usize {
        self.killed.load(Ordering::Relaxed)
    }
}
