// Suggestions while typing; all else works without scripts. A field with data-fill takes the one that is chosen, the
// search goes to it.
document.querySelectorAll("[data-suggest]").forEach((input, number) => {
  const list = document.createElement("ul");
  list.className = "suggestions";
  list.hidden = true;
  list.id = `suggestions-${number}`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.getAttribute("aria-label"));
  input.after(list);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-autocomplete", "list");
  let timer, chosen = -1, last = 0;
  const show = open => { list.hidden = !open; input.setAttribute("aria-expanded", String(open)); chosen = -1; };
  const choose = by => {
    const items = [...list.children];
    if (!items.length) return;
    chosen = (chosen + by + items.length) % items.length;
    items.forEach((item, at) => item.setAttribute("aria-selected", String(at === chosen)));
    input.setAttribute("aria-activedescendant", items[chosen].id);
  };
  const take = item => {
    if (!("fill" in input.dataset)) { location.href = item.dataset.href; return; }
    input.value = item.dataset.value;
    show(false);
  };
  const ask = async () => {
    const mine = ++last, text = input.value.trim();
    if (!text) return show(false);
    const found = await (await fetch(`${input.dataset.suggest}${encodeURIComponent(text)}`)).json().catch(() => []);
    if (mine !== last) return;
    list.replaceChildren(...found.map((hit, at) => {
      const item = document.createElement("li"), name = document.createElement("b"), more = document.createElement("small");
      item.id = `${list.id}-${at}`;
      item.setAttribute("role", "option");
      item.dataset.href = hit.href;
      item.dataset.value = hit.value;
      name.textContent = hit.name;
      more.textContent = [hit.kind, hit.where].filter(Boolean).join(" · ");
      item.append(name, " ", more);
      item.addEventListener("mousedown", () => take(item));
      return item;
    }));
    show(found.length > 0);
  };
  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 120); });
  input.addEventListener("blur", () => setTimeout(() => show(false), 150));
  input.addEventListener("keydown", event => {
    if (event.key === "ArrowDown") { event.preventDefault(); choose(1); }
    else if (event.key === "ArrowUp") { event.preventDefault(); choose(-1); }
    else if (event.key === "Escape" && !list.hidden) { event.preventDefault(); show(false); }
    else if (event.key === "Enter" && chosen >= 0 && !list.hidden) {
      event.preventDefault();
      take(list.children[chosen]);
    }
  });
});
