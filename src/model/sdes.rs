//! The schema of `lp_sdes`: LivePerson's engagement attributes ("SDEs"), as one table.
//!
//! The checks read it to judge a token, `mint` to make one.

use super::name::nearest;
use serde_json::Value;

/// A type of engagement attribute.
#[derive(Debug)]
pub struct Sde {
    /// The value of its `type` member.
    pub name: &'static str,
    /// The member that holds its fields; `None` if they stand beside `type`.
    pub wrapper: Option<&'static str>,
    /// Whether LivePerson supports it in authenticated conversations.
    pub supported: bool,
    /// Its fields.
    pub fields: &'static [Field],
}

/// A field of an engagement attribute.
#[derive(Debug)]
pub struct Field {
    /// The name.
    pub name: &'static str,
    /// What its value looks like.
    pub shape: Shape,
    /// Whether LivePerson supports it in authenticated conversations.
    pub supported: bool,
}

/// What a value looks like.
#[derive(Debug, Clone, Copy)]
pub enum Shape {
    /// A string.
    Text,
    /// A whole number.
    Whole,
    /// A number.
    Number,
    /// `true` or `false`.
    Truth,
    /// A year: a whole number, though LivePerson's page shows it as a string once.
    Year,
    /// An ISO 4217 code, `EUR`.
    Currency,
    /// An ISO 3166-1 alpha-2 code, `DE`.
    Country,
    /// A language and a country, `en-US` or `en_US`.
    Language,
    /// One of these strings.
    Choice(&'static [&'static str]),
    /// One of these numbers, each with its meaning.
    Codes(&'static [(i64, &'static str)]),
    /// An array of strings.
    Texts,
    /// An object of `day`, `month` and `year`, all needed.
    Date,
    /// An object of `age`, `year`, `month` and `day`; without `age`, `year` is needed.
    Age,
    /// An object.
    Object(&'static [Field]),
    /// An array of objects.
    List(&'static [Field]),
}

const fn field(name: &'static str, shape: Shape) -> Field {
    Field { name, shape, supported: true }
}

const fn unsupported(name: &'static str, shape: Shape) -> Field {
    Field { name, shape, supported: false }
}

const fn sde(name: &'static str, wrapper: Option<&'static str>, supported: bool, fields: &'static [Field]) -> Sde {
    Sde { name, wrapper, supported, fields }
}

/// Every type, those first that LivePerson supports in authenticated conversations.
pub static SDES: &[Sde] = &[
    sde("ctmrinfo", Some("info"), true, CTMRINFO),
    sde("personal", Some("personal"), true, PERSONAL),
    sde("cart", None, false, CART),
    sde("purchase", None, false, PURCHASE),
    sde("prodView", None, false, PROD_VIEW),
    sde("mrktInfo", Some("info"), false, MRKT_INFO),
    sde("lead", Some("lead"), false, LEAD),
    sde("service", Some("service"), false, SERVICE),
    sde("error", Some("error"), false, ERROR),
    sde("searchInfo", None, false, &[field("keywords", Shape::Texts)]),
];

const CTMRINFO: &[Field] = &[
    field("cstatus", Shape::Text),
    field("ctype", Shape::Text),
    field("customerId", Shape::Text),
    field("balance", Shape::Number),
    field("currency", Shape::Currency),
    field("socialId", Shape::Text),
    field("imei", Shape::Text),
    field("userName", Shape::Text),
    field("companySize", Shape::Whole),
    field("companyBranch", Shape::Text),
    field("accountName", Shape::Text),
    field("role", Shape::Text),
    field("lastPaymentDate", Shape::Date),
    field("registrationDate", Shape::Date),
    field("loginStatus", Shape::Whole),
    unsupported("storeZipCode", Shape::Text),
    unsupported("storeNumber", Shape::Text),
];

const PERSONAL: &[Field] = &[
    field("firstname", Shape::Text),
    field("lastname", Shape::Text),
    field("age", Shape::Age),
    field("contacts", Shape::List(CONTACT)),
    field("gender", Shape::Choice(&["MALE", "FEMALE", "OTHER"])),
    field("company", Shape::Text),
    field("language", Shape::Language),
];

const CONTACT: &[Field] = &[
    field("email", Shape::Text),
    field("phone", Shape::Text),
    field("phoneType", Shape::Choice(PHONE_TYPES)),
    field("address", Shape::Object(ADDRESS)),
    // LivePerson's table lists these two here as well as in `address`.
    field("country", Shape::Country),
    field("region", Shape::Text),
];

const PHONE_TYPES: &[&str] = &["HOME", "MOBILE", "WORK", "FAX", "MAIN", "HOME_FAX", "WORK_FAX", "PAGER", "OTHER"];

const ADDRESS: &[Field] = &[field("country", Shape::Country), field("region", Shape::Text)];

const DATE: &[Field] = &[field("day", Shape::Whole), field("month", Shape::Whole), field("year", Shape::Year)];

const AGE: &[Field] =
    &[field("age", Shape::Whole), field("year", Shape::Year), field("month", Shape::Whole), field("day", Shape::Whole)];

const CART: &[Field] = &[
    field("total", Shape::Number),
    field("currency", Shape::Currency),
    field("numItems", Shape::Whole),
    field("products", Shape::List(PRODUCTS)),
];

const PRODUCTS: &[Field] = &[field("product", Shape::Object(PRODUCT)), field("quantity", Shape::Whole)];

const PRODUCT: &[Field] = &[
    field("name", Shape::Text),
    field("category", Shape::Text),
    field("sku", Shape::Text),
    field("price", Shape::Number),
];

const PURCHASE: &[Field] = &[
    field("total", Shape::Number),
    field("currency", Shape::Currency),
    field("orderId", Shape::Text),
    field("cart", Shape::Object(CART)),
];

const PROD_VIEW: &[Field] = &[field("currency", Shape::Currency), field("products", Shape::List(PRODUCTS))];

const MRKT_INFO: &[Field] =
    &[field("channel", Shape::Codes(CHANNELS)), field("affiliate", Shape::Text), field("campaignId", Shape::Text)];

const CHANNELS: &[(i64, &str)] = &[(0, "Direct"), (1, "Search"), (2, "Social"), (3, "Email"), (4, "Referral")];

const LEAD: &[Field] = &[
    field("topic", Shape::Text),
    field("value", Shape::Number),
    field("currency", Shape::Currency),
    field("leadId", Shape::Text),
];

const SERVICE: &[Field] = &[
    field("topic", Shape::Text),
    field("status", Shape::Codes(STATUSES)),
    field("category", Shape::Text),
    field("serviceId", Shape::Text),
];

const STATUSES: &[(i64, &str)] = &[
    (0, "Complete"),
    (1, "In Progress"),
    (2, "Approved"),
    (3, "Cancelled"),
    (4, "Not Approved"),
    (5, "Reviewed"),
    (6, "Missing Details"),
    (7, "Closed"),
    (8, "Removed"),
    (9, "Assigned"),
    (10, "Waiting"),
];

const ERROR: &[Field] = &[
    field("contextId", Shape::Text),
    field("message", Shape::Text),
    field("code", Shape::Text),
    field("level", Shape::Whole),
    field("resolved", Shape::Truth),
];

/// Returns the type called `name`; names are case-sensitive.
pub fn find(name: &str) -> Option<&'static Sde> {
    SDES.iter().find(|sde| sde.name == name)
}

