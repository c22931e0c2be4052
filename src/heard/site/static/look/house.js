/* The desk's own script: makes htmx safe under our policy, says what went wrong, and does the few things HTML
   cannot. Everything here is driven by data attributes; a page works without it wherever it can.

   data-show-pane="list"   shows that pane on a narrow screen
   data-toggle-alone       hides the side panes
   data-opens="id"         opens that dialog
   data-goes="10"          an element that leaves by itself after so many seconds (a toast)
   data-own-zone           a <select> that starts on the browser's time zone */

import { listenForKeys } from "./keys.js"
import { ownZone } from "./zone.js"

const policy = self.trustedTypes?.createPolicy("htmx", { createHTML: text => text, createScript: () => "" })
const never = function () { throw new Error("no code from attributes") }

self.htmx?.registerExtension("house", {
  init(api) { api.initSecurity(policy, never, never) },
})

/** Say something in the corner; it goes by itself, unless it is about something lost. */
export function say(text, { late = false } = {}) {
  const toast = document.createElement("p")
  toast.className = late ? "toast late" : "toast"
  toast.textContent = text
  document.getElementById("toasts")?.append(toast)
  setTimeout(() => toast.remove(), late ? 15000 : 6000)
}

const told = name => document.body.dataset[name] ?? ""

document.addEventListener("htmx:response:error", event => {
  const { status } = event.detail.ctx.response
  if (status === 409 || status === 422 || event.target.id === "live") return
  say(told(status === 403 || status === 404 ? "saysGone" : "saysError"), { late: true })
})
document.addEventListener("htmx:error", event => {
  if (event.detail.ctx?.request && event.detail.error?.name === "TypeError") say(told("saysOffline"), { late: true })
})

const visits = event => event.detail.ctx?.target === document.body
document.addEventListener("htmx:before:request", event => document.body.classList.toggle("loading", visits(event)))
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
