// <button type="button" data-copy="#id">: copies the text of that element.
document.documentElement.classList.add("js");

async function copy(source) {
  const text = "value" in source ? source.value : source.textContent.trim();
  if (navigator.clipboard && window.isSecureContext) {
    await navigator.clipboard.writeText(text);
    return;
  }
  if ("select" in source) source.select();
  else getSelection().selectAllChildren(source);
  document.execCommand("copy");
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("button[data-copy]");
  if (!button) return;
  const source = document.querySelector(button.dataset.copy);
  if (!source) return;
  await copy(source);
  const said = document.body.dataset.copied;
  if (!said || button.dataset.label) return;
  button.dataset.label = button.textContent;
  button.textContent = said;
  setTimeout(() => {
    button.textContent = button.dataset.label;
    delete button.dataset.label;
  }, 2500);
});
