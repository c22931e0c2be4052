/* @ in a note: colleagues to mention. The list is fetched with the first @; what was typed narrows it. Arrows walk,
   Enter or Tab takes, Esc closes; the field keeps the focus, and a screen reader hears which one is chosen. */

const TYPED = /(?<![\p{L}\p{N}_@./+-])@([\p{L}\p{N}_.'’-]*(?: [\p{L}\p{N}_.'’-]*)?)$/u
const field = () => document.getElementById("note-text")
const box = () => document.getElementById("mentions")
const options = () => [...box().querySelectorAll("[role=option]")]
const shown = () => options().filter(option => !option.hidden)
const chosen = () => shown().find(option => option.ariaSelected === "true")
const isOpen = () => box() && !box().hidden

export function listenToMentions() {
  document.addEventListener("input", event => event.target.id === "note-text" && narrow())
  document.addEventListener("keydown", onKey, true) // before the page's own keys
  document.addEventListener("mousedown", onPick)
  document.addEventListener("click", onMend)
  document.addEventListener("focusout", event => event.target.id === "note-text" && isOpen() && close())
}

/** What is typed behind the @ at the cursor; null when there is none. */
function typed() {
  const { value, selectionStart, selectionEnd } = field()
  return selectionStart === selectionEnd ? value.slice(0, selectionStart).match(TYPED)?.[1] ?? null : null
}

async function narrow() {
  if (typed() === null) return void (isOpen() && close())
  if (!await fetched() || typed() === null || document.activeElement !== field()) return
  const words = typed().toLocaleLowerCase()
  for (const option of options()) option.hidden = !fits(option.dataset.mention.toLocaleLowerCase(), words)
  if (!shown().length && words.includes(" ") || shown().some(option => option.dataset.mention.toLocaleLowerCase() === words.trimEnd())) return close()
  open()
}

const fits = (name, words) => name.startsWith(words) || name.split(" ").some(part => part.startsWith(words))

/** The list, fetched once for each page of a ticket. What is typed while it comes is read when it is there. */
async function fetched() {
  if (box()) return Boolean(box().dataset.many)
  const place = document.createElement("div")
  place.id = "mentions"
  place.hidden = true
  const form = field().closest("form")
  form.before(place)
  await htmx.ajax("GET", form.action.replace(/note\/$/, "mentions/"), { source: place, target: place, swap: "outerHTML" })
  return Boolean(box()?.dataset.many)
}

function open() {
  const count = shown().length
  const { none, one, many } = box().dataset
  box().hidden = false
  field().setAttribute("aria-controls", "mentions-list")
  say(count ? count === 1 ? one : many.replace("{count}", count) : none)
  choose(shown()[0])
}

function close() {
  box().hidden = true
  field()?.removeAttribute("aria-activedescendant")
  field()?.removeAttribute("aria-controls")
  say("")
}

function say(words) {
  const status = box().querySelector("[role=status]")
  if (status.textContent !== words) status.textContent = words
}

function choose(option) {
  for (const other of options()) other.ariaSelected = String(other === option)
  if (!option) return field().removeAttribute("aria-activedescendant")
  field().setAttribute("aria-activedescendant", option.id)
  option.scrollIntoView({ block: "nearest" })
}

function onKey(event) {
  if (event.target.id !== "note-text" || !isOpen() || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return
  const at = shown(), place = at.indexOf(chosen())
  if (event.key === "ArrowDown") choose(at[(place + 1) % at.length])
  else if (event.key === "ArrowUp") choose(at[(place - 1 + at.length) % at.length])
  else if ((event.key === "Enter" || event.key === "Tab" && !event.shiftKey) && chosen()) take(chosen())
  else if (event.key === "Escape") close()
  else return
  event.preventDefault()
  event.stopPropagation()
}

/** Pressed with the mouse: before the field loses the focus. */
function onPick(event) {
  const option = event.target.closest?.("[data-mention]")
  if (!option) return
  event.preventDefault()
  take(option)
}

/** A name that was not clear gives way to one that is. */
function onMend(event) {
  const offer = event.target.closest?.("[data-mend]")
  if (!offer) return
  const { mend, mends } = offer.dataset, at = field(), from = at.value.toLocaleLowerCase().indexOf(mends.toLocaleLowerCase())
  at.focus()
  if (from < 0) return
  at.setSelectionRange(from, from + mends.length)
  document.execCommand("insertText", false, mend)
  offer.closest("[role=alert]").remove()
  at.removeAttribute("aria-invalid")
}

function take(option) {
  const at = field()
  at.setSelectionRange(at.selectionStart - typed().length, at.selectionStart)
  document.execCommand("insertText", false, `${option.dataset.mention} `)
  close()
}
