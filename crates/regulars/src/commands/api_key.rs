//! `regulars api-key create|list|revoke`.

use anyhow::{Result, bail};
use clap::Subcommand;
use kernel::permission;
use serde_json::json;
use web::keys;

use super::{Circumstances, scope, shop};
use crate::{house::House, say::Say};

#[derive(Debug, Subcommand)]
pub enum ApiKey {
    /// Make a key; it is printed once
    Create {
        /// What it is for: "till at Riverside"
        #[arg(long)]
        name: String,
        /// What it may do; all of it when not given
        #[arg(long, value_name = "SCOPE")]
        scope: Vec<String>,
    },
    /// Show the keys and when they were last used
    List,
    /// End a key at once
    Revoke { id: String },
}

impl ApiKey {
    pub async fn run(self, house: &House, around: &Circumstances, say: &mut dyn Say) -> Result<u8> {
        let shop = shop(house, around.org.as_deref()).await?;
        let scope_of = scope(&shop);
        match self {
            Self::Create { name, scope } => {
                let known = permission::scopes();
                if let Some(wrong) = scope.iter().find(|s| !known.contains(&s.as_str())) {
                    bail!("no scope {wrong}; there are: {}", known.join(", "));
                }
                let scopes = if scope.is_empty() {
                    known.into_iter().map(str::to_owned).collect()
                } else {
                    scope
                };
                let made = house
                    .db()
                    .write(&scope_of, async |tx| {
                        let (id, key) = keys::create(tx, &name, &scopes).await?;
                        web::trail::note(tx, "keys.created", id, &(), &scopes).await?;
                        Ok((id, key))
                    })
                    .await?;
                let (id, key) = made.value;
                say.out(if around.json {
                    json!({ "id": id, "key": key }).to_string()
                } else {
                    key
                });
            }
            Self::List => {
                for key in keys::list(&mut house.db().read().await?, shop.org).await? {
                    say.out(if around.json {
                        serde_json::to_string(&key)?
                    } else {
                        let state = if key.revoked_at.is_some() { "revoked" } else { "in use" };
                        format!("{}  {}  {}  {}", key.id, state, key.name, key.scopes.join(" "))
                    });
                }
            }
            Self::Revoke { id } => {
                let id = id.parse()?;
                let done = house.db().write(&scope_of, async |tx| {
                    let done = keys::revoke(tx, id).await?;
                    web::trail::note(tx, "keys.revoked", id, &(), &()).await?;
                    Ok(done)
                });
                if !done.await?.value {
                    bail!("no such key in use");
                }
            }
        }
        Ok(0)
    }
}
