"use strict";
// Filters the list of errors. Without this script the whole list is there and the form is not.
(function () {
  const form = document.getElementById("filters");
  const list = document.getElementById("cases");
  if (!form || !list) {
    return;
  }
  const cases = Array.from(list.children, function (item) {
    return {
      item: item,
      kinds: item.dataset.kinds.split(" "),
      stances: item.dataset.stances.split(" "),
      text: item.textContent.toLowerCase(),
    };
  });

  function update() {
    const kind = form.elements.kind.value;
    const stance = form.elements.stance.value;
    const text = form.elements.text.value.trim().toLowerCase();
    let shown = 0;
    for (const one of cases) {
      const fits =
        (!kind || one.kinds.includes(kind)) &&
        (!stance || one.stances.includes(stance)) &&
        (!text || one.text.includes(text));
      one.item.hidden = !fits;
      shown += fits ? 1 : 0;
    }
    form.elements.shown.value = shown + " of " + cases.length + " shown";
  }

  form.addEventListener("input", update);
  form.addEventListener("submit", function (event) {
    event.preventDefault();
  });
  form.hidden = false;
  update();
})();
