//! TLS under the system's judgement, with a witness who remembers which certificates it judged.

use super::Limits;
use crate::edge::Failure;
use crate::model::certificate::Certificate;
use crate::model::http::{Distrust, DistrustKind, Tls};
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{AlertDescription, CertificateError, ClientConfig, DigitallySignedStruct, SignatureScheme};
use rustls_platform_verifier::Verifier;
use std::error::Error;
use std::sync::{Arc, Mutex, PoisonError};
use url::Url;

/// Everything about certificates that came up while one client was in use.
#[derive(Debug, Clone, Default)]
pub(super) struct Log {
    seen: Arc<Mutex<Vec<(ServerName<'static>, Tls)>>>,
}

impl Log {
    /// Returns how the last connection to the host of `url` was secured; `None` if it was not.
    pub(super) fn of(&self, url: &Url) -> Option<Tls> {
        let host = url.host_str()?.trim_start_matches('[').trim_end_matches(']');
        let name = ServerName::try_from(host).ok().filter(|_| url.scheme() == "https")?;
        self.with(|seen| seen.iter().rev().find(|(other, _)| *other == name).map(|(_, tls)| tls.clone()))
    }

    fn with<T>(&self, act: impl FnOnce(&mut Vec<(ServerName<'static>, Tls)>) -> T) -> T {
        act(&mut self.seen.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Returns how to secure connections: as the system would, with the certificates of `limits` trusted besides its own.
///
/// # Errors
/// If there are no certificates to trust, or those of `limits` are none.
pub(super) fn config(limits: &Limits, log: &Log) -> Result<ClientConfig, Failure> {
    let provider = Arc::new(aws_lc_rs::default_provider());
    let judge = match &limits.roots {
        None => Verifier::new(provider.clone()),
        Some(roots) => Verifier::new_with_extra_roots(certificates(roots)?, provider.clone()),
    };
    let judge = judge.map_err(|error| unusable(limits, &error))?;
    let witness = Arc::new(Witness { judge, log: log.clone() });
    let versions = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let builder = versions.map_err(|error| unusable(limits, &error))?;
    let mut config = builder.dangerous().with_custom_certificate_verifier(witness).with_no_client_auth();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(config)
}

fn certificates(pem: &[u8]) -> Result<Vec<CertificateDer<'static>>, Failure> {
    match CertificateDer::pem_slice_iter(pem).collect::<Result<Vec<_>, _>>() {
        Ok(certificates) if !certificates.is_empty() => Ok(certificates),
        _ => Err(Failure::input("the file of --cacert holds no certificate")
            .hint("it must hold one or more -----BEGIN CERTIFICATE----- blocks")),
    }
}

fn unusable(limits: &Limits, error: &rustls::Error) -> Failure {
    match limits.roots {
        // Certificates are only looked into here.
        Some(_) => Failure::input(format!("the certificates of --cacert cannot be used: {error}")),
        None => Failure::network(format!("HTTPS cannot be used here: {error}"))
            .hint("is there a certificate store on this machine? pass --cacert FILE, or work from files"),
    }
}

/// Judges nothing itself: it writes down what was presented and leaves the verdict to the system.
#[derive(Debug)]
struct Witness {
    judge: Verifier,
    log: Log,
}

impl Witness {
    fn note(&self, version: &'static str) {
        // Handshakes do not overlap: the certificates seen last belong to this one.
        self.log.with(|seen| seen.last_mut().map(|(_, tls)| tls.version = Some(version)));
    }
}

impl ServerCertVerifier for Witness {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let presented = std::iter::once(end_entity).chain(intermediates);
        let chain = presented.filter_map(|document| Certificate::parse(document)).collect();
        let tls = Tls { chain, ..Tls::default() };
        self.log.with(|seen| seen.push((server_name.to_owned(), tls)));
        self.judge.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now)
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.note("TLS 1.2");
        self.judge.verify_tls12_signature(message, cert, dss)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.note("TLS 1.3");
        self.judge.verify_tls13_signature(message, cert, dss)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.judge.supported_verify_schemes()
    }
}

/// Returns why the server is not to be trusted, if that is what `error` comes from.
pub(super) fn distrust(error: &(dyn Error + 'static)) -> Option<Distrust> {
    let cause = cause(error)?;
    Some(Distrust { kind: kind(cause)?, reason: cause.to_string() })
}

fn cause<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a rustls::Error> {
    if let Some(found) = error.downcast_ref() {
        return Some(found);
    }
    // An input error hides what it wraps from `source`.
    match error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref) {
        Some(wrapped) => cause(wrapped),
        None => cause(error.source()?),
    }
}

fn kind(error: &rustls::Error) -> Option<DistrustKind> {
    use CertificateError as Why;
    match error {
        rustls::Error::InvalidCertificate(why) => Some(match why {
            Why::Expired | Why::ExpiredContext { .. } | Why::NotValidYet | Why::NotValidYetContext { .. } => {
                DistrustKind::Dates
            }
            Why::NotValidForName | Why::NotValidForNameContext { .. } => DistrustKind::Name,
            _ => DistrustKind::Chain,
        }),
        rustls::Error::PeerIncompatible(_) | rustls::Error::AlertReceived(AlertDescription::ProtocolVersion) => {
            Some(DistrustKind::Version)
        }
        _ => None,
    }
}
