//! Enums of which each variant is a word: in rows, forms, addresses and events.

/// Gives an enum its words: `words!(State { Open "open", Closed "closed" })` makes `ALL` in this order,
/// `word()`, `Display`, and the way back by `FromStr`, whose only error is that there is no such word.
#[macro_export]
macro_rules! words {
    ($type:ident { $($name:ident $word:literal),+ $(,)? }) => {
        impl $type {
            pub const ALL: [Self; [$($word),+].len()] = [$(Self::$name),+];
            pub const fn word(self) -> &'static str {
                match self { $(Self::$name => $word),+ }
            }
        }
        impl ::std::str::FromStr for $type {
            type Err = ();
            fn from_str(word: &str) -> ::std::result::Result<Self, ()> {
                Self::ALL.into_iter().find(|one| one.word() == word).ok_or(())
            }
        }
        impl ::std::fmt::Display for $type {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(self.word())
            }
        }
    };
}

#[cfg(test)]
mod tests {
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    enum State {
        Open,
        Closed,
    }
    words!(State { Open "open", Closed "closed" });

    #[test]
    fn a_word_leads_there_and_back() {
        assert_eq!(State::ALL, [State::Open, State::Closed]);
        for state in State::ALL {
            assert_eq!(state.to_string().parse(), Ok(state));
        }
        for other in ["", "Open", "open ", "shut"] {
            assert_eq!(other.parse::<State>(), Err(()), "{other:?}");
        }
    }
}
