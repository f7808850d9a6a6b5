// Filters and settings.
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
  if (troubled) $("#kinds").append(chip(_("With problems"), troubled, "problems"));
  const changed = cards.filter(isChanged).length;
  if (changed && changed < cards.length) $("#kinds").append(chip(_("Changed"), changed, "changes"));
  for (const [tag, count] of counts(cards.flatMap((card) => card.data.tags))) $("#tag").append(new Option(`${tag} (${count})`, tag));
  for (const [name, value] of Object.entries(settings)) $(`[name=${name}][value=${value}]`).checked = true;
  $("#contents").open = !narrow.matches;
};
const isChanged = ({ data: own }) => !["", "unchanged"].includes(own.happening);
const pressedChips = () => new Set([...document.querySelectorAll(".chip[aria-pressed=true]")].map((chip) => chip.dataset.value));
const fits = () => {
  const chips = pressedChips();
  const troubled = chips.delete("problems");
  const changed = chips.delete("changes");
  const tag = $("#tag").value;
  const words = fold($("#search").value).split(/\s+/).filter(Boolean);
  return ({ data: own, text }) =>
    (!chips.size || chips.has(own.kind)) && (!troubled || own.problems.length > 0) && (!changed || isChanged({ data: own })) && (!tag || own.tags.includes(tag)) && words.every((word) => text.includes(word));
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
  for (const link of document.querySelectorAll("#toc a")) {
    const target = $(link.getAttribute("href"));
    link.parentElement.hidden = target.hidden;
    $(".number", link.parentElement).textContent = target.querySelectorAll(".one:not([hidden])").length;
  }
  for (const button of document.querySelectorAll(".tag")) button.classList.toggle("on", button.textContent === $("#tag").value);
  $("#none").hidden = count > 0 || !cards.length;
  $("#count").textContent = all ? counted("{n} card", "{n} cards", count) : _("{count} of {all} cards", { count, all: cards.length });
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
