// Small comforts of the pages; without JavaScript every one of them works as a form or a link.

/** The moment that the slider points at, in words, while it is moved. */
document.addEventListener("input", ({ target }) => {
  if (target.type !== "range" || !target.list) return;
  const chosen = [...target.list.options].find((option) => option.value === target.value);
  const said = document.getElementById(target.getAttribute("aria-describedby"));
  if (chosen && said) said.value = chosen.label;
  target.setAttribute("aria-valuetext", chosen?.label ?? target.value);
});

/** Fields that were left empty stay out of the address. */
document.addEventListener("htmx:configRequest", ({ detail }) => {
  for (const [name, value] of [...detail.formData]) if (value === "") detail.formData.delete(name);
});

/** A page that could not be had is opened as a page, so that its error is read. */
document.addEventListener("htmx:responseError", ({ detail }) => location.assign(detail.pathInfo.finalRequestPath));
