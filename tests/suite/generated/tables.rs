//! Tables in pages that people write, between `<!-- table: NAME -->` and `<!-- end of table -->`, made from the program's own.

use lpauth::model::sdes::{Field, SDES, Shape};
use lpauth::model::settings::{Form, MEMBERS};
use lpauth::spec::liveperson::CLAIMS;

type Table = fn() -> String;

/// Each table's name, and what makes it.
pub(super) const TABLES: [(&str, Table); 4] =
    [("claims", claims), ("attributes", attributes), ("unsupported attributes", unsupported), ("settings", settings)];

/// Fills the tables of a document, and adds their names to `seen`.
pub(super) fn filled(mut text: String, seen: &mut Vec<&str>) -> String {
    for (name, table) in TABLES {
        let (begin, end) = (format!("<!-- table: {name} -->\n"), "<!-- end of table -->");
        let Some(at) = text.find(&begin).map(|at| at + begin.len()) else { continue };
        let to = text[at..].find(end).unwrap() + at;
        text.replace_range(at..to, &format!("\n{}\n", table()));
        seen.push(name);
    }
    text
}

fn claims() -> String {
    let rows = CLAIMS.iter().map(|claim| {
        let word = if claim.documented { "LivePerson's" } else { "not mentioned for tokens" };
        format!("| `{}` | {} | {word} |\n", claim.name, claim.meaning)
    });
    format!("| claim | what it means | whose word |\n|---|---|---|\n{}", rows.collect::<String>())
}

fn attributes() -> String {
    let mut text = String::new();
    for sde in SDES.iter().filter(|sde| sde.supported) {
        let wrapper = sde.wrapper.unwrap_or_default();
        text += &format!("`{}`, its fields in the member `{wrapper}`:\n\n| field | value |\n|---|---|\n", sde.name);
        text.extend(sde.fields.iter().map(|field| row("", field)));
        text += "\n";
    }
    text.trim_end().to_owned() + "\n"
}

fn row(path: &str, field: &Field) -> String {
    let name = format!("{path}{}", field.name);
    let not = if field.supported { "" } else { "; not supported in authenticated conversations" };
    let below = match field.shape {
        Shape::Object(fields) => fields.iter().map(|field| row(&format!("{name}."), field)).collect(),
        Shape::List(fields) => fields.iter().map(|field| row(&format!("{name}[]."), field)).collect(),
        _ => String::new(),
    };
    format!("| `{name}` | {}{not} |\n{below}", value(field.shape))
}

fn value(shape: Shape) -> String {
    let told = match shape {
        Shape::Text => "string",
        Shape::Whole => "whole number",
        Shape::Number => "number",
        Shape::Truth => "`true` or `false`",
        Shape::Year => "year, a whole number",
        Shape::Currency => "currency, ISO 4217: `\"EUR\"`",
        Shape::Country => "country, ISO 3166-1: `\"DE\"`",
        Shape::Language => "language and country: `\"en-US\"`",
        Shape::Texts => "array of strings",
        Shape::Date => "object of `day`, `month` and `year`, whole numbers, all needed",
        Shape::Age => "object of `age`, `year`, `month` and `day`, whole numbers; without `age`, `year` is needed",
        Shape::Object(_) => "object",
        Shape::List(_) => "array of objects",
        Shape::Choice(choices) => {
            return choices.iter().map(|choice| format!("`\"{choice}\"`")).collect::<Vec<_>>().join(", ");
        }
        Shape::Codes(codes) => {
            return codes.iter().map(|(code, meaning)| format!("{code} {meaning}")).collect::<Vec<_>>().join(", ");
        }
    };
    told.to_owned()
}

fn unsupported() -> String {
    let rows = SDES.iter().filter(|sde| !sde.supported).map(|sde| {
        let fields: Vec<String> = sde.fields.iter().map(|field| format!("`{}`", field.name)).collect();
        format!("| `{}` | {} |\n", sde.name, fields.join(", "))
    });
    format!("| type | its fields |\n|---|---|\n{}", rows.collect::<String>())
}

fn settings() -> String {
    let rows = MEMBERS.iter().map(|member| {
        let console = member.console.map(|label| format!(" (“{label}” at LivePerson)")).unwrap_or_default();
        format!("| `{}` | {} | {}{console} |\n", member.name, form(member.form), member.title)
    });
    format!("| member | value | what it is |\n|---|---|---|\n{}", rows.collect::<String>())
}

fn form(form: Form) -> String {
    let told = match form {
        Form::Text => "text",
        Form::Url => "address",
        Form::UrlOrFile => "address or file",
        Form::File => "file",
        Form::Duration => "length of time",
        Form::Boolean => "`true` or `false`",
        Form::Reference => "`\"env:NAME\"` or `\"file:PATH\"`",
        Form::Choice(words) => return words.iter().map(|word| format!("`\"{word}\"`")).collect::<Vec<_>>().join(", "),
    };
    told.to_owned()
}
