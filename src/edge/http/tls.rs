//! TLS under the system's judgement, with a witness who remembers which certificates it judged.

use super::watch::Log;
use super::{Limits, trouble};
use crate::edge::Failure;
use crate::model::certificate::Certificate;
use crate::model::http::{Distrust, DistrustKind, Tls};
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{Resumption, WantsClientCert};
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use rustls::{
    AlertDescription, CertificateError, ClientConfig, ConfigBuilder, DigitallySignedStruct, RootCertStore,
    SignatureScheme,
};
use rustls_platform_verifier::Verifier;
use std::error::Error;
use std::sync::Arc;

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
    let builder = builder.dangerous().with_custom_certificate_verifier(witness);
    let mut config = match &limits.identity {
        None => builder.with_no_client_auth(),
        Some(pem) => with_identity(builder, pem.reveal().as_bytes())?,
    };
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    config.resumption = Resumption::store(Arc::new(log.clone()));
    Ok(config)
}

/// Returns how to secure connections where no certificate is trusted: enough for plain http.
///
/// # Errors
/// If TLS does not work at all.
pub(super) fn nobody_trusted() -> Result<ClientConfig, Failure> {
    let builder = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()));
    let builder = builder.with_safe_default_protocol_versions();
    let builder = builder.map_err(|error| {
        Failure::network(format!("HTTPS cannot be used here: {error}"))
            .hint("install the system's certificates (Debian: ca-certificates), or pass --cacert FILE")
    })?;
    Ok(builder.with_root_certificates(RootCertStore::empty()).with_no_client_auth())
}

fn with_identity(builder: ConfigBuilder<ClientConfig, WantsClientCert>, pem: &[u8]) -> Result<ClientConfig, Failure> {
    let hint = "it must hold a certificate, those of its issuers, and the certificate's private key, all as PEM";
    let unfit = |what: String| Failure::input(format!("the client certificate {what}")).hint(hint);
    let chain = CertificateDer::pem_slice_iter(pem).collect::<Result<Vec<_>, _>>();
    let chain = chain.ok().filter(|chain| !chain.is_empty());
    let chain = chain.ok_or_else(|| unfit("is not in its file".to_owned()))?;
    let key = PrivateKeyDer::from_pem_slice(pem).map_err(|_| unfit("comes without its private key".to_owned()))?;
    builder.with_client_auth_cert(chain, key).map_err(|error| unfit(format!("cannot be used: {error}")))
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
        Some(_) => Failure::input(format!("the certificates of --cacert cannot be used: {error}"))
            .hint("name a PEM file with the certificate of the authority, not of the server"),
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
        self.log.note(|tls| *tls = Tls { chain, ..Tls::default() });
        self.judge.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now)
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.log.note(|tls| tls.version = Some("TLS 1.2"));
        self.judge.verify_tls12_signature(message, cert, dss)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.log.note(|tls| tls.version = Some("TLS 1.3"));
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

/// Returns what TLS says is wrong, if `error` comes from there.
pub(super) fn cause<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a rustls::Error> {
    trouble::chain(error).find_map(|error| error.downcast_ref())
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
