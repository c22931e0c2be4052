/* Writing: the tabs focus their field, a selected sentence becomes the restatement, offers answer to their keys.
   What the words and the time mean is judged by the server, to which the form is sent while one types. */

const composer = () => document.getElementById("composer")
const text = () => document.getElementById("text")

export function listenToComposer() {
  document.addEventListener("click", onClick)
  document.addEventListener("change", onChange)
  document.addEventListener("input", onInput)
  document.addEventListener("keydown", onKey)
  document.addEventListener("toggle", onToggle, true)
  document.addEventListener("focusin", event => event.target.id === "due" && event.target.select())
  document.addEventListener("focusin", event => event.target.matches("#text[autofocus]") && goOn(event.target))
  document.addEventListener("htmx:after:settle", show)
  document.addEventListener("htmx:after:settle", keepOneWay)
  document.addEventListener("htmx:after:settle", event => event.target.id === "note" && noted())
  document.addEventListener("htmx:after:settle", shownMacro)
  // A taken offer: what was on its way to be judged held no time yet, and its answer may come last.
  document.addEventListener("htmx:after:settle", event => event.target.id === "due" && judge())
  show()
}

/** A draft was put in: one writes on behind it. */
function goOn(field) {
  field.removeAttribute("autofocus")
  field.setSelectionRange(field.value.length, field.value.length)
}

function onClick(event) {
  const at = event.target
  // At once: whoever presses r and writes on must not press more single keys.
  if (at.matches?.("[data-kind]")) document.getElementById(at.dataset.kind)?.focus()
  else if (at.closest?.("[data-mark]")) mark(marked())
  else if (at.closest?.("[data-unmark]")) mark("")
  else if (at.closest?.("[data-canned]")) insertCanned(event, at.closest("[data-canned]"))
  else if (at.closest?.("[data-insert]")) insert(at.closest("[data-insert]").dataset.insert)
}

/** A line of its own where the cursor is; the person reads it and sends it, or takes it out again. */
function insert(line) {
  const field = text()
  if (!field) return
  const before = field.value.slice(0, field.selectionStart).trimEnd()
  const after = field.value.slice(field.selectionEnd).trimStart()
  const written = `${before ? `${before}\n\n` : ""}${line}\n`
  field.value = after ? `${written}\n${after}` : written
  field.setSelectionRange(written.length, written.length)
  field.dispatchEvent(new Event("input", { bubbles: true }))
  field.focus()
}

/** Canned text goes where one writes; the browser can undo it. */
function insertCanned(event, button) {
  event.preventDefault()
  button.closest("details").open = false
  backToReply()
  text().focus()
  document.execCommand("insertText", false, button.dataset.canned)
}

/** The selected part of the text; without a selection the sentence at the cursor. */
function marked() {
  const { value, selectionStart, selectionEnd } = text()
  const selected = value.slice(selectionStart, selectionEnd).trim()
  if (selected) return selected
  const sentences = [...value.matchAll(/[^.!?\n]+[.!?]*/g)].filter(found => found[0].trim())
  const here = sentences.find(found => found.index + found[0].length >= selectionStart)
  return (here ?? sentences.at(-1))?.[0].trim() ?? ""
}

function mark(sentence) {
  document.getElementById("restating").value = sentence
  show()
  judge()
}

/** Shows what is marked, and starts the bar of a letter that can still be taken back. */
function show() {
  const q = document.querySelector(".restating q")
  if (q) q.textContent = document.getElementById("restating").value
  const leaving = document.querySelector("[data-leaves]:not([data-counted])")
  if (leaving) count(leaving)
}

function count(leaving) {
  leaving.dataset.counted = ""
  const left = Math.max(0, Number(leaving.dataset.leaves) * 1000 - Date.now())
  leaving.querySelector(".send").style.setProperty("--undo", `${left}ms`)
  setTimeout(() => document.body.dispatchEvent(new CustomEvent("wake")), left + 1500)
}

const judge = () => composer()?.dispatchEvent(new CustomEvent("judge"))

/** The chosen way is not offered any more: the first that is, judged anew. */
function keepOneWay() {
  const ways = [...(composer()?.querySelectorAll("[name=way]") ?? [])]
  if (!ways.length || ways.some(way => way.checked)) return
  ways[0].checked = true
  judge()
}

/** What a macro would do is shown: Enter does it. */
function shownMacro(event) {
  if (event.target.parentElement?.id === "macro") event.target.querySelector("[data-does-it]")?.focus()
}

let typed

/** What is typed as a note is kept on the server, as a reply is. */
function keepNote(form) {
  clearTimeout(typed)
  typed = setTimeout(() => form.isConnected && fetch(`${form.action}draft/`, { method: "POST", body: new FormData(form) }).catch(() => {}), 400)
}

/** A note was kept: the next word is to the requester again. One that was not is mended first. */
function noted() {
  if (document.getElementById("note-trouble")) document.getElementById("note-text").focus()
  else backToReply()
}

function backToReply() {
  const reply = document.querySelector("[data-kind=text]")
  if (reply) reply.checked = true
}

/** Choosing a way is judged at once; typing a time chooses its way. */
function onChange(event) {
  if (event.target.name === "way") {
    if (event.target.value === "next" || event.target.value === "renew") document.getElementById("due")?.focus()
    if (event.target.value === "waits") composer().querySelector("[name=question]").focus()
    judge()
  }
}

function onInput(event) {
  if (event.target.id === "note-text") keepNote(event.target.form)
  if (event.target.id !== "due") return
  const way = composer().querySelector("[name=way][value=next], [name=way][value=renew]")
  if (way) way.checked = true
}

/** Alt and a digit take an offer from inside a field, where a digit alone is typed; p also chooses its way. */
function onKey(event) {
  if (event.target.matches("[data-choose]")) return chooseByKey(event)
  if (!event.altKey || !/^[1-3]$/.test(event.key)) return
  const offer = document.querySelectorAll("[data-offer]")[Number(event.key) - 1]
  if (!offer) return
  event.preventDefault()
  offer.click()
}

/** Enter takes the first that was found, an arrow goes down to it. */
function chooseByKey(event) {
  const first = event.target.closest("details").querySelector("[data-canned], [data-macro]")
  if (event.key !== "Enter" && event.key !== "ArrowDown") return
  event.preventDefault()
  if (event.key === "Enter") first?.click()
  else first?.focus()
}

/** What is folded is fetched when it is first opened: by the link that stands in it, or by its own address. */
function unfold(details) {
  const link = details.querySelector(":scope > .text > [data-unfold]")
  const url = link?.getAttribute("href") ?? details.dataset.text
  if (!url) return undefined
  const place = link?.parentElement ?? details.appendChild(document.createElement("div"))
  link?.removeAttribute("data-unfold")
  delete details.dataset.text
  return htmx.ajax("GET", url, { source: place, target: place, swap: details.matches(".menu") ? "innerHTML" : "outerHTML" })
}

/** An opened menu takes the focus, so that a key goes on from there; unless it went into the menu meanwhile. */
async function onToggle({ target }) {
  if (!target.open) return
  await unfold(target)
  if (!target.matches("details.menu, details.new-chase")) return
  for (const other of document.querySelectorAll("details.menu[open]")) if (other !== target) other.open = false
  const inside = ":scope > :not(summary)"
  const first = `${inside} :is(button:not(:disabled), input:not([type=hidden]), select, textarea)`
  setTimeout(() => target.querySelector(`${inside} :focus`) ?? target.querySelector(first)?.focus(), 60)
}
