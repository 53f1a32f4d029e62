//! Ctrl-C in the middle of a prompt or of a live list. A prompt hides the cursor or stops the terminal from showing what is
//! typed, and a list leaves lines behind; whoever ends the program there must find the terminal as it was before.

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;
use signal_hook::low_level::emulate_default_handler;
use std::sync::{Mutex, Once};

/// What is drawn on the terminal now, and is wiped away before a signal ends the program.
static DRAWN: Mutex<Option<indicatif::ProgressBar>> = Mutex::new(None);

/// Makes signals wipe `drawn` away before they end the program; `None` if nothing is drawn any more.
pub(super) fn wipe_away(drawn: Option<indicatif::ProgressBar>) {
    give_back_terminal();
    if let Ok(mut known) = DRAWN.lock() {
        *known = drawn;
    }
}

/// Makes signals give the terminal back as it is now before they end the program.
pub(super) fn give_back_terminal() {
    static WATCH: Once = Once::new();
    WATCH.call_once(|| {
        let before = rustix::termios::tcgetattr(std::io::stdin()).ok();
        // Without the handler prompts still work; only the terminal stays as the prompt left it.
        if let Ok(signals) = Signals::new([SIGINT, SIGTERM, SIGHUP]) {
            std::thread::spawn(move || watch(signals, before.as_ref()));
        }
    });
}

fn watch(mut signals: Signals, before: Option<&rustix::termios::Termios>) {
    for signal in signals.forever() {
        if let Some(drawn) = DRAWN.lock().ok().and_then(|mut drawn| drawn.take()) {
            drawn.finish_and_clear();
        }
        if let Some(before) = before {
            let _ = rustix::termios::tcsetattr(std::io::stdin(), rustix::termios::OptionalActions::Now, before);
        }
        let _ = dialoguer::console::Term::stderr().show_cursor();
        let _ = emulate_default_handler(signal);
    }
}

/// Waits for the signal that interrupted a prompt to end the program.
pub(super) fn wait_for_end() -> ! {
    loop {
        std::thread::park();
    }
}
