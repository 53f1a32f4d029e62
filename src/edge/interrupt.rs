//! Ctrl-C in the middle of a prompt or of a live list. A prompt hides the cursor or stops the terminal from showing what is
//! typed, and a list leaves lines behind; whoever ends the program there must find the terminal as it was before.

use indicatif::ProgressBar;
use rustix::process::getpgrp;
use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcgetpgrp, tcsetattr};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;
use signal_hook::low_level::emulate_default_handler;
use std::sync::atomic::{AtomicBool, AtomicUsize};
use std::sync::{Arc, Mutex, Once};

/// What is drawn on the terminal now, and is wiped away before a signal ends the program.
static DRAWN: Mutex<Option<Drawn>> = Mutex::new(None);

struct Drawn {
    bar: ProgressBar,
    before: Option<Termios>,
}

/// Makes signals wipe `bar` away before they end the program.
pub(super) fn draw(bar: ProgressBar) {
    give_back_terminal();
    // The terminal's own `^C` would push what is drawn out of its lines. Who has not the terminal may not change it.
    let owner = tcgetpgrp(std::io::stderr()).ok();
    let before = owner.filter(|owner| *owner == getpgrp()).and_then(|_| tcgetattr(std::io::stderr()).ok());
    if let Some(mut quiet) = before.clone() {
        quiet.local_modes.remove(LocalModes::ECHOCTL);
        let _ = tcsetattr(std::io::stderr(), OptionalActions::Now, &quiet);
    }
    if let Ok(mut drawn) = DRAWN.lock() {
        *drawn = Some(Drawn { bar, before });
    }
}

/// Wipes away what is drawn, and leaves the terminal as it was before.
pub(super) fn wipe_away() {
    let Some(Drawn { bar, before }) = DRAWN.lock().ok().and_then(|mut drawn| drawn.take()) else { return };
    bar.finish_and_clear();
    if let Some(before) = before {
        let _ = tcsetattr(std::io::stderr(), OptionalActions::Now, &before);
    }
}

/// Makes signals give the terminal back as it is now before they end the program.
pub(super) fn give_back_terminal() {
    static WATCH: Once = Once::new();
    WATCH.call_once(|| {
        let before = tcgetattr(std::io::stdin()).ok();
        // Without the handler prompts still work; only the terminal stays as the prompt left it.
        if let Ok(signals) = Signals::new([SIGINT, SIGTERM, SIGHUP]) {
            std::thread::spawn(move || watch(signals, before.as_ref()));
        }
    });
}

fn watch(mut signals: Signals, before: Option<&Termios>) {
    for signal in signals.forever() {
        wipe_away();
        if let Some(before) = before {
            let _ = tcsetattr(std::io::stdin(), OptionalActions::Now, before);
        }
        let _ = dialoguer::console::Term::stderr().show_cursor();
        let _ = emulate_default_handler(signal);
    }
}

/// Lets the first Ctrl-C or SIGTERM set what is returned to the signal's number; the second one ends the program.
pub(super) fn interruption() -> Arc<AtomicUsize> {
    let (heard, signal) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
    for number in [SIGINT, SIGTERM] {
        // In this order: the handler that ends the program sees only what signals before this one have left. Without any of
        // them the program ends at once.
        let _ = signal_hook::flag::register_conditional_default(number, heard.clone())
            .and_then(|_| signal_hook::flag::register(number, heard.clone()))
            .and_then(|_| signal_hook::flag::register_usize(number, signal.clone(), number.unsigned_abs() as usize));
    }
    signal
}

/// Waits for the signal that interrupted a prompt to end the program.
pub(super) fn wait_for_end() -> ! {
    loop {
        std::thread::park();
    }
}
