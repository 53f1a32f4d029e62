//! Every page is in the book's table of contents, and every link of every document leads somewhere.
//! What leads out into the world is not fetched.

use super::{documents, root};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

#[test]
fn every_page_stands_once_in_the_table_of_contents() {
    let mut listed: Vec<PathBuf> =
        page(Path::new("docs/SUMMARY.md")).links.iter().map(|link| Path::new("docs").join(link)).collect();
    listed.sort();
    let pages: Vec<PathBuf> = documents().into_iter().filter(|document| document.starts_with("docs")).collect();
    let pages: Vec<PathBuf> = pages.into_iter().filter(|page| !page.ends_with("SUMMARY.md")).collect();
    assert_eq!(listed, pages, "docs/SUMMARY.md and the files below docs differ");
}

#[test]
fn links_in_the_documents_lead_somewhere() {
    let pages: BTreeMap<PathBuf, Page> =
        documents().into_iter().map(|document| (document.clone(), page(&document))).collect();
    let (mut inside, mut dead) = (0, Vec::new());
    for (document, page) in &pages {
        for link in page.links.iter().filter(|link| !is_external(link)) {
            inside += 1;
            dead.extend(wrong(document, link, &pages).map(|why| format!("{}: {link}: {why}", document.display())));
        }
    }
    assert!(dead.is_empty(), "{dead:#?}");
    assert!(inside > 500, "{inside} links are too few: they are not found any more");
}

#[test]
fn links_are_found() {
    let page = read("# One `two`\n\n## One two\n\n[a](b.md#c) <a id=\"here\"></a>\n\n| ![d](e.svg) |\n|---|\n");
    assert_eq!(page.links, ["b.md#c", "e.svg"]);
    assert_eq!(page.anchors, ["here", "one-two", "one-two-1"]);
}

fn is_external(link: &str) -> bool {
    link.starts_with("https://")
}

/// Why a link leads nowhere.
fn wrong(document: &Path, link: &str, pages: &BTreeMap<PathBuf, Page>) -> Option<&'static str> {
    let (file, anchor) = link.split_once('#').map_or((link, None), |(file, anchor)| (file, Some(anchor)));
    let target = if file.is_empty() { document.to_owned() } else { plain(&document.parent().unwrap().join(file)) };
    if !root().join(&target).exists() {
        return Some("there is no such file");
    }
    if document.starts_with("docs") && !target.starts_with("docs") {
        return Some("that is outside of the book");
    }
    let known = |anchor: &str| pages.get(&target).is_some_and(|page| page.anchors.iter().any(|known| known == anchor));
    anchor.filter(|anchor| !known(anchor)).map(|_| "there is no such place in it")
}

/// A path without `..`.
fn plain(path: &Path) -> PathBuf {
    path.components().fold(PathBuf::new(), |mut path, part| {
        match part {
            Component::ParentDir => drop(path.pop()),
            part => path.push(part),
        }
        path
    })
}

/// The links of a document, and what can be linked to in it.
struct Page {
    links: Vec<String>,
    anchors: Vec<String>,
}

fn page(document: &Path) -> Page {
    read(&std::fs::read_to_string(root().join(document)).unwrap())
}

fn read(text: &str) -> Page {
    let mut page = Page { links: Vec::new(), anchors: Vec::new() };
    let mut heading: Option<String> = None;
    for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::End(TagEnd::Heading(_)) => page.anchors.extend(heading.take().map(|title| slug(&title))),
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                page.links.push(dest_url.into_string());
            }
            Event::Text(text) | Event::Code(text) => heading.iter_mut().for_each(|heading| heading.push_str(&text)),
            Event::Html(html) | Event::InlineHtml(html) => {
                page.anchors
                    .extend(html.split("id=\"").skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned));
            }
            _ => {}
        }
    }
    number(&mut page.anchors);
    page.anchors.sort();
    page
}

/// What a heading is called in an address: the same in mdBook and where the source is shown.
fn slug(title: &str) -> String {
    let kept = title.trim().chars().filter(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ' '));
    kept.map(|c| if c == ' ' { '-' } else { c.to_ascii_lowercase() }).collect()
}

/// Tells apart what is called the same.
fn number(anchors: &mut [String]) {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for anchor in anchors {
        let before = seen.entry(anchor.clone()).or_default();
        *before += 1;
        if *before > 1 {
            *anchor = format!("{anchor}-{}", *before - 1);
        }
    }
}
