// On paper: frames out of sight are empty, so every card that is shown is put down without one, in light colours.
const sheets = new Map();
const sheetOf = (css) => {
  if (!sheets.has(css)) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync($("style", new DOMParser().parseFromString(frameText, "text/html")).textContent + css);
    sheets.set(css, sheet);
  }
  return sheets.get(css);
};
const onPaper = (side) => {
  const el = element("div", "", "paper");
  const root = el.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [sheetOf(data.css[side.card.data.kind])];
  const body = element("div", "", `card card${side.card.data.ordinal + 1}`);
  body.style.cssText = "--size: 10pt; background: none";
  body.innerHTML = inert(side.html());
  for (const script of body.querySelectorAll("script")) script.remove();
  root.append(body);
  side.screen.append(el);
};
addEventListener("beforeprint", () => {
  document.documentElement.dataset.theme = "light";
  for (const card of cards) {
    if (!card.el.hidden) for (const side of Object.values(card.sides)) if (!side.figure.hidden) onPaper(side);
  }
});
addEventListener("afterprint", () => {
  document.documentElement.dataset.theme = settings.theme;
  for (const el of document.querySelectorAll(".paper")) el.remove();
});
