// The numbers of the notes as charts of bars: a table each, so that it can be read aloud and printed, too.
const chart = (caption, rows, most, unit = "") => {
  const table = document.createElement("table");
  table.append(element("caption", caption));
  for (const [name, number] of rows) {
    const row = table.insertRow();
    const head = Object.assign(element("th", name), { scope: "row", lang: data.language });
    const bar = element("span", "", "bar-of");
    bar.style.inlineSize = `${(100 * number) / most}%`;
    const cell = element("td", "", "track");
    cell.append(bar);
    row.append(head, element("td", `${number}${unit}`, "number"), cell);
  }
  return table;
};
const buildStats = () => {
  const stats = data.stats;
  $("#stats").hidden = !stats || !cards.length;
  if ($("#stats").hidden) return;
  const counts = [
    [_("Kinds"), stats.kinds.map(([kind, number]) => [KINDS[kind], number])],
    [_("Styles"), stats.styles],
    [_("Topics"), stats.topics],
  ];
  for (const [caption, rows] of counts) {
    if (rows.length) $("#stats .charts").append(chart(caption, rows, rows[0][1]));
  }
  $("#stats .charts").append(chart(_("Text on cards"), stats.pages, 100, " %"));
};
