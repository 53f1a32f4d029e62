//! The tree of a page, as html5ever builds it: nodes in one list, so that neither building nor dropping it recurses.

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{Attribute, ExpandedName, ParseOpts, QualName, local_name, ns, parse_document};
use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// A page's nodes; the first is the document.
pub(super) struct Tree {
    nodes: Vec<Node>,
    /// Whether the page has more than is read of it.
    pub(super) cut: bool,
}

/// The place of a node in its tree.
pub(super) type Id = usize;

#[derive(Default)]
struct Node {
    content: Content,
    parent: Option<Id>,
    children: Vec<Id>,
    depth: usize,
    /// The form that the parser gave a field to, which need not be around it in a page that is badly nested.
    owner: Option<Id>,
    /// Where the children of a template went, which nobody sees.
    contents: Option<Id>,
}

#[derive(Default)]
enum Content {
    #[default]
    Other,
    Element(String, Vec<(String, String)>),
    Text(String),
}

/// The most of a page that is read, in bytes.
const BYTES: usize = 2 << 20;

/// The most nodes that a page may have before the rest is left out.
const NODES: usize = 60_000;

/// How deep elements may nest, as in the large browsers.
const DEPTH: usize = 512;

/// How much is read before looking whether it became too much, in bytes.
const CHUNK: usize = 4096;

/// How many blanks, quotes and slashes may come without making a node. One tag with very many attributes would take time
/// that grows with their square; a picture inside an attribute is long too, but all in one piece.
const SEPARATORS: usize = 16 << 10;

