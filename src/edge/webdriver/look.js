// The body of a function that describes what a person sees of the page: its forms as HTML without scripts or styles, and
// the elements behind their controls, form by form. Controls that belong to no form make one form more, the last.
const FORMS = 49, CONTROLS = 1000, LINKS = 300, TEXT = 2000, MESSAGE = 500;
const sheet = document.implementation.createHTMLDocument(document.title);

const everything = (root) =>
  [...root.querySelectorAll("*")].flatMap((it) => (it.shadowRoot ? [it, ...everything(it.shadowRoot)] : [it]));
const isSeen = (it) => it.getClientRects().length > 0 && getComputedStyle(it).visibility !== "hidden";
const said = (it) => (it.innerText || "").trim();
const add = (parent, name, attributes, text) => {
  const made = parent.appendChild(sheet.createElement(name));
  for (const [key, value] of Object.entries(attributes)) if (value) made.setAttribute(key, value === true ? "" : value);
  if (text) made.textContent = text;
  return made;
};

const elements = everything(document);
const forms = elements.filter((it) => it.localName === "form").slice(0, FORMS);
const groups = [...forms, null].map((form) => ({ form, controls: [] }));
for (const it of elements.filter((it) => it.matches("input, select, textarea, button")).slice(0, CONTROLS))
  groups.find((group) => group.form === it.form)?.controls.push(it);

const label = (it) => {
  const labels = [...(it.labels || [])].map(said).filter(Boolean);
  return labels[0] || it.getAttribute("aria-label") || it.placeholder || it.title;
};
const sends = (it) => it.type === "submit" || it.type === "image";
const copy = (parent, it, scripted) => {
  const isButton = it.localName === "button" || ["submit", "image", "button", "reset"].includes(it.type);
  const isTyped = it.localName === "input" || it.localName === "button";
  const made = add(parent, it.localName, {
    // Where no button sends the form, a script does when one is clicked.
    type: isTyped && (scripted && it.type === "button" ? "submit" : it.type),
    name: it.getAttribute("name"), id: it.id, autocomplete: it.getAttribute("autocomplete"),
    required: it.required, checked: it.checked, multiple: it.multiple, disabled: it.matches(":disabled"),
    hidden: it.type !== "hidden" && !isSeen(it),
    value: it.localName === "input" && it.type !== "password" ? it.value : it.getAttribute("value"),
    "aria-label": isButton ? it.getAttribute("aria-label") : label(it),
  }, it.localName === "button" ? said(it) : "");
  for (const choice of it.localName === "select" ? it.options : [])
    add(made, "option", { value: choice.value, selected: choice.selected, disabled: choice.disabled }, choice.text);
};

groups.forEach(({ form, controls }, place) => {
  const action = form && form.getAttribute("action");
  const made = add(sheet.body, "form", {
    id: form && [form.id, form.getAttribute("name")].filter(Boolean).join(" "), name: String(place),
    action: action ? new URL(action, document.baseURI).href : location.href,
    // A script that reads a form has no use for a method.
    method: (form && form.getAttribute("method")) || "post",
  });
  const scripted = !controls.some((it) => sends(it) && isSeen(it));
  controls.forEach((it) => copy(made, it, scripted));
});
for (const it of elements.filter((it) => it.localName === "a" && it.href && isSeen(it)).slice(0, LINKS))
  add(sheet.body, "a", { href: it.href, id: it.id }, said(it));
for (const it of elements.filter((it) => it.matches("[role=alert], [class*=error i], [id*=error i], [class*=alert i]")))
  if (isSeen(it) && said(it) && said(it).length <= MESSAGE) add(sheet.body, "div", { role: "alert" }, said(it));
add(sheet.body, "p", {}, (document.body ? said(document.body) : "").slice(0, TEXT));

return {
  address: location.href,
  html: "<!doctype html>" + sheet.documentElement.outerHTML,
  elements: groups.map((group) => group.controls),
};
