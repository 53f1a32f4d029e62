//! The network, bounded in time, size and redirects.

use super::Failure;
use crate::flow::plan;
use crate::model::http::{Answer, Request};
use std::error::Error;
use std::time::Duration;
use url::Url;

/// What a request may cost, and which roads it may take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// The whole exchange, redirects included, in seconds.
    pub seconds: u64,
    /// The body, in bytes.
    pub bytes: usize,
    /// How many redirects are followed.
    pub redirects: usize,
    /// Whether plain http may leave this machine.
    pub allow_http: bool,
    /// Certificates (PEM) to trust besides the system's, if any.
    pub roots: Option<Vec<u8>>,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { seconds: 10, bytes: 4 << 20, redirects: 5, allow_http: false, roots: None }
    }
}

/// Sends requests.
pub trait Http {
    /// Sends a request and follows its redirects.
    ///
    /// # Errors
    /// If no answer came, with the reason: an answer of any status is not a failure.
    fn send(&mut self, request: &Request, limits: &Limits) -> Result<Answer, Failure>;
}

/// The real network.
pub struct Network;

impl Http for Network {
    fn send(&mut self, request: &Request, limits: &Limits) -> Result<Answer, Failure> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| Failure::network(format!("the network cannot be used: {error}")))?;
        runtime.block_on(async {
            let limit = Duration::from_secs(limits.seconds);
            let answer = tokio::time::timeout(limit, exchange(request, limits)).await;
            answer.unwrap_or_else(|_| Err(too_slow(&request.url, limits)))
        })
    }
}

async fn exchange(request: &Request, limits: &Limits) -> Result<Answer, Failure> {
    // Built only when something is fetched: reading the system's certificates takes longer than most commands.
    let client = client(limits)?;
    let mut url = request.url.clone();
    let mut redirected_from = Vec::new();
    loop {
        if let Some(reason) = plan::refusal(&url, limits.allow_http) {
            return Err(Failure::network(reason).hint("use https, or pass --allow-http to fetch it all the same"));
        }
        let response = client.get(url.clone()).header("accept", request.accept).send().await;
        let response = response.map_err(|error| unreachable(&url, &error))?;
        match redirect(&response) {
            None => return answer(response, url, redirected_from, limits).await,
            Some(_) if redirected_from.len() == limits.redirects => return Err(too_many(&redirected_from, &url)),
            Some(next) => redirected_from.push(std::mem::replace(&mut url, next)),
        }
    }
}

fn client(limits: &Limits) -> Result<reqwest::Client, Failure> {
    let builder = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .user_agent(concat!("lpauth/", env!("CARGO_PKG_VERSION")));
    let builder = match &limits.roots {
        None => builder,
        Some(roots) => builder.tls_certs_merge(certificates(roots)?),
    };
    builder.build().map_err(|error| {
        let cause = deepest(&error);
        match limits.roots {
            // Certificates are only looked into here.
            Some(_) => Failure::input(format!("the certificates of --cacert cannot be used: {cause}")),
            None => Failure::network(format!("HTTPS cannot be used here: {cause}"))
                .hint("is there a certificate store on this machine? pass --cacert FILE, or work from files"),
        }
    })
}

fn certificates(pem: &[u8]) -> Result<Vec<reqwest::Certificate>, Failure> {
    match reqwest::Certificate::from_pem_bundle(pem) {
        Ok(certificates) if !certificates.is_empty() => Ok(certificates),
        _ => Err(Failure::input("the file of --cacert holds no certificate")
            .hint("it must hold one or more -----BEGIN CERTIFICATE----- blocks")),
    }
}

fn redirect(response: &reqwest::Response) -> Option<Url> {
    let location = response.headers().get("location").filter(|_| response.status().is_redirection())?;
    response.url().join(location.to_str().ok()?).ok()
}

async fn answer(
    mut response: reqwest::Response,
    url: Url,
    redirected_from: Vec<Url>,
    limits: &Limits,
) -> Result<Answer, Failure> {
    let text = |value: &reqwest::header::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let headers = response.headers().iter().map(|(name, value)| (name.as_str().to_owned(), text(value))).collect();
    let status = response.status().as_u16();
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| unreachable(&url, &error))? {
        if body.len() + chunk.len() > limits.bytes {
            return Err(Failure::network(format!("{url} answers with more than {} bytes", limits.bytes)));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(Answer { url, redirected_from, status, headers, body })
}

fn too_slow(url: &Url, limits: &Limits) -> Failure {
    Failure::network(format!("{url} did not answer within {} seconds", limits.seconds))
        .hint("pass --timeout SECONDS to wait longer, or work from files")
}

fn too_many(redirected_from: &[Url], last: &Url) -> Failure {
    let chain: Vec<_> = redirected_from.iter().chain([last]).map(Url::as_str).collect();
    Failure::network(format!("{} redirects and no end: {}", redirected_from.len() + 1, chain.join(" → ")))
}

fn unreachable(url: &Url, error: &reqwest::Error) -> Failure {
    let cause = deepest(error);
    let host = url.host_str().unwrap_or_default();
    let (message, hint) = match cause.as_str() {
        _ if error.is_dns() => (format!("{host} is not known: {cause}"), "check the spelling of the host name"),
        text if text.contains("certificate") => (
            format!("{url} is not trusted: {cause}"),
            "pass --cacert FILE if the server's certificate comes from a CA of your own",
        ),
        text if text.contains("refused") => {
            (format!("{host} refuses the connection"), "is the server running, and is the port right?")
        }
        _ => (format!("{url} cannot be reached: {cause}"), "pass files in place of URLs to work offline"),
    };
    Failure::network(message).hint(hint)
}

// The outer errors only say that something failed; the innermost says what.
fn deepest(error: &dyn Error) -> String {
    let mut innermost = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    innermost.to_string()
}
