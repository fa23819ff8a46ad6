//! The living nodes as this one last heard of them, and which of them an org prefers.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use kernel::OrgId;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Peer {
    pub node: Uuid,
    pub address: String,
}

pub type Peers = Vec<Peer>;

#[derive(Debug, Default)]
struct Inside {
    /// Where others reach this process, once it has joined and until it parts.
    address: Option<String>,
    parted: bool,
    peers: Peers,
}

#[derive(Debug)]
pub struct Roster {
    own: Uuid,
    inside: RwLock<Inside>,
    /// Counts what may have made an org prefer another node than the one that has it.
    stirred: AtomicU64,
    /// Orgs for which a job speaks to the world now, and how many: they move when it has ended.
    speaking: Mutex<HashMap<OrgId, usize>>,
    /// Held while this node says that it lives, or that it goes.
    pub saying: tokio::sync::Mutex<()>,
}

/// While this lives the org stays.
#[derive(Debug)]
pub struct Speaking {
    roster: Arc<Roster>,
    org: OrgId,
}

impl Drop for Speaking {
    fn drop(&mut self) {
        let mut speaking = self.roster.speaking();
        if let Some(count) = speaking.get_mut(&self.org) {
            *count -= 1;
            if *count == 0 {
                speaking.remove(&self.org);
            }
        }
    }
}

impl Roster {
    pub fn new(own: Uuid) -> Self {
        Self {
            own,
            inside: RwLock::default(),
            stirred: AtomicU64::new(0),
            speaking: Mutex::default(),
            saying: tokio::sync::Mutex::default(),
        }
    }

    fn speaking(&self) -> MutexGuard<'_, HashMap<OrgId, usize>> {
        self.speaking.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn speaks(self: &Arc<Self>, org: OrgId) -> Speaking {
        *self.speaking().entry(org).or_default() += 1;
        Speaking { roster: self.clone(), org }
    }

    /// Whether the org is to move to another node and can.
    pub fn goes(&self, org: OrgId) -> bool {
        !self.speaking().contains_key(&org) && self.preferred(org).is_some()
    }

    fn read(&self) -> RwLockReadGuard<'_, Inside> {
        self.inside.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Inside> {
        self.inside.write().unwrap_or_else(PoisonError::into_inner)
    }

    pub const fn own(&self) -> Uuid {
        self.own
    }

    pub fn join(&self, address: String) {
        self.write().address = Some(address);
    }

    /// Whether it took part until now.
    pub fn part(&self) -> bool {
        let own = self.own;
        let mut inside = self.write();
        inside.parted = true;
        inside.peers.retain(|peer| peer.node != own);
        drop(inside);
        self.stir();
        self.read().address.is_some()
    }

    pub fn takes_part(&self) -> bool {
        self.introduced().is_some()
    }

    /// Under which name and address others know this node.
    pub fn introduced(&self) -> Option<(Uuid, String)> {
        let inside = self.read();
        inside.address.clone().filter(|_| !inside.parted).map(|address| (self.own, address))
    }

    /// Whether this is our own address.
    pub fn is_at(&self, address: &str) -> bool {
        self.read().address.as_deref() == Some(address)
    }

    /// These live.
    pub fn heard(&self, mut peers: Peers) {
        let mut inside = self.write();
        if inside.parted {
            peers.retain(|peer| peer.node != self.own);
        }
        if inside.peers != peers {
            inside.peers = peers;
            drop(inside);
            self.stir();
        }
    }

    pub fn stir(&self) {
        self.stirred.fetch_add(1, Ordering::SeqCst);
    }

    pub fn stirred(&self) -> u64 {
        self.stirred.load(Ordering::SeqCst)
    }

    /// The node that is to write the org, when it is another one.
    pub fn preferred(&self, org: OrgId) -> Option<Peer> {
        let inside = self.read();
        let peer = preferred(&inside.peers, org)?;
        (peer.node != self.own).then(|| peer.clone())
    }

    /// How long a lease must have been over before this process takes it.
    pub fn grace(&self, org: OrgId, lease_for: Duration) -> Duration {
        if self.preferred(org).is_some() { lease_for / 3 } else { Duration::ZERO }
    }
}

/// Rendezvous hashing (Thaler and Ravishankar, 1998): the node whose name goes best with the org's.
fn preferred(peers: &[Peer], org: OrgId) -> Option<&Peer> {
    peers.iter().max_by_key(|peer| {
        let mut hash = Sha256::new();
        hash.update(peer.node.as_bytes());
        hash.update(org.uuid().as_bytes());
        <[u8; 32]>::from(hash.finalize())
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn peers(count: u128) -> Peers {
        let peer = |n| Peer { node: Uuid::from_u128(n), address: format!("10.0.0.{n}:80") };
        (1..=count).map(peer).collect()
    }

    fn orgs() -> impl Iterator<Item = OrgId> {
        (0..3000).map(|n| OrgId::from_uuid(Uuid::from_u128(7_000_000 + n)))
    }

    #[test]
    fn orgs_are_spread_and_a_node_that_goes_moves_only_its_own() {
        let (three, two) = (peers(3), peers(2));
        let mut spread: BTreeMap<Uuid, u32> = BTreeMap::new();
        for org in orgs() {
            let before = preferred(&three, org).unwrap().node;
            *spread.entry(before).or_default() += 1;
            let after = preferred(&two, org).unwrap().node;
            assert!(before == after || before == three[2].node, "{org:?}");
        }
        assert!(
            spread.len() == 3 && spread.values().all(|n| (900..1100).contains(n)),
            "{spread:?}"
        );
    }

    #[test]
    fn who_has_not_joined_or_has_parted_takes_what_is_free_at_once() {
        let (roster, lease) = (Roster::new(Uuid::from_u128(1)), Duration::from_secs(6));
        let theirs = orgs().find(|org| preferred(&peers(2), *org).unwrap().node != roster.own());
        let theirs = theirs.unwrap();
        assert_eq!(roster.grace(theirs, lease), Duration::ZERO);
        roster.join("10.0.0.1:80".to_owned());
        roster.heard(peers(2));
        assert_eq!(roster.grace(theirs, lease), lease / 3);
        roster.heard(peers(1));
        assert_eq!((roster.preferred(theirs), roster.takes_part()), (None, true));
        let before = roster.stirred();
        assert!(roster.part() && !roster.takes_part() && roster.stirred() > before);
        // Alone and on the way out: nobody else is to write.
        roster.heard(peers(1));
        assert_eq!(roster.preferred(theirs), None);
    }
}
