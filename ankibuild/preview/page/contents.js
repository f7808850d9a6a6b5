// Pages, sections, cards and uncarded text, built from the data.
const seen = new IntersectionObserver(
  (entries) => {
    for (const entry of entries) {
      const card = cards[entry.target.dataset.index];
      card.near = entry.isIntersecting;
      card.sync();
    }
  },
  { rootMargin: "1200px 0px" },
);

const build = () => {
  const main = $("#cards");
  $("#deck").textContent = data.deck;
  data.pages.forEach((page, index) => main.append(buildPage(page, `page-${index + 1}`)));
  for (const card of cards) {
    card.el.dataset.index = card.number - 1;
    seen.observe(card.el);
  }
};
const buildPage = (page, id) => {
  const el = make("page");
  el.id = id;
  const count = page.sections.reduce((sum, section) => sum + section.cards.length, 0);
  $("h2", el).textContent = page.title;
  $("h2", el).lang = data.language;
  $(".path", el).textContent = [page.title === page.path ? "" : page.path, counted("{n} card", "{n} cards", count), page.percent === null ? "" : _("{percent} % of the text on cards", page)].filter(Boolean).join(" · ");
  fillProblems($(".problems", el), page.problems, page.path);
  const entry = tocEntry(id, page.title, count);
  const inner = document.createElement("ul");
  page.sections.forEach((section, index) => {
    const part = buildSection(section, `${id}-${index + 1}`);
    $(".sections", el).append(part);
    if (section.title) inner.append(tocEntry(part.id, section.title, section.cards.length));
  });
  entry.append(inner);
  $("#toc").append(entry);
  uncarded($(".uncarded", el), page);
  return el;
};
const tocEntry = (id, title, count) => {
  const item = document.createElement("li");
  const link = Object.assign(element("a", title), { href: `#${id}`, lang: data.language });
  item.append(link, element("span", String(count), "number"));
  return item;
};
const buildSection = (section, id) => {
  const el = make("section");
  el.id = id;
  $("h3", el).textContent = section.title;
  $("h3", el).lang = data.language;
  $("h3", el).hidden = !section.title;
  for (const own of section.cards) {
    const card = new Card(own, cards.length + 1);
    cards.push(card);
    el.append(card.el);
  }
  return el;
};
const uncarded = (details, page) => {
  details.hidden = !page.uncarded.length;
  $("summary", details).textContent = counted("{n} block on no card", "{n} blocks on no card", page.uncarded.length);
  for (const [line, text] of page.uncarded) {
    const item = element("li", "");
    item.append(element("code", `${page.path}:${line}`, "place"), Object.assign(element("span", text), { lang: data.language }));
    $("ol", details).append(item);
  }
};
