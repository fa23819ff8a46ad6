//! `regulars playbook lint FILE`.

use std::path::PathBuf;

use anyhow::{Context as _, Result};
use clap::{Args, Subcommand};
use kernel::Lang;
use serde_json::json;

use crate::{
    config::Where,
    say::{Say, Terminal},
};

#[derive(Debug, Args)]
pub struct Playbook {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Check a playbook file: every language, every limit, every promise
    Lint {
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// The language of the messages: en, zh-CN or es
        #[arg(long, default_value = "en")]
        lang: String,
    },
}

impl Playbook {
    pub fn run(self, place: &Where, terminal: &mut Terminal) -> Result<u8> {
        let What::Lint { files, lang } = self.what;
        let lang: Lang = lang.parse().ok().context("--lang is en, zh-CN or es")?;
        let say: &mut dyn Say = terminal;
        let mut code = 0;
        for file in files {
            let text = std::fs::read_to_string(&file)
                .with_context(|| format!("reading {}", file.display()))?;
            match people::playbooks::lint_file_text(lang, &text) {
                Ok(summary) if place.json => {
                    say.out(json!({ "file": file, "ok": true, "is": summary }).to_string());
                }
                Ok(summary) => say.out(format!("{}: {summary}", file.display())),
                Err(problems) => {
                    code = 1;
                    if place.json {
                        let result = json!({ "file": file, "ok": false, "problems": problems });
                        say.out(result.to_string());
                    }
                    for problem in problems {
                        say.trouble(format!("{}: {problem}", file.display()));
                    }
                }
            }
        }
        Ok(code)
    }
}
