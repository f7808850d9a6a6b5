// Fronts: let the learner pick, by finger or key, and remember it.
(() => {
  const page = window.ankibuild;
  const { card, list, state } = page;
  if (!list) return;
  const many = list.matches(".many");
  if (many) card.querySelectorAll("[data-many]").forEach((el) => (el.textContent = el.dataset.many));

  const inputs = [...list.children].map((li) => {
    if (!li.querySelector("label")) {
      li.innerHTML = `<label class="tappable"><input type="${many ? "checkbox" : "radio"}" name="pick"><div class="text">${li.innerHTML}</div></label>`;
    }
    return li.querySelector("[name=pick]");
  });
  list.onchange = () => {
    state.pick = state.order.filter((_, n) => inputs[n].checked);
    page.store(state);
  };

  // "]" and "[" go down and up, "x" ticks a box: Space and digits belong to Anki.
  page.key = (event) => {
    const at = inputs.findIndex((input) => (many ? input === document.activeElement : input.checked));
    const to = { "]": at + 1, "[": Math.max(at, 0) - 1, x: many && at >= 0 ? at : NaN }[event.key];
    const input = inputs[(to + inputs.length) % inputs.length];
    if (!input || event.ctrlKey || event.metaKey || event.altKey || !list.isConnected) return;
    input.focus();
    if (!many || event.key === "x") input.click();
  };
  if (!page.listens) document.addEventListener("keydown", (event) => page.key && page.key(event));
  page.listens = true;
})();
