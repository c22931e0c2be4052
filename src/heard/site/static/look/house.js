/* The desk's own script: makes htmx safe under our policy, says what went wrong, and does the few things HTML
   cannot. Everything here is driven by data attributes; a page works without it wherever it can.

   data-show-pane="list"   shows that pane on a narrow screen
   data-toggle-alone       hides the side panes
   data-opens="id"         opens that dialog
   data-goes="10"          an element that leaves by itself after so many seconds (a toast)
   data-own-zone           a <select> that starts on the browser's time zone */

import { listenForKeys } from "./keys.js"
import { listenForPalette } from "./palette.js"
import { ownZone } from "./zone.js"

const policy = self.trustedTypes?.createPolicy("htmx", { createHTML: text => text, createScript: () => "" })
const never = function () { throw new Error("no code from attributes") }

/** What asked for what is being drawn: a button or a form, or an element that asks without anybody pressing anything.
    What a menu fetches into itself may come between an answer and its drawing, and is none of these. */
let asker = null

self.htmx?.registerExtension("house", {
  init(api) { api.initSecurity(policy, never, never) },
  htmx_before_response: (element, { ctx }) => taken(element, ctx),
  htmx_after_request: (element, { ctx }) => arrived(ctx),
  htmx_before_swap: (element, { ctx }) => { if (!ctx?.target?.closest?.("details.menu")) asker = ctx?.sourceElement },
  htmx_before_morph_node: old => !(old.matches?.("details[open]") && staysOpen(old)),
})

/** An open menu stays as it is while somebody types in it, whatever is drawn around it; else only a press closes it. */
function staysOpen(menu) {
  if (asker?.matches("[data-news], [data-seen-url]")) return true
  return !menu.contains(asker) && [...menu.querySelectorAll("input, textarea, select")].some(isTyped)
}

/** Whether a field says something else than the page it came with. */
function isTyped(field) {
  if (field.options) return [...field.options].some(each => each.selected !== each.defaultSelected && each.index > 0)
  return field.type !== "hidden" && (field.value !== field.defaultValue || field.checked !== field.defaultChecked)
}

const isVisit = ctx => ctx?.target === document.body

/** Whether htmx may go on with an answer. 401 carries a redirect; 409 and 422 carry what the person should see. */
function taken(element, ctx) {
  const { status } = ctx.response
  if (status < 400 || [401, 409, 422].includes(status)) return true
  if (isVisit(ctx) && ctx.request.method === "GET") location.assign(ctx.request.action)
  else if (element.id !== "live") say(told([403, 404].includes(status) ? "saysGone" : "saysError"), { late: true })
  return false
}

/** A visit to a page of another kind loads it whole; to one of ours, it brings what its head asks for. */
function arrived(ctx) {
  if (!isVisit(ctx) || !ctx.text) return true
  if (!ctx.text.includes('<body class="desk"')) {
    location.assign(ctx.response.raw.url)
    return false
  }
  const head = ctx.text.slice(0, ctx.text.indexOf("<body"))
  for (const [, href] of head.matchAll(/<link rel="stylesheet" href="([^"]+)"/g)) style(href)
  for (const [, src] of head.matchAll(/<script type="module" src="([^"]+)"/g)) import(src)
  return true
}

function style(href) {
  if ([...document.querySelectorAll("link[rel=stylesheet]")].some(link => link.getAttribute("href") === href)) return
  document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href }))
}

/** Say something in the corner; it goes by itself, unless it is about something lost. */
export function say(text, { late = false } = {}) {
  const toast = document.createElement("p")
  toast.className = late ? "toast late" : "toast"
  toast.textContent = text
  document.getElementById("toasts")?.append(toast)
  setTimeout(() => toast.remove(), late ? 15000 : 6000)
}

const told = name => document.body.dataset[name] ?? ""

document.addEventListener("htmx:error", event => {
  if (event.target.id !== "live" && event.detail.error?.name === "TypeError") say(told("saysOffline"), { late: true })
})

/** A menu opens to the side of its button where its pane has more room. */
document.addEventListener("toggle", ({ target }) => {
  if (!target.open || !target.matches("details.menu")) return
  const pane = (target.closest("#rail, #list, #main, #context") ?? document.body).getBoundingClientRect()
  const button = target.firstElementChild.getBoundingClientRect()
  target.classList.toggle("onward", pane.right - button.left > button.right - pane.left)
}, true)

document.addEventListener("htmx:before:request", event => document.body.classList.toggle("loading", isVisit(event.detail.ctx)))
document.addEventListener("htmx:finally:request", () => document.body.classList.remove("loading"))

document.addEventListener("click", event => {
  const from = event.target.closest("[data-show-pane], [data-toggle-alone], [data-opens]")
  if (!from) return
  if (from.dataset.opens) document.getElementById(from.dataset.opens)?.showModal()
  if (from.dataset.showPane) showPane(from.dataset.showPane)
  if ("toggleAlone" in from.dataset) document.body.classList.toggle("alone")
})

function showPane(name) {
  const again = document.body.dataset.pane === name && name === "context"
  document.body.dataset.pane = again ? "main" : name
  markPane()
}

function markPane() {
  for (const button of document.querySelectorAll("[data-show-pane]"))
    button.setAttribute("aria-pressed", String(button.dataset.showPane === document.body.dataset.pane))
}

/** What a fresh page, or a fresh piece of one, needs. */
function settle(root) {
  markPane()
  for (const goer of root.querySelectorAll("[data-goes]"))
    setTimeout(() => goer.remove(), 1000 * Number(goer.dataset.goes))
  ownZone(root)
}

document.addEventListener("htmx:after:settle", event => settle(event.target))
settle(document)
listenForKeys()
listenForPalette()