impl Tree {
    /// Builds the tree of a page as browsers without scripts do.
    pub(super) fn parse(text: &str) -> Tree {
        // Without scripts the contents of `noscript` are part of the page.
        let tree_builder = TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() };
        let mut parser = parse_document(Builder::new(), ParseOpts { tree_builder, ..ParseOpts::default() });
        let (mut at, mut separators, mut cut) = (0, 0, false);
        while at < text.len() && !cut {
            let chunk = &text[at..ceil_boundary(text, at + CHUNK)];
            parser.process(StrTendril::from_slice(chunk));
            let builder = &parser.tokenizer.sink.sink;
            let so_far = if builder.calls.replace(0) > 0 { 0 } else { separators };
            separators = so_far + chunk.bytes().filter(|byte| b" \t\n\r\x0c\"'/".contains(byte)).count();
            at += chunk.len();
            cut = at < text.len() && (builder.is_full() || at > BYTES || separators > SEPARATORS);
        }
        Tree { cut, nodes: parser.finish() }
    }

    /// Returns the nodes that a browser has in its page, in the order of the text; without those inside templates.
    pub(super) fn all(&self) -> impl Iterator<Item = Id> + '_ {
        self.below(0)
    }

    /// Returns a node and everything inside it, in the order of the text.
    pub(super) fn below(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        self.below_where(id, |_| true)
    }

    /// Returns a node and everything inside it, in the order of the text, without the branches that `enter` refuses.
    pub(super) fn below_where<'t>(&'t self, id: Id, enter: impl Fn(Id) -> bool + 't) -> impl Iterator<Item = Id> + 't {
        let mut waiting = vec![id];
        std::iter::from_fn(move || {
            let next = waiting.pop()?;
            let children = self.nodes[next].children.iter().rev().copied();
            waiting.extend(children.filter(|child| enter(*child)));
            Some(next)
        })
    }

    /// Returns the name of an element, in lower case; nothing if the node is none.
    pub(super) fn name(&self, id: Id) -> &str {
        match &self.nodes[id].content {
            Content::Element(name, _) => name,
            _ => "",
        }
    }

    /// Returns the value of an element's attribute.
    pub(super) fn attribute(&self, id: Id, name: &str) -> Option<&str> {
        let Content::Element(_, attributes) = &self.nodes[id].content else { return None };
        attributes.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    }

    /// Returns the text that a node is, if it is one.
    pub(super) fn text(&self, id: Id) -> Option<&str> {
        match &self.nodes[id].content {
            Content::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Returns the elements around a node, from the inside.
    pub(super) fn around(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        std::iter::successors(self.nodes[id].parent, |id| self.nodes[*id].parent)
    }

    /// Returns the form that the parser gave a field to.
    pub(super) fn owner(&self, id: Id) -> Option<Id> {
        self.nodes[id].owner
    }
}

fn ceil_boundary(text: &str, offset: usize) -> usize {
    (offset..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len())
}

struct Builder {
    nodes: RefCell<Vec<Node>>,
    calls: Cell<usize>,
    too_deep: Cell<bool>,
}

#[derive(Clone)]
struct Handle {
    id: Id,
    name: Rc<QualName>,
}

impl Builder {
    fn new() -> Builder {
        Builder { nodes: RefCell::new(vec![Node::default()]), calls: Cell::new(0), too_deep: Cell::new(false) }
    }

    fn is_full(&self) -> bool {
        self.too_deep.get() || self.nodes.borrow().len() > NODES
    }

    fn handle(id: Id) -> Handle {
        Handle { id, name: Rc::new(QualName::new(None, ns!(), local_name!(""))) }
    }

    fn add(&self, content: Content) -> Id {
        self.calls.set(self.calls.get() + 1);
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(Node { content, ..Node::default() });
        nodes.len() - 1
    }

    fn detach(&self, id: Id) {
        let mut nodes = self.nodes.borrow_mut();
        let Some(parent) = nodes[id].parent.take() else { return };
        let siblings = &mut nodes[parent].children;
        if let Some(at) = siblings.iter().rposition(|child| *child == id) {
            siblings.remove(at);
        }
    }

    /// Puts a node before the child at `at` of `parent`, or at its end.
    fn insert(&self, parent: Id, at: usize, child: NodeOrText<Handle>) {
        let id = match child {
            NodeOrText::AppendNode(handle) => handle.id,
            NodeOrText::AppendText(text) if self.joined(parent, at, &text) => return,
            NodeOrText::AppendText(text) => self.add(Content::Text(text.to_string())),
        };
        let mut nodes = self.nodes.borrow_mut();
        let depth = nodes[parent].depth + 1;
        nodes[id].parent = Some(parent);
        nodes[id].depth = depth;
        let at = at.min(nodes[parent].children.len());
        nodes[parent].children.insert(at, id);
        self.too_deep.set(self.too_deep.get() || depth > DEPTH);
    }

    fn joined(&self, parent: Id, at: usize, text: &str) -> bool {
        self.calls.set(self.calls.get() + 1);
        let mut nodes = self.nodes.borrow_mut();
        let before = at.checked_sub(1).and_then(|before| nodes[parent].children.get(before).copied());
        let Some(Content::Text(known)) = before.map(|id| &mut nodes[id].content) else { return false };
        known.push_str(text);
        true
    }

    fn end(&self, parent: Id) -> usize {
        self.nodes.borrow()[parent].children.len()
    }

    fn has_parent(&self, id: Id) -> bool {
        self.nodes.borrow()[id].parent.is_some()
    }
}

impl TreeSink for Builder {
    type Handle = Handle;
    type Output = Vec<Node>;
    type ElemName<'a> = ExpandedName<'a>;

    fn finish(self) -> Vec<Node> {
        self.nodes.into_inner()
    }

    fn get_document(&self) -> Handle {
        Builder::handle(0)
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> ExpandedName<'a> {
        target.name.expanded()
    }

    fn create_element(&self, name: QualName, attrs: Vec<Attribute>, flags: ElementFlags) -> Handle {
        let attributes =
            attrs.into_iter().map(|attribute| (attribute.name.local.to_string(), attribute.value.to_string()));
        // A drawing may have elements called `title` or `a` too: they are not the page's.
        let prefix = if name.ns == ns!(html) { "" } else { "foreign " };
        let id = self.add(Content::Element(format!("{prefix}{}", name.local), attributes.collect()));
        if flags.template {
            let contents = self.add(Content::Other);
            self.nodes.borrow_mut()[id].contents = Some(contents);
        }
        Handle { id, name: Rc::new(name) }
    }

    fn create_comment(&self, _text: StrTendril) -> Handle {
        Builder::handle(self.add(Content::Other))
    }

    fn create_pi(&self, _target: StrTendril, _data: StrTendril) -> Handle {
        Builder::handle(self.add(Content::Other))
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        self.insert(parent.id, self.end(parent.id), child);
    }

    fn append_based_on_parent_node(&self, element: &Handle, previous: &Handle, child: NodeOrText<Handle>) {
        if self.has_parent(element.id) {
            self.append_before_sibling(element, child);
        } else {
            self.append(previous, child);
        }
    }

    fn append_before_sibling(&self, sibling: &Handle, child: NodeOrText<Handle>) {
        if let NodeOrText::AppendNode(handle) = &child {
            self.detach(handle.id);
        }
        let Some(parent) = self.nodes.borrow()[sibling.id].parent else { return };
        let at = self.nodes.borrow()[parent].children.iter().rposition(|child| *child == sibling.id);
        self.insert(parent, at.unwrap_or_default(), child);
    }

    fn get_template_contents(&self, target: &Handle) -> Handle {
        Builder::handle(self.nodes.borrow()[target.id].contents.unwrap_or(target.id))
    }

    fn same_node(&self, one: &Handle, other: &Handle) -> bool {
        one.id == other.id
    }

    fn add_attrs_if_missing(&self, target: &Handle, attrs: Vec<Attribute>) {
        let mut nodes = self.nodes.borrow_mut();
        let Content::Element(_, known) = &mut nodes[target.id].content else { return };
        for attribute in attrs {
            let name = attribute.name.local.to_string();
            if !known.iter().any(|(other, _)| *other == name) {
                known.push((name, attribute.value.to_string()));
            }
        }
    }

    fn associate_with_form(&self, target: &Handle, form: &Handle, _nodes: (&Handle, Option<&Handle>)) {
        self.nodes.borrow_mut()[target.id].owner = Some(form.id);
    }

    fn remove_from_parent(&self, target: &Handle) {
        self.detach(target.id);
    }

    fn reparent_children(&self, node: &Handle, new_parent: &Handle) {
        let mut nodes = self.nodes.borrow_mut();
        let children = std::mem::take(&mut nodes[node.id].children);
        children.iter().for_each(|child| nodes[*child].parent = Some(new_parent.id));
        nodes[new_parent.id].children.extend(children);
    }

    fn parse_error(&self, _message: Cow<'static, str>) {}

    fn append_doctype_to_document(&self, _name: StrTendril, _public: StrTendril, _system: StrTendril) {}

    fn set_quirks_mode(&self, _mode: QuirksMode) {}
}
