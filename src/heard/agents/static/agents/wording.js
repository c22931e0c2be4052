/* The server reads along while one writes; this puts what it found where it belongs.

   A time in the text fills the field only while the field holds what the server saw. What somebody types there is theirs. */

const composer = () => document.getElementById("composer")
const text = () => document.getElementById("text")
const judge = () => composer()?.dispatchEvent(new CustomEvent("judge"))

export function listenToWording() {
  document.addEventListener("click", onClick)
  document.addEventListener("input", event => event.target.id === "due" && byHand())
  document.addEventListener("keydown", onKey)
  document.addEventListener("htmx:after:settle", fill)
  document.addEventListener("htmx:config:request", onlyWhenChanged)
  document.addEventListener("htmx:error", event => readsAlong(event) && (last = ""))
  document.addEventListener("htmx:response:error", event => readsAlong(event) && (last = ""))
}

function onClick(event) {
  const take = event.target.closest?.("[data-take]")
  const not = event.target.closest?.("[data-not-here]")
  if (take) takeWords(take.dataset)
  else if (not) dismiss(not)
}

/** The field was typed by hand: nothing that stands in the text goes there any more. */
function byHand() {
  document.getElementById("found").value = ""
}

function fill() {
  const found = document.querySelector("[data-fill]")
  if (!found) return
  found.remove()
  const due = document.getElementById("due")
  const chosen = composer().querySelector("[name=way]:checked")
  if (due?.value !== found.dataset.was || due === document.activeElement || chosen?.value !== found.dataset.wayWas) return byHand()
  due.value = found.dataset.fill
  choose(found.dataset.way)
}

function choose(...ways) {
  const way = ways.map(value => composer().querySelector(`[name=way][value=${value}]`)).find(Boolean)
  if (way) way.checked = true
}

/** Better words where the old ones stand, or a sentence after the line one writes in; the browser can undo it. */
function takeWords({ old, new: better, typed }) {
  if (typed) return takeTime(typed)
  const area = text()
  const value = area.value.replaceAll("’", "'")
  const start = old ? value.indexOf(old.replaceAll("’", "'")) : endOfLine(area)
  if (start < 0) return
  area.focus()
  area.setSelectionRange(start, start + old.length)
  document.execCommand("insertText", false, old || !start || /\s$/.test(value.slice(0, start)) ? better : ` ${better}`)
}

function endOfLine({ value, selectionEnd }) {
  const end = value.indexOf("\n", selectionEnd)
  return end < 0 ? value.trimEnd().length : end
}

function takeTime(typed) {
  document.getElementById("due").value = typed
  choose("next", "renew")
  byHand()
  judge()
}

/** Not here: for as long as this is being written. */
function dismiss(button) {
  const dismissed = document.getElementById("not-here")
  dismissed.value = `${dismissed.value} ${button.dataset.notHere}`.trim()
  button.closest(".hint").remove()
  judge()
}

/** Alt and 0 dismiss from inside a field, where 0 alone is typed. */
function onKey(event) {
  const not = event.altKey && event.key === "0" && document.querySelector("[data-not-here]")
  if (!not) return
  event.preventDefault()
  not.click()
}

let last = ""

const readsAlong = event => event.detail.ctx?.sourceElement?.matches?.("[data-autosave]")

/** What is being judged or was is not sent again. Asked before it takes the place of the one on its way, whose answer would be lost. */
function onlyWhenChanged(event) {
  if (!readsAlong(event)) return
  const form = composer().action + new URLSearchParams(new FormData(composer()))
  if (form === last) event.preventDefault()
  last = form
}
