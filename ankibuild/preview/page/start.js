new ResizeObserver(() => document.documentElement.style.setProperty("--bar", `${$(".bar").offsetHeight}px`)).observe($(".bar"));
build();
buildStats();
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
