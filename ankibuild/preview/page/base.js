// What the page shows, and small helpers. The files of the page are one script: see page.html for their order.
const $ = (selector, root = document) => root.querySelector(selector);
const read = (id) => JSON.parse($(`#${id}`).textContent);
const make = (id) => $(`#${id}-template`).content.firstElementChild.cloneNode(true);
const element = (name, text, className = "") => Object.assign(document.createElement(name), { textContent: text, className });
// What the page says; the strings in the calls of _ and counted are put into the reader's language with the page.
const _ = (message, values = {}) => message.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
const counted = (one, many, n) => _(n === 1 ? one : many, { n });
const fold = (text) => text.normalize("NFKC").toLowerCase();

const data = read("data");
const frameText = read("frame");
const KINDS = { qa: _("Q&A"), contrast: _("Contrast"), cloze: _("Cloze") };
const narrow = matchMedia("(max-width: 899px)");
const settings = {
  theme: matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light",
  device: "phone",
  sides: narrow.matches ? "front" : "both",
};
const cards = [];
let current = null;
