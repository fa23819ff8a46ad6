//! HTTPS by itself: certificates from an ACME authority (RFC 8555), proven by TLS-ALPN-01 on the
//! same port, renewed while the program runs, kept in the data folder.

use std::{net::SocketAddr, path::Path, sync::Arc};

use anyhow::{Context as _, Result};
use axum::{
    Router,
    http::{StatusCode, Uri, header},
    response::IntoResponse as _,
    serve::Listener,
};
use futures::StreamExt as _;
use rustls_acme::{AcmeConfig, caches::DirCache, is_tls_alpn_challenge};
use store::tasks::Tasks;
use tokio::{
    net::{TcpListener, TcpStream},
    sync::mpsc,
    time::{Duration, timeout},
};
use tokio_rustls::{
    LazyConfigAcceptor,
    rustls::{
        ClientConfig, RootCertStore, ServerConfig,
        pki_types::{CertificateDer, pem::PemObject as _},
        server::Acceptor,
    },
    server::TlsStream,
};

/// Where certificates come from.
#[derive(Debug, Clone)]
pub struct Authority {
    pub domain: String,
    pub contact: Option<String>,
    /// The authority's directory; Let's Encrypt when not given.
    pub directory: Option<String>,
    /// The root that signs the authority's own address, for an authority of one's own.
    pub root: Option<std::path::PathBuf>,
}

/// A greeting that takes longer than this is no phone in a basement but somebody who holds doors.
const HANDSHAKE: Duration = Duration::from_secs(15);
/// Connections that have greeted and wait to be taken.
const WAITING: usize = 64;
/// Connections that greet at the same time.
const GREETING: usize = 256;

pub struct TlsListener {
    greeted: mpsc::Receiver<(TlsStream<TcpStream>, SocketAddr)>,
    address: SocketAddr,
    #[expect(dead_code, reason = "held: the tasks end with the listener")]
    tasks: Tasks,
}

impl Listener for TlsListener {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;
    async fn accept(&mut self) -> (Self::Io, SocketAddr) {
        match self.greeted.recv().await {
            Some(connection) => connection,
            // The accepting task never ends before its listener.
            None => std::future::pending().await,
        }
    }
    fn local_addr(&self) -> std::io::Result<SocketAddr> {
        Ok(self.address)
    }
}

/// Listens with certificates of the authority.
pub fn listen(tcp: TcpListener, authority: &Authority, folder: &Path) -> Result<TlsListener> {
    let mut config = AcmeConfig::new([&authority.domain])
        .contact(authority.contact.iter().map(|mail| format!("mailto:{mail}")))
        .cache(DirCache::new(folder.join("certificates")))
        .directory_lets_encrypt(true);
    if let Some(directory) = &authority.directory {
        config = config.directory(directory);
    }
    if let Some(root) = &authority.root {
        config = config.client_tls_config(Arc::new(trusting(root)?));
    }
    let mut state = config.state();
    let challenge = state.challenge_rustls_config();
    let serving = state.default_rustls_config();
    let address = tcp.local_addr()?;
    let mut tasks = Tasks::default();
    tasks.spawn(async move {
        while let Some(event) = state.next().await {
            match event {
                Ok(event) => tracing::info!(?event, "certificate"),
                Err(error) => tracing::error!(%error, "certificate: will be tried again"),
            }
        }
    });
    let (sender, greeted) = mpsc::channel(WAITING);
    tasks.spawn(accept(tcp, challenge, serving, sender));
    Ok(TlsListener { greeted, address, tasks })
}

fn trusting(root: &Path) -> Result<ClientConfig> {
    let mut roots = RootCertStore::empty();
    let certificate = CertificateDer::from_pem_file(root)
        .with_context(|| format!("reading the root {}", root.display()))?;
    roots.add(certificate)?;
    Ok(ClientConfig::builder().with_root_certificates(roots).with_no_client_auth())
}

async fn accept(
    tcp: TcpListener,
    challenge: Arc<ServerConfig>,
    serving: Arc<ServerConfig>,
    sender: mpsc::Sender<(TlsStream<TcpStream>, SocketAddr)>,
) {
    let mut greeting = Tasks::default();
    let places = Arc::new(tokio::sync::Semaphore::new(GREETING));
    loop {
        let Ok(place) = places.clone().acquire_owned().await else { return };
        let (stream, peer) = match tcp.accept().await {
            Ok(accepted) => accepted,
            Err(error) => {
                // Out of file handles, usually: they come back when connections end.
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(Duration::from_millis(100)).await;
                continue;
            }
        };
        let (challenge, serving, sender) = (challenge.clone(), serving.clone(), sender.clone());
        greeting.spawn(async move {
            let greeted = timeout(HANDSHAKE, greet(stream, challenge, serving)).await;
            if let Ok(Ok(Some(stream))) = greeted {
                // The server may be ending.
                let _ = sender.send((stream, peer)).await;
            }
            // Held until somebody took it, so that those who wait are bounded.
            drop(place);
        });
        greeting.reap();
    }
}

/// `None` after the authority's own question was answered.
async fn greet(
    stream: TcpStream,
    challenge: Arc<ServerConfig>,
    serving: Arc<ServerConfig>,
) -> std::io::Result<Option<TlsStream<TcpStream>>> {
    let start = LazyConfigAcceptor::new(Acceptor::default(), stream).await?;
    if is_tls_alpn_challenge(&start.client_hello()) {
        let mut stream = start.into_stream(challenge).await?;
        tokio::io::AsyncWriteExt::shutdown(&mut stream).await?;
        return Ok(None);
    }
    start.into_stream(serving).await.map(Some)
}

/// Plain http on port 80: people type addresses without https.
pub fn redirects(domain: String) -> Router {
    Router::new().fallback(async move |uri: Uri| {
        let path = uri.path_and_query().map_or("/", |path| path.as_str());
        let to = format!("https://{domain}{path}");
        (StatusCode::PERMANENT_REDIRECT, [(header::LOCATION, to)]).into_response()
    })
}
