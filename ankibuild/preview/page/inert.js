// From a card's HTML as Anki has it to what a page without network can show.
// What only Anki can show gets a stand-in, in a document that loads and runs nothing.
const inert = (html) => {
  const template = document.createElement("template");
  template.innerHTML = html;
  const root = template.content;
  for (const el of root.querySelectorAll("[src], [srcset], object[data]")) withMedia(el);
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) texts.push(walker.currentNode);
  for (const node of texts) if (!node.parentElement?.closest("script, style, code, pre, textarea")) withStandIns(node);
  return template.innerHTML;
};
const withMedia = (el) => {
  el.removeAttribute("srcset");
  const name = el.localName === "object" ? "data" : "src";
  const source = el.getAttribute(name);
  if (source === null || source.startsWith("data:")) return;
  if (data.media[source]) el.setAttribute(name, data.media[source]);
  else el.replaceWith(absent(source, el.getAttribute("alt")));
};
const absent = (source, alt) => {
  const note = element("span", alt || source, "preview-absent");
  note.title = /^(https?:)?\/\//.test(source) ? _("On the network, not in this page: {source}", { source }) : _("Not in the package: {source}", { source });
  return note;
};
const STAND_INS = /\[sound:([^\]]+)\]|\[anki:tts [^\]]*\](.*?)\[\/anki:tts\]|\[\[type:[^\]]*\]\]|\\\((?:.+?)\\\)|\\\[(?:.+?)\\\]/gs;
const withStandIns = (node) => {
  const parts = [];
  let at = 0;
  for (const found of node.data.matchAll(STAND_INS)) {
    parts.push(node.data.slice(at, found.index), standIn(found));
    at = found.index + found[0].length;
  }
  if (parts.length) node.replaceWith(...parts, node.data.slice(at));
};
const standIn = ([all, sound]) => {
  if (sound) return player(sound);
  if (all.startsWith("[anki:tts")) return "🔊";
  if (all.startsWith("[[")) return Object.assign(element("input", "", "preview-typing"), { ariaLabel: _("Your answer") });
  return formula(all);
};
const formula = (source) => {
  const tex = source.slice(2, -2).trim();
  const display = source.startsWith("\\[");
  const mathml = data.formulas[source];
  const shown = element("span", mathml ? "" : tex, `${mathml ? "preview-math" : "preview-formula"}${display ? " display" : ""}`);
  if (mathml) shown.innerHTML = mathml;
  shown.title = mathml ? tex : _("Only Anki can set this formula, with MathJax");
  return shown;
};
const player = (name) => {
  if (!data.media[name]) return absent(name, `🔊 ${name}`);
  const media = document.createElement(data.media[name].startsWith("data:video") ? "video" : "audio");
  media.setAttribute("controls", "");
  media.setAttribute("src", data.media[name]);
  return media;
};