/// A field that was looked up by its path.
#[derive(Debug, Clone)]
pub struct Target {
    /// What stands at the end of the path.
    pub shape: Shape,
    /// How to get there from the engagement attribute's object, its wrapper included.
    pub steps: Vec<Step>,
}

/// One step into a JSON value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// To the member of an object.
    Member(&'static str),
    /// To the element of an array, counted from 0.
    Element(usize),
}

impl Sde {
    /// Finds a field by its path, such as `customerId`, `registrationDate.year` or `contacts.0.email`. An array's
    /// number may be left out and then is 0.
    ///
    /// # Errors
    /// Says which name is unknown, and the nearest or all that are known.
    pub fn field(&self, path: &str) -> Result<Target, String> {
        let mut steps: Vec<Step> = self.wrapper.map(Step::Member).into_iter().collect();
        let mut shape = Shape::Object(self.fields);
        for name in path.split('.') {
            if let Shape::List(fields) = shape {
                let number = name.parse().ok();
                steps.push(Step::Element(number.unwrap_or(0)));
                shape = Shape::Object(fields);
                if number.is_some() {
                    continue;
                }
            }
            let fields = shape.fields();
            let field = named(fields, name).ok_or_else(|| unknown(self.name, name, fields))?;
            steps.push(Step::Member(field.name));
            shape = field.shape;
        }
        Ok(Target { shape, steps })
    }
}

