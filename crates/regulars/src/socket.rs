//! The local socket beside the data: commands typed while the server runs are run by the server,
//! because a data folder has one writer. Only the owner of the folder can reach it.

use std::{
    io::ErrorKind,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use anyhow::{Context as _, Result};
use serde::{Deserialize, Serialize};
use store::tasks::Tasks;
use tokio::{
    io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader},
    net::{UnixListener, UnixStream},
    sync::mpsc,
};

use crate::{
    commands::{self, Circumstances},
    house::House,
    say::{Say, Word},
};

/// The longest request: arguments and what was piped in.
const REQUEST_MAX: u64 = 1 << 20;

#[derive(Debug, Serialize, Deserialize)]
pub struct Request {
    /// The words of the command line, after the program's name.
    pub args: Vec<String>,
    pub circumstances: Circumstances,
}

pub fn path(folder: &Path) -> PathBuf {
    folder.join("socket")
}

/// Whether a server answers there.
pub async fn connect(folder: &Path) -> Option<UnixStream> {
    let connecting = UnixStream::connect(path(folder));
    tokio::time::timeout(Duration::from_secs(2), connecting).await.ok()?.ok()
}

/// Runs a command in the serving process and passes on what it says; the exit code.
pub async fn ask(stream: UnixStream, request: &Request, say: &mut dyn Say) -> Result<u8> {
    let (read, mut write) = stream.into_split();
    let mut line = serde_json::to_vec(request)?;
    line.push(b'\n');
    write.write_all(&line).await.context("the server does not listen")?;
    let mut lines = BufReader::new(read).lines();
    while let Some(line) = lines.next_line().await.context("the server went away")? {
        match serde_json::from_str(&line).context("the server speaks another version")? {
            Word::Exit(code) => return Ok(code),
            word => say.say(word),
        }
    }
    anyhow::bail!("the server went away before the command ended; run it again")
}

/// Listens until the tasks end.
pub fn listen(folder: &Path, house: Arc<House>, tasks: &mut Tasks) -> Result<()> {
    let path = path(folder);
    match std::fs::remove_file(&path) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            return Err(error).with_context(|| format!("removing the old {}", path.display()));
        }
        _ => {}
    }
    let listener =
        UnixListener::bind(&path).with_context(|| format!("listening at {}", path.display()))?;
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600))?;
    tasks.spawn(async move {
        let mut guests = Tasks::default();
        while let Ok((stream, _)) = listener.accept().await {
            guests.reap();
            let house = house.clone();
            guests.spawn(async move {
                if let Err(error) = serve(stream, &house).await {
                    tracing::warn!(%error, "a local command ended badly");
                }
            });
        }
    });
    Ok(())
}

struct Remote(mpsc::UnboundedSender<Word>);

impl Say for Remote {
    fn say(&mut self, word: Word) {
        // Whoever asked may have gone; the command goes on, as it would on a closed terminal.
        let _ = self.0.send(word);
    }
}

async fn serve(stream: UnixStream, house: &House) -> Result<()> {
    let (read, mut write) = stream.into_split();
    let mut line = String::new();
    BufReader::new(read.take(REQUEST_MAX)).read_line(&mut line).await?;
    if line.is_empty() {
        // Somebody only looked whether there is a server.
        return Ok(());
    }
    let request: Request = serde_json::from_str(&line).context("unreadable request")?;
    let (sender, mut words) = mpsc::unbounded_channel();
    let running = async move {
        let mut remote = Remote(sender);
        let code = commands::run_words(&request.args, house, &request.circumstances, &mut remote)
            .await
            .unwrap_or_else(|error| {
                (&mut remote as &mut dyn Say).trouble(format!("error: {error:#}"));
                1
            });
        remote.say(Word::Exit(code));
    };
    let passing = async move {
        while let Some(word) = words.recv().await {
            let mut line = serde_json::to_vec(&word)?;
            line.push(b'\n');
            write.write_all(&line).await?;
        }
        anyhow::Ok(())
    };
    tokio::join!(running, passing).1
}
