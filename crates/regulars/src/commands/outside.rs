//! What a phone outside sees at our public address: the certificate, the redirect, the answer.

use std::time::Duration;

use ureq::{Agent, Error};

/// `Ok` is fine, `Err` is what to do.
pub type Finding = Result<String, String>;

fn agent() -> Agent {
    Agent::config_builder()
        .timeout_global(Some(Duration::from_secs(10)))
        .max_redirects(0)
        .http_status_as_error(false)
        .build()
        .into()
}

/// Who answers at the address, and whether phones believe its certificate.
pub fn page(url: &str) -> Finding {
    let base = url.trim_end_matches('/');
    match agent().get(format!("{base}/healthz")).call() {
        Ok(mut answer) => {
            let status = answer.status();
            let text = answer.body_mut().read_to_string().unwrap_or_default();
            if status == 200 && text.trim() == "ok" {
                Ok(format!("{base} answers, and it is regulars"))
            } else if status == 502 || status == 503 || status == 504 {
                Err(format!(
                    "the proxy at {base} does not reach regulars ({status}): is it running, on the address the proxy knows?"
                ))
            } else {
                Err(format!(
                    "something else answers at {base} ({status}): does the proxy pass everything on?"
                ))
            }
        }
        Err(Error::Rustls(error)) => {
            Err(format!("phones will warn about the certificate: {error}"))
        }
        // The system's sockets wrap what rustls found.
        Err(error) if error.to_string().contains("invalid peer certificate") => {
            Err(format!("phones will warn about the certificate: {error}"))
        }
        Err(Error::Timeout(_)) => Err(format!("{base} takes longer than ten seconds")),
        Err(error) => Err(format!("{base} cannot be read: {error}")),
    }
}

/// People type addresses without https: plain http has to lead there.
pub fn plain(url: &str) -> Finding {
    let http = url.trim_end_matches('/').replacen("https://", "http://", 1);
    match agent().get(format!("{http}/healthz")).call() {
        Ok(answer) if answer.status().is_redirection() => Ok(format!("{http} leads to https")),
        Ok(_) => Err(format!(
            "{http} answers without https: redirect it, or cameras will be refused there"
        )),
        Err(_) => Err(format!(
            "{http} does not answer: people who type the address without https see an error"
        )),
    }
}

#[cfg(test)]
mod tests {
    use std::{
        io::{Read as _, Write as _},
        net::TcpListener,
    };

    use super::*;

    /// Answers one request with these words.
    fn answering(words: &'static str) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut request = [0; 2048];
            let _ = stream.read(&mut request).unwrap();
            stream.write_all(words.as_bytes()).unwrap();
        });
        format!("http://{address}")
    }

    #[test]
    fn our_answer_is_told_from_a_proxy_that_reaches_nobody_and_from_strangers() {
        let ok = answering("HTTP/1.1 200 OK\r\nContent-Length: 3\r\nConnection: close\r\n\r\nok\n");
        assert!(page(&ok).is_ok());
        let lost =
            answering("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        assert!(page(&lost).is_err_and(|w| w.contains("proxy")));
        let other =
            answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi");
        assert!(page(&other).is_err_and(|w| w.contains("else")));
    }
}
