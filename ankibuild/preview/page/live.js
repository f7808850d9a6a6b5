// A page of `ankibuild serve`: come again when the notes were saved, at the same card, with the same view.
const version = "/* put version */";
const SINCE = { new: _("new"), changed: _("changed"), moved: _("moved"), revived: _("back again") };
const key = ({ data: own }) => [own.kind, own.ordinal, own.text].join("\n");

const showNews = ({ error, pushed, removed }) => {
  const say = (id, text) => {
    $(`#${id}`).textContent = text;
    $(`#${id}`).hidden = !text;
  };
  say("error", error);
  say("pushed", pushed);
  $("#removed").hidden = !removed.length;
  $("#removed summary").textContent = counted("{n} card removed since the last build", "{n} cards removed since the last build", removed.length);
  for (const [path, text] of removed) {
    const item = element("li", "");
    item.append(element("code", path, "place"), Object.assign(element("span", text), { lang: data.language }));
    $("#removed ol").append(item);
  }
  $("#news").hidden = false;
};
const showChanges = () => {
  for (const { data: own, el } of cards) {
    if (own.happening in SINCE) $("h4", el).append(element("span", SINCE[own.happening], "since"));
  }
};

const remember = () => {
  const shown = cards.filter((card) => !card.el.hidden);
  const at = shown[firstInView(shown)];
  const state = {
    settings,
    search: $("#search").value,
    tag: $("#tag").value,
    chips: [...pressedChips()],
    contents: $("#contents").open,
    at: at && [key(at), at.number, at.el.getBoundingClientRect().top],
    chosen: current && key(current),
    heights: Object.fromEntries(cards.filter((card) => card.near).map((card) => [key(card), Object.values(card.sides).map((side) => side.screen.style.minHeight)])),
  };
  sessionStorage.setItem("view", JSON.stringify(state));
};
const recall = (state) => {
  for (const [name, value] of Object.entries(state.settings)) {
    $(`[name=${name}][value=${value}]`).checked = true;
    apply(name, value);
  }
  $("#search").value = state.search;
  $("#tag").value = [...$("#tag").options].some((option) => option.value === state.tag) ? state.tag : "";
  $("#contents").open = state.contents;
  for (const value of state.chips) $(`.chip[data-value=${value}]`)?.setAttribute("aria-pressed", "true");
  filter();
  for (const card of cards) {
    const heights = state.heights[key(card)];
    if (heights) Object.values(card.sides).forEach((side, index) => (side.screen.style.minHeight = heights[index]));
    if (key(card) === state.chosen) choose(card);
  }
  if (!state.at) return;
  const [same, number, top] = state.at;
  const card = cards.find((each) => key(each) === same) ?? cards[number - 1];
  if (card) hold(card.el, top);
};
// Cards above get their heights one by one: hold the place until they have, or the reader moves.
const hold = (el, top) => {
  const end = performance.now() + 1500;
  let moved = false;
  for (const type of ["wheel", "keydown", "pointerdown", "touchstart"]) addEventListener(type, () => (moved = true), { once: true, passive: true });
  const step = () => {
    if (moved) return;
    const off = el.getBoundingClientRect().top - top;
    if (Math.abs(off) > 1) scrollBy({ top: off, behavior: "instant" });
    if (performance.now() < end) requestAnimationFrame(step);
  };
  step();
};

if (data.live) {
  showNews(data.live);
  showChanges();
  history.scrollRestoration = "manual";
  const kept = sessionStorage.getItem("view");
  if (kept) recall(JSON.parse(kept));
  addEventListener("pagehide", remember);
  const news = new EventSource("/news");
  news.onmessage = ({ data: latest }) => {
    $("#lost").hidden = true;
    if (latest !== version) location.reload();
  };
  news.onerror = () => ($("#lost").hidden = false);
}
