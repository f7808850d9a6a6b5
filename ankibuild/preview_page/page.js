// Builds the page from its data. A card's sides live in frames without an origin, which come and go with scrolling.
(() => {
  const $ = (selector, root = document) => root.querySelector(selector);
  const read = (id) => JSON.parse($(`#${id}`).textContent);
  const make = (id) => $(`#${id}-template`).content.firstElementChild.cloneNode(true);
  const element = (name, text, className = "") => Object.assign(document.createElement(name), { textContent: text, className });
  const fold = (text) => text.normalize("NFKC").toLowerCase();

  const data = read("data");
  const frameText = read("frame");
  const KINDS = { qa: "Q&A", contrast: "Contrast", cloze: "Cloze" };
  const narrow = matchMedia("(max-width: 899px)");
  const settings = {
    theme: matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light",
    device: "phone",
    sides: narrow.matches ? "front" : "both",
  };
  const cards = [];
  let current = null;

  // --- the cards' frames --------------------------------------------------------------------------

  // What only Anki can show gets a stand-in; all of it in a document that loads and runs nothing.
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
    note.title = /^(https?:)?\/\//.test(source) ? `On the network, not in this page: ${source}` : `Not in the package: ${source}`;
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
    if (all.startsWith("[[")) return Object.assign(element("input", "", "preview-typing"), { ariaLabel: "Your answer" });
    const formula = element("span", all.slice(2, -2).trim(), "preview-formula");
    formula.title = "A formula: Anki sets it with MathJax";
    return formula;
  };
  const player = (name) => {
    if (!data.media[name]) return absent(name, `🔊 ${name}`);
    const media = document.createElement(data.media[name].startsWith("data:video") ? "video" : "audio");
    media.setAttribute("controls", "");
    media.setAttribute("src", data.media[name]);
    return media;
  };

  class Side {
    constructor(card, name, figure) {
      Object.assign(this, { card, name, figure, screen: $(".screen", figure), frame: null, ready: false });
    }
    get wanted() {
      return this.card.near && !this.figure.hidden && !this.card.el.hidden;
    }
    sync() {
      if (this.wanted && !this.frame) this.mount();
      else if (!this.card.near && this.frame) this.unmount();
    }
    mount() {
      this.frame = document.createElement("iframe");
      this.frame.setAttribute("sandbox", "allow-scripts");
      this.frame.title = `${this.name === "front" ? "Front" : "Back"} of card ${this.card.number}`;
      this.frame.srcdoc = frameText;
      this.screen.append(this.frame);
      sides.add(this);
    }
    unmount() {
      this.frame.remove();
      Object.assign(this, { frame: null, ready: false });
      sides.delete(this);
    }
    send(message) {
      if (this.ready) this.frame.contentWindow.postMessage(message, "*");
    }
    look() {
      const { kind, ordinal } = this.card.data;
      return { css: data.css[kind], night: settings.theme === "dark", phone: settings.device === "phone", ordinal };
    }
    show() {
      const html = this.card.data[this.name].map((piece) => (typeof piece === "number" ? data.pieces[piece] : piece)).join("");
      this.send({ look: this.look(), kept: this.card.kept, html: inert(html) });
    }
    heard(message) {
      if (message.ready) {
        this.ready = true;
        this.show();
      } else if (message.height) {
        this.frame.style.height = this.screen.style.minHeight = `${message.height}px`;
      } else if (message.kept && this.name === "front") {
        this.card.kept = message.kept;
        this.card.sides.back.show();
      } else if (message.key) {
        pressed(message.key, this.card);
      }
    }
  }
  const sides = new Set();
  addEventListener("message", (event) => {
    for (const side of sides) if (side.frame.contentWindow === event.source) return side.heard(event.data);
  });

  // --- cards --------------------------------------------------------------------------------------

  class Card {
    constructor(own, number) {
      this.data = own;
      this.number = number;
      this.near = false;
      this.kept = {};
      this.el = make("card");
      this.el.id = `card-${number}`;
      this.sides = Object.fromEntries([...this.el.querySelectorAll(".one-side")].map((el) => [el.dataset.side, new Side(this, el.dataset.side, el)]));
      this.text = fold([own.text, own.place, own.deck, own.tags.join(" ")].join("\n"));
      this.label();
      $(".flip", this.el).onclick = () => this.flip();
      $(".anew", this.el).onclick = () => this.anew();
      this.el.addEventListener("focusin", () => choose(this));
      this.el.addEventListener("pointerdown", () => choose(this));
    }
    label() {
      const { kind, name, style, place, deck, tags, problems } = this.data;
      $(".kind", this.el).textContent = name ? `${KINDS[kind]} · ${name}` : KINDS[kind];
      $(".kind", this.el).dataset.kind = kind;
      $(".kind", this.el).title = `Recognised as ${style}`;
      $(".place", this.el).textContent = place;
      const heading = $("h4", this.el);
      heading.id = `${this.el.id}-name`;
      this.el.setAttribute("aria-labelledby", heading.id);
      const about = $(".about", this.el);
      if (deck !== data.deck) about.append(element("span", deck.replaceAll("::", " › "), "deck"));
      about.append(...tags.map(tagButton));
      fillProblems($(".problems", this.el), problems, place.replace(/:\d+$/, ""));
    }
    // Which sides are shown: the page's setting, until this card is turned over.
    set(which) {
      this.which = which;
      for (const [name, side] of Object.entries(this.sides)) side.figure.hidden = which !== "both" && which !== name;
      this.sync();
    }
    flip() {
      this.set(this.which === "front" ? "back" : "front");
    }
    anew() {
      this.kept = {};
      this.sides.front.show();
      this.sides.back.show();
    }
    sync() {
      this.sides.front.sync();
      this.sides.back.sync();
    }
  }

  const tagButton = (tag) => {
    const button = element("button", tag, "tag");
    button.type = "button";
    button.title = `Only cards with the tag ${tag}`;
    button.onclick = () => {
      $("#tag").value = $("#tag").value === tag ? "" : tag;
      filter();
    };
    return button;
  };
  const fillProblems = (list, problems, path) => {
    for (const problem of problems) {
      const item = make("problem");
      item.dataset.gravity = problem.gravity;
      $(".gravity", item).textContent = problem.gravity;
      $(".place", item).textContent = `${path}:${problem.line}`;
      $(".message", item).textContent = `${problem.message}; ${problem.advice} [${problem.slug}]`;
      list.append(item);
    }
    list.hidden = !problems.length;
  };

  const choose = (card) => {
    if (card === current) return;
    current?.el.classList.remove("current");
    current = card;
    current?.el.classList.add("current");
  };
  const go = (step) => {
    const shown = cards.filter((card) => !card.el.hidden);
    const at = shown.indexOf(current);
    const next = shown[at < 0 ? (step > 0 ? firstInView(shown) : shown.length - 1) : Math.min(Math.max(at + step, 0), shown.length - 1)];
    if (!next) return;
    choose(next);
    next.el.focus({ preventScroll: true });
    next.el.scrollIntoView({ block: "start" });
  };
  const firstInView = (shown) => Math.max(0, shown.findIndex((card) => card.el.getBoundingClientRect().bottom > $(".bar").offsetHeight));

  // --- the page -----------------------------------------------------------------------------------

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
    $(".path", el).textContent = [page.title === page.path ? "" : page.path, count === 1 ? "1 card" : `${count} cards`, page.percent === null ? "" : `${page.percent} % of the text on cards`].filter(Boolean).join(" · ");
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
    const blocks = page.uncarded.length === 1 ? "1 block" : `${page.uncarded.length} blocks`;
    $("summary", details).textContent = `Text on no card: ${blocks}`;
    for (const [line, text] of page.uncarded) {
      const item = element("li", "");
      item.append(element("code", `${page.path}:${line}`, "place"), Object.assign(element("span", text), { lang: data.language }));
      $("ol", details).append(item);
    }
  };

  // --- filters and settings -----------------------------------------------------------------------

  const chip = (label, count, value) => {
    const button = element("button", label, "chip");
    button.type = "button";
    button.dataset.value = value;
    button.setAttribute("aria-pressed", "false");
    button.append(element("span", String(count), "number"));
    button.onclick = () => {
      button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));
      filter();
    };
    return button;
  };
  const counts = (values) => {
    const found = new Map();
    for (const value of values) found.set(value, (found.get(value) ?? 0) + 1);
    return found;
  };
  const buildTools = () => {
    const kinds = counts(cards.map((card) => card.data.kind));
    for (const [kind, label] of Object.entries(KINDS)) if (kinds.has(kind)) $("#kinds").append(chip(label, kinds.get(kind), kind));
    const troubled = cards.filter((card) => card.data.problems.length).length;
    if (troubled) $("#kinds").append(chip("With problems", troubled, "problems"));
    for (const [tag, count] of counts(cards.flatMap((card) => card.data.tags))) $("#tag").append(new Option(`${tag} (${count})`, tag));
    for (const [name, value] of Object.entries(settings)) $(`[name=${name}][value=${value}]`).checked = true;
    $("#contents").open = !narrow.matches;
  };
  const pressedChips = () => new Set([...document.querySelectorAll(".chip[aria-pressed=true]")].map((chip) => chip.dataset.value));
  const fits = () => {
    const chips = pressedChips();
    const troubled = chips.delete("problems");
    const tag = $("#tag").value;
    const words = fold($("#search").value).split(/\s+/).filter(Boolean);
    return ({ data: own, text }) =>
      (!chips.size || chips.has(own.kind)) && (!troubled || own.problems.length > 0) && (!tag || own.tags.includes(tag)) && words.every((word) => text.includes(word));
  };
  const filter = () => {
    const fit = fits();
    let count = 0;
    for (const card of cards) {
      card.el.hidden = !fit(card);
      count += !card.el.hidden;
      card.sync();
    }
    const all = count === cards.length;
    for (const el of document.querySelectorAll(".section")) el.hidden = !$(".one:not([hidden])", el);
    for (const el of document.querySelectorAll(".page")) el.hidden = !all && !$(".one:not([hidden])", el);
    for (const link of document.querySelectorAll("#toc a")) link.parentElement.hidden = $(link.getAttribute("href")).hidden;
    for (const button of document.querySelectorAll(".tag")) button.classList.toggle("on", button.textContent === $("#tag").value);
    $("#none").hidden = count > 0 || !cards.length;
    $("#count").textContent = all ? `${count} cards` : `${count} of ${cards.length} cards`;
    if (current?.el.hidden) choose(null);
  };
  const reset = () => {
    $("#search").value = $("#tag").value = "";
    for (const chip of document.querySelectorAll(".chip")) chip.setAttribute("aria-pressed", "false");
    filter();
  };
  const apply = (name, value) => {
    settings[name] = value;
    document.documentElement.dataset[name] = value;
    if (name === "sides") for (const card of cards) card.set(value);
    else for (const side of sides) side.send({ look: side.look() });
  };

  // --- keys ---------------------------------------------------------------------------------------

  const KEYS = {
    j: () => go(1), ArrowRight: () => go(1), k: () => go(-1), ArrowLeft: () => go(-1),
    f: () => current?.flip(), r: () => current?.anew(), "/": () => $("#search").focus(),
  };
  // In a frame the arrows belong to the options, and so do the keys that pick one.
  const pressed = (key, card) => {
    choose(card);
    if (!key.startsWith("Arrow")) KEYS[key]?.();
  };
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches("input, select")) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    if (["[", "]", "x"].includes(event.key)) current?.sides.front.send({ key: event.key });
    if (!KEYS[event.key]) return;
    event.preventDefault();
    KEYS[event.key]();
  });

  new ResizeObserver(() => document.documentElement.style.setProperty("--bar", `${$(".bar").offsetHeight}px`)).observe($(".bar"));
  build();
  buildTools();
  for (const name of Object.keys(settings)) apply(name, settings[name]);
  filter();
  $("#search").oninput = $("#tag").onchange = filter;
  $("#reset").onclick = reset;
  document.addEventListener("change", ({ target }) => target.name in settings && apply(target.name, target.value));
  $("#more").onclick = ({ currentTarget: button }) => {
    const open = button.getAttribute("aria-expanded") !== "true";
    button.setAttribute("aria-expanded", String(open));
    document.documentElement.classList.toggle("tools-open", open);
  };
})();
