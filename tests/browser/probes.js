// Functions that look at the card in the page and return a list of what is wrong with it.
const shown = (el) => el.getClientRects().length > 0 && getComputedStyle(el).visibility === "visible";
const all = (selector) => [...document.querySelectorAll(selector)].filter(shown);
const colour = (text) => {
  const [r, g, b, a = 1] = text.match(/[\d.]+/g).map(Number);
  return { r, g, b, a };
};
const over = (top, below) => {
  const mix = (x, y) => x * top.a + y * (1 - top.a);
  return { r: mix(top.r, below.r), g: mix(top.g, below.g), b: mix(top.b, below.b), a: 1 };
};
// The colour behind an element: its own and its ancestors' backgrounds, the nearest on top.
const behind = (el) => {
  if (!el) return { r: 255, g: 255, b: 255, a: 1 };
  const own = colour(getComputedStyle(el).backgroundColor);
  return own.a === 1 ? own : over(own, behind(el.parentElement));
};
const luminance = ({ r, g, b }) => {
  const [x, y, z] = [r, g, b].map((v) => (v / 255 <= 0.03928 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * x + 0.7152 * y + 0.0722 * z;
};
const contrast = (a, b) => {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
};
const say = (el, figure) => `${el.tagName}.${el.className} ${figure.toFixed(2)} ${el.textContent.trim().slice(0, 20)}`;

const runsOver = () => {
  const width = document.documentElement.clientWidth;
  const boxed = (el) => el.parentElement && (getComputedStyle(el.parentElement).overflowX === "auto" || boxed(el.parentElement));
  const wide = all(".ankibuild *").filter((el) => el.getBoundingClientRect().right > width + 0.5 && !boxed(el));
  const page = document.documentElement.scrollWidth > width ? ["the page"] : [];
  return [...page, ...wide.map((el) => say(el, el.getBoundingClientRect().right))];
};

const faintText = () =>
  all(".ankibuild *")
    .filter((el) => [...el.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()))
    .map((el) => [el, contrast(over(colour(getComputedStyle(el).color), behind(el)), behind(el))])
    .filter(([, ratio]) => ratio < 4.5)
    .map(([el, ratio]) => say(el, ratio));

// A control's border has to stand out from what is around it.
const faintControls = () =>
  all(".options input, .options label .text, .back .options > li")
    .map((el) => [el, contrast(colour(getComputedStyle(el).borderTopColor), behind(el.parentElement))])
    .filter(([, ratio]) => ratio < 3)
    .map(([el, ratio]) => say(el, ratio));

const smallTargets = () =>
  all("label, summary, button")
    .map((el) => [el, Math.min(el.getBoundingClientRect().height, el.getBoundingClientRect().width)])
    .filter(([, size]) => size < 48)
    .map(([el, size]) => say(el, size));

const verdict = (selector) => {
  const option = document.querySelector(`.back ${selector}`);
  const line = option.querySelector(".verdict");
  return {
    symbol: line.querySelector("b").textContent,
    word: line.childNodes[1].textContent.trim(),
    border: getComputedStyle(option).borderTopStyle,
    colour: getComputedStyle(line).color,
  };
};