/// Returns the field called `name`.
pub fn named(fields: &'static [Field], name: &str) -> Option<&'static Field> {
    fields.iter().find(|field| field.name == name)
}

fn unknown(sde: &str, name: &str, fields: &[Field]) -> String {
    let names: Vec<&str> = fields.iter().map(|field| field.name).collect();
    match nearest(name, names.iter().copied()) {
        Some(near) => format!("{sde} has no field `{name}`; did you mean `{near}`?"),
        None if names.is_empty() => format!("nothing in {sde} is called `{name}`"),
        None => format!("{sde} has no field `{name}`; there are {}", names.join(", ")),
    }
}

impl Shape {
    /// Returns the fields inside a value of this shape; none if it has no inside.
    pub fn fields(self) -> &'static [Field] {
        match self {
            Shape::Date => DATE,
            Shape::Age => AGE,
            Shape::Object(fields) | Shape::List(fields) => fields,
            _ => &[],
        }
    }

    /// Returns in words what a value of this shape is.
    pub fn words(self) -> String {
        match self {
            Shape::Text => "a string".to_owned(),
            Shape::Whole | Shape::Year => "a whole number".to_owned(),
            Shape::Number => "a number".to_owned(),
            Shape::Truth => "true or false".to_owned(),
            Shape::Currency => "a currency code, such as EUR".to_owned(),
            Shape::Country => "a country code of two capital letters, such as DE".to_owned(),
            Shape::Language => "a language and a country, such as en-US".to_owned(),
            Shape::Choice(words) => format!("one of {}", words.join(", ")),
            Shape::Codes(codes) => {
                let codes: Vec<String> = codes.iter().map(|(code, meaning)| format!("{code} ({meaning})")).collect();
                format!("one of {}", codes.join(", "))
            }
            Shape::Texts => "an array of strings".to_owned(),
            Shape::Date => "an object of day, month and year".to_owned(),
            Shape::Age => "an object of age, year, month and day".to_owned(),
            Shape::Object(_) => "an object".to_owned(),
            Shape::List(_) => "an array of objects".to_owned(),
        }
    }

    /// Returns whether LivePerson's pages allow `text` for this shape; `true` for shapes that any string suits.
    pub fn allows(self, text: &str) -> bool {
        let upper = |text: &str, length| text.len() == length && text.bytes().all(|byte| byte.is_ascii_uppercase());
        match self {
            Shape::Currency => upper(text, 3),
            Shape::Country => upper(text, 2),
            Shape::Language => is_language(text),
            Shape::Choice(words) => words.contains(&text),
            _ => true,
        }
    }

    /// Turns what somebody typed into a value of this shape: `41` into a number, `2019-03-27` into a date object.
    /// Objects and arrays are typed as JSON.
    ///
    /// # Errors
    /// Says what is allowed.
    pub fn value(self, text: &str) -> Result<Value, String> {
        let value = match self {
            Shape::Text => Some(text.into()),
            Shape::Whole | Shape::Year => text.trim().parse::<i64>().ok().map(Value::from),
            Shape::Number => serde_json::from_str(text).ok().filter(Value::is_number),
            Shape::Truth => text.parse::<bool>().ok().map(Value::from),
            Shape::Currency | Shape::Country | Shape::Language => self.allows(text).then(|| text.into()),
            Shape::Choice(words) => words.iter().find(|word| word.eq_ignore_ascii_case(text)).map(|&word| word.into()),
            Shape::Codes(codes) => code(codes, text),
            Shape::Texts => Some(text.split(',').map(|part| Value::from(part.trim())).collect()),
            Shape::Date => date(text).or_else(|| json(text, Value::is_object)),
            Shape::Age => age(text).or_else(|| date(text)).or_else(|| json(text, Value::is_object)),
            Shape::Object(_) => json(text, Value::is_object),
            Shape::List(_) => json(text, Value::is_array),
        };
        value.ok_or_else(|| self.refusal(text))
    }

    fn refusal(self, text: &str) -> String {
        let words = self.words();
        match self {
            Shape::Choice(known) => match nearest(text, known.iter().copied()) {
                Some(near) => format!("`{text}` is not {words}; did you mean {near}?"),
                None => format!("`{text}` is not {words}"),
            },
            Shape::Date => format!("`{text}` is not a date such as 2019-03-27"),
            Shape::Age => format!("`{text}` is neither an age such as 41 nor a date such as 1984-06-09"),
            Shape::Object(_) | Shape::List(_) => {
                format!("`{text}` is not {words} in JSON; set a field inside it instead")
            }
            _ => format!("`{text}` is not {words}"),
        }
    }
}

