// Moving by keys.
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
  if (event.target.matches("[type=search], select")) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  if (event.target.matches("[type=radio]") && event.key.startsWith("Arrow")) return;
  if (["[", "]", "x"].includes(event.key)) current?.sides.front.send({ key: event.key });
  if (!KEYS[event.key]) return;
  event.preventDefault();
  KEYS[event.key]();
});
