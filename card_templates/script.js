// Moves the options, in one order on both sides; the back shows what was picked.
(() => {
  const page = (window.ankibuild = window.ankibuild || {});
  const card = document.querySelector(".ankibuild");
  const list = card.querySelector(".options");
  page.key = null;
  if (!list) return;
  const front = !card.matches(".back");
  const items = [...list.children];
  const make = (tag, className, ...content) => {
    const el = Object.assign(document.createElement(tag), { className });
    el.append(...content);
    return el;
  };
  const said = (el) =>
    (el.textContent + [...el.querySelectorAll("img")].map((i) => i.src)).normalize("NFKC").replace(/\s|[。.]\s*$/g, "");
  const texts = items.map((li) => said(li.querySelector(".text") || li));

  // FNV-1a, whose low bit is a mere parity, finished by murmur3's mixer.
  const hash = (text) => {
    let h = 0x811c9dc5;
    for (const c of text) h = Math.imul(h ^ c.codePointAt(), 0x1000193);
    h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    return (h ^ (h >>> 16)) >>> 0;
  };
  const id = hash("" + [...texts].sort());
  let seed = hash(id + new Date().toDateString());
  const daily = () => (seed = hash("" + seed)) / 2 ** 32;
  // "All of the above" stays last.
  const last = (i) =>
    /^(上記|以上|これら|選択肢)の?(すべて|全て|全部|いずれ|どれ|両方)|^(いずれ|どれ)で?も|^(すべて|全て|全部|両方)(が|とも)?(正|該当|当ては|あては|$)|^(上記以外|その他$|(該当|正解)な)|^(all|none|both|neither)of(theabove|these$)/i.test(texts[i]);
  const shuffle = (random) => {
    const order = items.map((_, i) => i);
    const free = order.filter((i) => !last(i));
    for (let n = free.length; n > 1; n--) {
      const i = Math.floor(random() * n);
      [free[i], free[n - 1]] = [free[n - 1], free[i]];
    }
    return [...free, ...order.filter(last)];
  };
  const store = (state) => {
    try {
      if (state) sessionStorage.ankibuild = JSON.stringify(state);
      return JSON.parse(sessionStorage.ankibuild);
    } catch (e) {
      return null; // no storage: both sides find the order of the day
    }
  };
  if (front) page.state = store({ id, order: shuffle(Math.random), pick: [] });
  const state = [store(), page.state, { id, order: shuffle(daily), pick: [] }].find((s) => s && s.id === id);
  list.append(...state.order.map((i) => items[i]));

  if (front) {
    const many = list.matches(".many");
    const legend = card.querySelector("legend");
    if (many) legend.textContent = legend.dataset.many;
    items.forEach((li) => {
      if (li.querySelector("label")) return;
      const input = Object.assign(make("input"), { type: many ? "checkbox" : "radio", name: "pick" });
      li.append(make("label", "tappable", input, make("div", "text", ...li.childNodes)));
    });
    const inputs = [...list.querySelectorAll("[name=pick]")];
    list.onchange = () => {
      state.pick = state.order.filter((_, n) => inputs[n].checked);
      store((page.state = state));
    };
    page.key = (e) => {
      const at = inputs.findIndex((i) => (many ? i === document.activeElement : i.checked));
      const to = { "]": at + 1, "[": at < 0 ? at : at - 1, x: at }[e.key];
      if (to === undefined || e.ctrlKey || e.metaKey || e.altKey || !list.isConnected) return;
      const input = inputs[(to + inputs.length) % inputs.length];
      input.focus();
      if (!many || e.key === "x") input.click();
    };
    if (!page.on) document.addEventListener("keydown", (e) => page.key && page.key(e));
    page.on = true;
  } else {
    const answer = card.querySelector(".answer .body") || list;
    const parts = texts.includes(said(answer)) ? [answer] : [...answer.querySelectorAll("li, p")];
    const right = parts.map((part) => texts.indexOf(said(part)));
    const known = right.length && !right.includes(-1);
    if (known) card.classList.add("checked");
    items.forEach((li, i) => {
      if (state.pick.includes(i)) li.classList.add("picked");
      if (li.querySelector(".verdict")) return;
      const told = right.includes(i) ? "right" : "wrong";
      const verdict = make("p", "verdict", make("span", "pick", card.dataset.pick));
      if (known) verdict.prepend(make("b", "", told === "right" ? "○" : "×"), card.dataset[told]);
      if (known) li.classList.add(told);
      li.append(verdict, make("div", "text", ...li.childNodes));
    });
  }
})();
