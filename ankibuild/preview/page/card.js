// One card: its head, its problems, its two sides.
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
    $(".kind", this.el).title = _("Recognised as {style}", { style });
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
  button.title = _("Only cards with the tag {tag}", { tag });
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
    $(".gravity", item).textContent = { error: _("error"), warning: _("warning"), hint: _("hint") }[problem.gravity];
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
