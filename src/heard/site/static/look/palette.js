/* Ctrl+K: everything this page can do, by its own words, with its key; and the tickets in the list. It presses what
   already stands in the page, so it knows no action of its own. Before anything is typed, what was opened last comes first.

   data-does              a button without a key that the palette offers as well */

import { keyCaps, wordsFor } from "./keys.js"
import { listenForRecent, recent } from "./recent.js"

const MOST = 12
const dialog = () => document.getElementById("palette")
const field = () => dialog().querySelector("input")
const list = () => dialog().querySelector("ul")
let found = []

export function listenForPalette() {
  listenForRecent()
  document.addEventListener("click", event => {
    if (event.target.closest("[data-opens=palette]")) open()
    const option = event.target.closest("#palette li")
    if (option) run(found[[...list().children].indexOf(option)])
  })
  document.addEventListener("input", event => { if (event.target.closest?.("#palette")) show() })
  document.addEventListener("keydown", event => { if (event.target.closest?.("#palette")) onKey(event) })
}

function open() {
  found = []
  field().value = ""
  show()
  field().focus()
}

/** Elements that do something, each with its words. What a closed menu holds is among them. */
function actions() {
  const known = new Map()
  for (const element of document.querySelectorAll("[data-key], [data-does], #rail a[href]")) {
    if (element.closest("#palette, #keys-help") || element.disabled || !canBeDone(element)) continue
    const says = wordsFor(element)
    if (says && !known.has(says)) known.set(says, { says, key: element.dataset.key, element })
  }
  return [...known.values()]
}

const canBeDone = element => element.closest("details.menu:not([open])") ? canBeDone(element.closest("details.menu").parentElement)
  : element.matches(".aloud") || element.checkVisibility({ visibilityProperty: true })

const rows = () => [...document.querySelectorAll("#rows .row")].map(element => {
  const part = name => element.querySelector(name)?.textContent ?? ""
  return { says: `${part(".who b")} · ${part(".what")}`, element }
})

/** What was opened last and does not stand in the list. */
const elsewhere = () => recent().filter(({ href }) => !document.querySelector(`#rows .row[href^="${href}"]`))

function show() {
  const typed = field().value.trim()
  const words = typed.toLowerCase().split(/\s+/)
  const fits = ({ says }) => words.every(word => says.toLowerCase().includes(word))
  found = typed ? [...actions(), ...rows(), ...elsewhere()].filter(fits).slice(0, MOST) : [...recent(), ...actions().slice(0, MOST)]
  if (typed) found.push({ says: dialog().dataset.saysSearch.replace("…", typed), search: typed })
  if (typed.includes(",")) found.push({ says: dialog().dataset.saysLine.replace("…", typed), line: typed })
  list().replaceChildren(...found.map(option))
  choose(0)
}

function option({ says, key }, place) {
  const item = document.createElement("li")
  item.id = `palette-${place}`
  item.setAttribute("role", "option")
  item.append(Object.assign(document.createElement("span"), { textContent: says, className: "cut" }))
  if (key) item.append(keyCaps(key))
  return item
}

function choose(place) {
  const items = [...list().children]
  for (const [n, item] of items.entries()) item.setAttribute("aria-selected", String(n === place))
  items[place]?.scrollIntoView({ block: "nearest" })
  if (items.length) field().setAttribute("aria-activedescendant", items[place].id)
  else field().removeAttribute("aria-activedescendant")
}

function onKey(event) {
  const items = [...list().children]
  const now = items.findIndex(item => item.matches("[aria-selected=true]"))
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (step) choose((now + step + items.length) % items.length)
  else if (event.key === "Enter") run(found[now])
  else return
  event.preventDefault()
}

function run(what) {
  dialog().close()
  if (!what) return
  if (what.search) search(what.search)
  else if (what.href) location.assign(what.href)
  else if (what.line) location.assign(`${dialog().dataset.line}?${new URLSearchParams({ line: what.line })}`)
  else if (what.element.matches("input[type=text], input[type=search], textarea")) what.element.focus()
  else what.element.click()
}

function search(typed) {
  const box = document.querySelector("#rail input[type=search]")
  box.value = typed
  box.form.requestSubmit()
}
