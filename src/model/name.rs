//! Names that people mistype.

/// Returns the one of `known` that is nearest to `name`, if it is near enough to be meant; case does not count.
pub fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let typed = name.to_lowercase();
    known
        .map(|other| (strsim::jaro_winkler(&typed, &other.to_lowercase()), other))
        .filter(|(closeness, _)| *closeness > 0.85)
        .max_by(|(one, _), (other, _)| one.total_cmp(other))
        .map(|(_, other)| other)
}
