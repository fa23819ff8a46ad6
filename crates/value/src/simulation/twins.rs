//! Two records of one person become one.

use kernel::{Lang, MemberId};
use people::members::{
    NewMember,
    merging::{self, Ask, Wins},
};

use super::Play;

impl Play<'_> {
    /// Somebody new comes in the place of the one who is gone.
    pub async fn merge(&mut self) {
        let gone = self.one_of(self.members.len()).unwrap();
        let stays = self.one_of(self.members.len()).unwrap();
        let (from, into) = (self.members[gone], self.members[stays]);
        let ask = Ask { into, from, wins: Wins::default(), lang: Lang::En };
        let done = self.market.turn(async |tx| merging::merge(tx, ask).await.map(drop)).await;
        assert_eq!(done.is_ok(), from != into, "{done:?}");
        if from != into {
            self.books.merge(from, into);
            self.members[gone] = self.comes("Dee").await;
        }
    }

    pub async fn comes(&self, name: &str) -> MemberId {
        let new = NewMember { name: name.into(), ..NewMember::default() };
        let new = new.from("counter").agreed("counter", &[]);
        let add = async |tx: &mut ::store::Tx| people::members::actions::add(tx, new).await;
        self.market.turn(add).await.unwrap()
    }
}
