//! What a mock remembers: stores that forget, by age and by number.

use crate::model::time::Timestamp;
use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Values under random names, each for the same length of time. Beyond its capacity the oldest are thrown out.
pub(super) struct Store<V> {
    shelf: Mutex<Shelf<V>>,
    capacity: usize,
}

struct Shelf<V> {
    values: HashMap<String, (Timestamp, V)>,
    /// The names in the order in which they came; some may be gone.
    order: VecDeque<String>,
}

impl<V: Clone> Store<V> {
    pub(super) fn new(capacity: usize) -> Store<V> {
        Store { shelf: Mutex::new(Shelf { values: HashMap::new(), order: VecDeque::new() }), capacity }
    }

    /// Keeps `value` under a name that nothing has yet, until `until` has passed.
    pub(super) fn put(&self, name: &str, value: V, until: Timestamp, now: Timestamp) {
        self.lock().keep(name, value, until, now, self.capacity);
    }

    /// Keeps `value` if nothing is kept under this name; returns whether it did.
    pub(super) fn put_new(&self, name: &str, value: V, until: Timestamp, now: Timestamp) -> bool {
        let mut shelf = self.lock();
        if shelf.values.get(name).is_some_and(|(until, _)| now < *until) {
            return false;
        }
        shelf.keep(name, value, until, now, self.capacity);
        true
    }

    /// Returns the value under this name.
    pub(super) fn find(&self, name: &str, now: Timestamp) -> Option<V> {
        let shelf = self.lock();
        let (until, value) = shelf.values.get(name)?;
        (now < *until).then(|| value.clone())
    }

    /// Returns the value that came last of those that `fits` takes, by name and value, even if it is too old.
    pub(super) fn newest(&self, fits: impl Fn(&str, &V) -> bool) -> Option<V> {
        let shelf = self.lock();
        let newest = shelf.order.iter().rev().filter_map(|name| Some((name, &shelf.values.get(name)?.1)));
        newest.filter(|(name, value)| fits(name, value)).map(|(_, value)| value.clone()).next()
    }

    /// Returns every value.
    pub(super) fn all(&self, now: Timestamp) -> Vec<V> {
        self.lock().values.values().filter(|(until, _)| now < *until).map(|(_, value)| value.clone()).collect()
    }

    /// Changes the value under this name, and returns what `change` returns.
    pub(super) fn change<T>(&self, name: &str, now: Timestamp, change: impl FnOnce(&mut V) -> T) -> Option<T> {
        let mut shelf = self.lock();
        let (until, value) = shelf.values.get_mut(name)?;
        (now < *until).then(|| change(value))
    }

    /// Forgets the value under this name.
    pub(super) fn remove(&self, name: &str) {
        self.lock().values.remove(name);
    }

    /// Returns how many values are kept.
    pub(super) fn len(&self) -> usize {
        self.lock().values.len()
    }

    // A panic elsewhere leaves a shelf as it was before or after a change, never in between.
    fn lock(&self) -> MutexGuard<'_, Shelf<V>> {
        self.shelf.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<V> Shelf<V> {
    fn keep(&mut self, name: &str, value: V, until: Timestamp, now: Timestamp, capacity: usize) {
        self.forget(now, capacity.saturating_sub(1));
        self.order.push_back(name.to_owned());
        self.values.insert(name.to_owned(), (until, value));
    }

    fn forget(&mut self, now: Timestamp, capacity: usize) {
        while let Some(oldest) = self.order.front() {
            let gone = self.values.get(oldest).is_none_or(|(until, _)| *until <= now);
            if !gone && self.order.len() <= capacity {
                return;
            }
            self.values.remove(oldest);
            self.order.pop_front();
        }
    }
}
