//! Gathers documents: `flow::plan` says what it wants next, this fetches it.
