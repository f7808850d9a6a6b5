// Backs: the tags as chips.
document.querySelectorAll(".ankibuild .tags").forEach((box) => {
  const tags = box.textContent.trim().split(/\s+/);
  box.textContent = "";
  for (const tag of tags) {
    const chip = document.createElement("span");
    chip.textContent = tag.replace(/^topic::/, "").replace(/::|_/g, " ");
    box.append(chip, " ");
  }
});
