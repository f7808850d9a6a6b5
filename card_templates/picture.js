// Both sides: a tap on a picture shows it large, the next one puts it back. One in an option is for picking.
document.querySelectorAll(".ankibuild img").forEach((img) => {
  if (img.closest("label")) return;
  img.classList.add("tappable");
  img.onclick = (event) => {
    event.preventDefault();
    event.stopPropagation();
    const large = document.createElement("div");
    large.className = "large tappable";
    large.append(img.cloneNode());
    large.onclick = () => large.remove();
    img.closest(".ankibuild").append(large);
  };
});
