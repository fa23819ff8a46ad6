//! How a command speaks: results on standard output, progress and trouble on standard error, or
//! all of it over the socket when it runs inside the serving process.

use std::{
    io::{self, IsTerminal as _, Write as _},
    time::Duration,
};

use indicatif::{ProgressBar, ProgressStyle};
use serde::{Deserialize, Serialize};

/// One thing a command says.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Word {
    /// A line of the result.
    Out(String),
    /// A line of trouble.
    Trouble(String),
    /// So much done of so much.
    Progress { done: u64, of: u64 },
    /// The end, with the exit code.
    Exit(u8),
}

pub trait Say: Send {
    fn say(&mut self, word: Word);
}

impl dyn Say + '_ {
    pub fn out(&mut self, line: impl Into<String>) {
        self.say(Word::Out(line.into()));
    }
    pub fn trouble(&mut self, line: impl Into<String>) {
        self.say(Word::Trouble(line.into()));
    }
    pub fn progress(&mut self, done: u64, of: u64) {
        self.say(Word::Progress { done, of });
    }
}

/// The terminal of the person who typed the command.
#[derive(Default)]
pub struct Terminal {
    bar: Option<ProgressBar>,
}

impl Say for Terminal {
    fn say(&mut self, word: Word) {
        match word {
            Word::Out(line) => {
                self.end_bar();
                // A closed pipe is the reader's wish to hear no more.
                let _ = writeln!(io::stdout().lock(), "{line}");
            }
            Word::Trouble(line) => {
                self.end_bar();
                let _ = writeln!(io::stderr().lock(), "{line}");
            }
            Word::Progress { done, of } => self.progress(done, of),
            Word::Exit(_) => self.end_bar(),
        }
    }
}

impl Terminal {
    fn progress(&mut self, done: u64, of: u64) {
        if !io::stderr().is_terminal() {
            return;
        }
        let bar = self.bar.get_or_insert_with(|| {
            let style =
                ProgressStyle::with_template("{bar:32.green/dim} {percent:>3} %  {eta} left");
            let bar = ProgressBar::new(of);
            bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
            bar.enable_steady_tick(Duration::from_millis(200));
            bar
        });
        bar.set_length(of);
        bar.set_position(done);
    }
    fn end_bar(&mut self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
    }
}
