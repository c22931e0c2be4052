/* Single keys, driven by the page: whatever carries data-key="r" is pressed by r.

   data-key="g t"          two keys, one after the other
   data-key="Mod+Enter"    with Ctrl or Cmd; works inside fields too
   data-key="Escape"       what Esc leads back to
   data-row                what j and k walk along
   data-row-key="c"        pressed by c in the row of a table that has the focus, and only there
   data-says="..."         what the help calls it, where the text of the element would not do

   A person can switch them off; that is remembered in this browser. */

const OFF = "keys-off"
const PATIENCE = 1200 // milliseconds between the two keys of a pair
let first = null
let firstAt = 0

export function listenForKeys() {
  document.addEventListener("keydown", onKey)
  document.addEventListener("change", event => {
    if (event.target.matches("[data-keys-on]")) turn(event.target.checked)
  })
}

const isOn = () => localStorage.getItem(OFF) === null
const turn = on => (on ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "1"))
const isTyping = at => at?.closest?.("input:not([type=checkbox], [type=radio], [type=submit]), textarea, select, [contenteditable]")

function onKey(event) {
  if (event.defaultPrevented || event.isComposing || event.repeat && !"jk".includes(event.key)) return
  if (event.ctrlKey || event.metaKey) return act(event, `Mod+${event.key}`, event.target)
  if (event.altKey) return
  if (event.key === "Escape") return back(event)
  if (isTyping(event.target) || !isOn() || document.querySelector("dialog[open]")) return
  const pair = first && event.timeStamp - firstAt < PATIENCE ? `${first} ${event.key}` : null
  first = null
  if (pair && act(event, pair)) return
  if (event.key === "?") return help(event)
  if (event.key === "j" || event.key === "k") return walk(event, event.key === "j" ? 1 : -1)
  if (press(event, inRow(event)) || act(event, event.key)) return
  if (find(`[data-key^="${CSS.escape(event.key)} "]`)) [first, firstAt] = [event.key, event.timeStamp]
}

/** The nearest element with that key that can be seen: in the form one is typing in, in what is open, then anywhere. */
function find(selector, near) {
  const places = [near?.closest?.("form, dialog"), document.querySelector("dialog[open]"), document.getElementById("main"), document].filter(Boolean)
  return places.flatMap(place => [...place.querySelectorAll(selector)]).find(e => !e.disabled && isShown(e))
}

const isShown = element => element.checkVisibility?.({ visibilityProperty: true }) ?? true

const inRow = event => event.target.closest?.("tr")?.querySelector(`[data-row-key="${CSS.escape(event.key)}"]`)

const act = (event, key, near) => press(event, find(`[data-key="${CSS.escape(key)}"]`, near))

function press(event, element) {
  if (!element) return false
  event.preventDefault()
  if (isTyping(element)) element.focus()
  else element.click()
  return true
}

/** Esc leaves a field first, then the page's own way back. An open dialog closes by itself. */
function close(menu) {
  menu.open = false
  menu.querySelector("summary").focus()
}

function back(event) {
  first = null
  if (document.querySelector("dialog[open]")) return
  const menu = event.target.closest?.("details:is(.menu, .new-chase)[open]") ?? document.querySelector("details.menu[open]")
  if (menu) close(menu)
  else if (isTyping(event.target)) event.target.blur()
  else if (isOn()) act(event, "Escape")
}

function walk(event, by) {
  const rows = [...document.querySelectorAll("[data-row]")].filter(isShown)
  if (!rows.length) return
  event.preventDefault()
  const now = rows.findIndex(row => row === document.activeElement || row.contains(document.activeElement))
  const from = now >= 0 ? now : rows.findIndex(row => row.matches("[aria-current]"))
  const to = rows[Math.max(0, Math.min(rows.length - 1, from < 0 ? 0 : from + by))]
  const target = to.matches("a, button") ? to : to.querySelector("a, button")
  target?.focus({ preventScroll: true })
  to.scrollIntoView({ block: "nearest" })
}

function help(event) {
  const dialog = document.getElementById("keys-help")
  if (!dialog) return
  event.preventDefault()
  const list = dialog.querySelector("[data-keys-here]")
  list.replaceChildren(...keysHere().flatMap(([key, says]) => [term(key), description(says)]))
  dialog.querySelector("[data-keys-on]").checked = isOn()
  dialog.showModal()
}

/** Every key of this page once, with what it does in the page's own words. */
function keysHere() {
  const here = new Map()
  for (const element of document.querySelectorAll("[data-key], [data-row-key]")) {
    const key = element.dataset.key ?? element.dataset.rowKey
    if (!here.has(key)) here.set(key, wordsFor(element))
  }
  return [...here]
}

/** What an element does, in the page's words. */
export function wordsFor(element) {
  if (element.dataset.says) return element.dataset.says
  const label = element.ariaLabel ?? element.labels?.[0]?.textContent ?? element.placeholder
  if (label) return label.trim()
  const copy = element.cloneNode(true)
  for (const extra of copy.querySelectorAll("kbd, .aloud, span")) extra.remove()
  return copy.textContent.trim() || element.textContent.trim()
}

function term(key) {
  const dt = document.createElement("dt")
  dt.append(keyCaps(key))
  return dt
}

/** A key as it is printed on the keyboard; two of them for a pair. */
export function keyCaps(key) {
  const caps = document.createElement("span")
  for (const part of key.split(" ")) {
    const kbd = document.createElement("kbd")
    kbd.textContent = part.replace("Mod+", "Ctrl+").replace("Escape", "Esc")
    caps.append(kbd, " ")
  }
  return caps
}

function description(says) {
  const dd = document.createElement("dd")
  dd.textContent = says
  return dd
}
