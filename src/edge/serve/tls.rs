//! TLS from the server's side.

use super::Identity;
use crate::edge::Failure;
use rustls::ServerConfig;
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use std::sync::Arc;
use tokio_rustls::TlsAcceptor;

/// Returns what secures connections as `identity`.
///
/// # Errors
/// If its certificates or its key cannot be used.
pub(super) fn acceptor(identity: &Identity) -> Result<TlsAcceptor, Failure> {
    let chain = CertificateDer::pem_slice_iter(identity.chain.as_bytes()).collect::<Result<Vec<_>, _>>();
    let chain = chain.map_err(|error| unusable(&error))?;
    let key = PrivateKeyDer::from_pem_slice(identity.key.as_bytes()).map_err(|error| unusable(&error))?;
    let builder = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()));
    let builder = builder.with_safe_default_protocol_versions().map_err(|error| unusable(&error))?;
    let mut config = builder.with_no_client_auth().with_single_cert(chain, key).map_err(|error| unusable(&error))?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(TlsAcceptor::from(Arc::new(config)))
}

fn unusable(error: &dyn std::fmt::Display) -> Failure {
    Failure::input(format!("the server's certificate cannot be used: {error}"))
        .hint("remove the files of --tls-dir, and new ones are made")
}