fn is_language(text: &str) -> bool {
    let Some((language, country)) = text.split_once(['-', '_']) else { return false };
    let lower = language.len() == 2 && language.bytes().all(|byte| byte.is_ascii_lowercase());
    lower && Shape::Country.allows(country)
}

fn code(codes: &[(i64, &str)], text: &str) -> Option<Value> {
    let matches = |(code, meaning): &&(i64, &str)| code.to_string() == text || meaning.eq_ignore_ascii_case(text);
    codes.iter().find(matches).map(|(code, _)| (*code).into())
}

fn date(text: &str) -> Option<Value> {
    let date: jiff::civil::Date = text.trim().parse().ok()?;
    Some(serde_json::json!({ "year": date.year(), "month": date.month(), "day": date.day() }))
}

fn age(text: &str) -> Option<Value> {
    text.trim().parse::<u8>().ok().map(|age| serde_json::json!({ "age": age }))
}

fn json(text: &str, is_right: fn(&Value) -> bool) -> Option<Value> {
    serde_json::from_str(text).ok().filter(is_right)
}

/// Sets one field in a list of engagement attributes, as `ctmrinfo.customerId` and a text name it. Adds the attribute
/// and whatever stands between if they are not there yet.
///
/// # Errors
/// Says which name is unknown or what the value may be.
pub fn set(list: &mut Vec<Value>, path: &str, text: &str) -> Result<(), String> {
    let (name, rest) =
        path.split_once('.').ok_or_else(|| format!("`{path}` names no field; write TYPE.FIELD=VALUE"))?;
    let sde = find(name).ok_or_else(|| unknown_type(name))?;
    let target = sde.field(rest)?;
    let value = target.shape.value(text)?;
    let found = list.iter().position(|entry| entry.get("type").and_then(Value::as_str) == Some(name));
    let index = found.unwrap_or_else(|| {
        list.push(serde_json::json!({ "type": name }));
        list.len() - 1
    });
    put(&mut list[index], &target.steps, value);
    Ok(())
}

fn unknown_type(name: &str) -> String {
    match nearest(name, SDES.iter().map(|sde| sde.name)) {
        Some(near) => format!("there is no engagement attribute `{name}`; did you mean `{near}`?"),
        None => {
            let names: Vec<&str> = SDES.iter().map(|sde| sde.name).collect();
            format!("there is no engagement attribute `{name}`; there are {}", names.join(", "))
        }
    }
}

fn put(value: &mut Value, steps: &[Step], new: Value) {
    match steps.split_first() {
        None => *value = new,
        Some((Step::Member(name), rest)) => {
            if !value.is_object() {
                *value = Value::Object(serde_json::Map::new());
            }
            put(&mut value[*name], rest, new);
        }
        Some((Step::Element(index), rest)) => {
            if !value.is_array() {
                *value = Value::Array(Vec::new());
            }
            if let Value::Array(elements) = value {
                // A number past the end means the next one: arrays have no gaps.
                let index = (*index).min(elements.len());
                if index == elements.len() {
                    elements.push(Value::Null);
                }
                put(&mut elements[index], rest, new);
            }
        }
    }
}
