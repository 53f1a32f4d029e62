//! Points in time and spans between them, in whole seconds.

/// Seconds since 1970-01-01T00:00:00Z, as RFC 7519's NumericDate counts them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Timestamp(pub i64);

/// The largest year a NumericDate can name before it is more likely a mistake than a date.
const LAST_SECOND: i64 = 253_402_300_799; // 9999-12-31T23:59:59Z

impl Timestamp {
    /// Returns the time `seconds` later, or the nearest time that can be counted.
    pub fn plus(self, seconds: i64) -> Timestamp {
        Timestamp(self.0.saturating_add(seconds))
    }

    /// Returns the seconds from `earlier` to this time; negative if it lies after.
    pub fn since(self, earlier: Timestamp) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// Returns whether a calendar of four-digit years has the time.
    pub fn is_dated(self) -> bool {
        self.0 <= LAST_SECOND && jiff::Timestamp::from_second(self.0).is_ok()
    }

    /// Returns the time in UTC as RFC 3339 writes it, `2026-01-01T00:00:00Z`; the bare number if no calendar reaches that far.
    pub fn utc(self) -> String {
        match jiff::Timestamp::from_second(self.0) {
            Ok(time) if self.0 <= LAST_SECOND => time.to_string(),
            _ => self.0.to_string(),
        }
    }

    /// Returns the time as a `Date` header field has it (RFC 9110 §5.6.7), `Thu, 01 Jan 2026 00:00:00 GMT`; `None` if no
    /// calendar of four-digit years has it.
    pub fn http_date(self) -> Option<String> {
        let time = jiff::Timestamp::from_second(self.0).ok()?;
        jiff::fmt::rfc2822::DateTimePrinter::new().timestamp_to_rfc9110_string(&time).ok()
    }

    /// Reads the value of a `Date` field, `Thu, 01 Jan 2026 00:00:00 GMT` (RFC 9110 §5.6.7). `None` if it is none.
    pub fn of_http_date(text: &str) -> Option<Timestamp> {
        let time = jiff::fmt::rfc2822::parse(text.trim()).ok()?;
        Some(Timestamp(time.timestamp().as_second()))
    }

    /// Returns the time in `zone`, `2026-01-01 01:00:00 CET`; `None` if no calendar reaches that far.
    pub fn local(self, zone: &jiff::tz::TimeZone) -> Option<String> {
        let time = jiff::Timestamp::from_second(self.0).ok()?.to_zoned(zone.clone());
        Some(time.strftime("%Y-%m-%d %H:%M:%S %Z").to_string())
    }

    /// Returns the time as seen from `now`: `3 hours ago`, `in 12 minutes`, `now`.
    pub fn relative(self, now: Timestamp) -> String {
        match self.since(now) {
            0 => "now".to_owned(),
            ahead @ 1.. => format!("in {}", duration(ahead)),
            behind => format!("{} ago", duration(behind)),
        }
    }
}

const UNITS: [(i64, &str); 5] = [(31_557_600, "year"), (86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second")];

/// Returns a length of time in its two largest units, `1 hour 5 minutes`, whatever its sign.
pub fn duration(seconds: i64) -> String {
    let mut left = seconds.unsigned_abs();
    let mut parts = Vec::new();
    for (length, name) in UNITS {
        let count = left / length.unsigned_abs();
        left %= length.unsigned_abs();
        match count {
            0 if parts.is_empty() => continue,
            0 => break,
            1 => parts.push(format!("1 {name}")),
            _ => parts.push(format!("{count} {name}s")),
        }
        if parts.len() == 2 {
            break;
        }
    }
    if parts.is_empty() { "0 seconds".to_owned() } else { parts.join(" ") }
}

/// Reads a length of time: `90`, `90s`, `15m`, `1h30m`, `2d`, in seconds. `None` if it is not one.
pub fn parse_duration(text: &str) -> Option<i64> {
    if let Ok(seconds) = text.parse::<i64>() {
        return Some(seconds);
    }
    let mut total = 0_i64;
    let mut rest = text;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit())?;
        let count: i64 = rest[..digits].parse().ok()?;
        let unit = match rest[digits..].chars().next()? {
            's' => 1,
            'm' => 60,
            'h' => 3_600,
            'd' => 86_400,
            'w' => 604_800,
            _ => return None,
        };
        total = total.checked_add(count.checked_mul(unit)?)?;
        rest = &rest[digits + 1..];
    }
    (!text.is_empty()).then_some(total)
}

/// Reads a point in time: `now`, `+1h`, `-5m` (from `now`), seconds since 1970, or RFC 3339. `None` if it is none of these.
pub fn parse_time(text: &str, now: Timestamp) -> Option<Timestamp> {
    let text = text.trim();
    if text == "now" {
        return Some(now);
    }
    if let Some(ahead) = text.strip_prefix('+') {
        return parse_duration(ahead).map(|seconds| now.plus(seconds));
    }
    if let Some(behind) = text.strip_prefix('-') {
        return parse_duration(behind).map(|seconds| now.plus(seconds.saturating_neg()));
    }
    if let Ok(seconds) = text.parse::<i64>() {
        return Some(Timestamp(seconds));
    }
    if let Ok(time) = text.parse::<jiff::Timestamp>() {
        return Some(Timestamp(time.as_second()));
    }
    // A plain date or date-time means UTC: a test that depends on the machine's zone is no test.
    let civil = text.parse::<jiff::civil::DateTime>().ok()?;
    Some(Timestamp(civil.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp().as_second()))
}
