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

/// Returns the one of `known` that `name` is a slip of: another case, another separator, a plural more or less, or a letter
/// or two. Names that are merely alike are not: they may be somebody's own.
pub fn slip_of<'a>(name: &str, mut known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let typed = bare(name);
    known.find(|other| {
        // In a short name two letters make another word.
        let comparable = other.len() >= 12 && other.len().abs_diff(name.len()) <= 2;
        *other != name && (typed == bare(other) || (comparable && strsim::damerau_levenshtein(name, other) <= 2))
    })
}

fn bare(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).filter(|c| *c != 's').collect()
}
