/* A draft of the model goes where one writes only when somebody says so; what was typed stays, but for a translation of
   exactly that. The server decides what there is to use. */

export function listenToModel() {
  document.addEventListener("click", onClick)
  document.addEventListener("input", event => event.target.id === "text" && forget(event.target))
}

function onClick(event) {
  const button = event.target.closest?.("[data-use]")
  if (event.target.closest?.("#model-menu button")) document.getElementById("model-menu").open = false
  if (!button) return
  event.preventDefault()
  event.stopPropagation()
  if (button.dataset.into) summarize(document.getElementById(button.dataset.into), button.dataset)
  else write(button.dataset)
  const panel = button.closest(".model")
  panel.classList.remove("here")
  panel.replaceChildren()
}

function write({ use, draft, words, source }) {
  const area = document.getElementById("text")
  const begun = area.value.trim()
  document.querySelector("[data-kind=text]").checked = true
  document.getElementById("drafted").value = draft
  area.focus()
  if (use === "ours" && begun === source.trim()) area.select()
  else area.setSelectionRange(area.value.length, area.value.length)
  const isBelow = begun && area.selectionStart === area.selectionEnd
  document.execCommand("insertText", false, isBelow ? `\n\n${words}` : words)
  if (use === "restatement") document.getElementById("restating").value = words
  document.getElementById("composer").dispatchEvent(new CustomEvent("judge"))
}

/** How it stands, for a colleague; a field of one line takes it as one. */
function summarize(field, { words, draft }) {
  const begun = field.value.trim()
  const lines = begun ? `${begun}\n${words}` : words
  field.value = field.matches("input") ? lines.replace(/\s*\n\s*/g, " ") : lines
  document.getElementById(field.id.replace("summary-", "drafted-")).value = draft
  field.dispatchEvent(new Event("input", { bubbles: true }))
  field.focus()
}

/** Nothing is left of it: what is written now is one's own. */
function forget(area) {
  if (!area.value.trim()) document.getElementById("drafted").value = ""
}
