//! Ctrl-C and SIGTERM while a server waits for them, and after.

use std::future::Future;

/// Waits for Ctrl-C or SIGTERM in place of the program, which would end. When this is dropped they end the program again.
pub(super) struct Heard;

#[cfg(unix)]
mod unheard {
    use signal_hook::consts::{SIGINT, SIGTERM};
    use std::sync::atomic::AtomicBool;
    use std::sync::{Arc, LazyLock};

    /// Whether nobody waits. Whoever listened for a signal once has taken it from the system for good, so that it has to be
    /// given back by hand.
    pub(super) static UNHEARD: LazyLock<Arc<AtomicBool>> = LazyLock::new(|| {
        let unheard = Arc::new(AtomicBool::new(true));
        for signal in [SIGINT, SIGTERM] {
            // Without it the program ends all the same, when its work is done.
            let _ = signal_hook::flag::register_conditional_default(signal, unheard.clone());
        }
        unheard
    });
}

impl Heard {
    /// Returns what waits, and the wait.
    ///
    /// # Errors
    /// If this system lets nobody wait for signals.
    #[cfg(unix)]
    pub(super) fn new() -> std::io::Result<(Heard, impl Future<Output = ()>)> {
        use futures_util::future::select;
        use std::pin::pin;
        use tokio::signal::unix::{SignalKind, signal};
        let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
        let wait = async move {
            select(pin!(interrupt.recv()), pin!(terminate.recv())).await;
        };
        unheard::UNHEARD.store(false, std::sync::atomic::Ordering::SeqCst);
        Ok((Heard, wait))
    }

    /// Returns what waits, and the wait.
    ///
    /// # Errors
    /// None: this system says no sooner.
    #[cfg(not(unix))]
    pub(super) fn new() -> std::io::Result<(Heard, impl Future<Output = ()>)> {
        let wait = async {
            let _ = tokio::signal::ctrl_c().await;
        };
        Ok((Heard, wait))
    }
}

#[cfg(unix)]
impl Drop for Heard {
    fn drop(&mut self) {
        unheard::UNHEARD.store(true, std::sync::atomic::Ordering::SeqCst);
    }
}
