/* What the desk's pages cannot do with HTML alone. The server decides; this only carries, marks and scrolls.

   Every part works on whatever stands in the document at the moment, so that patches need no wiring. */

import { listenToAlerts } from "./alerts.js"
import { listenToBulk } from "./bulk.js"
import { listenToCall } from "./call.js"
import { listenToComposer } from "./composer.js"
import { listenToMentions } from "./mention.js"
import { listenToModel } from "./model.js"
import { listenToWording } from "./wording.js"

const SEEN_AFTER = 2000 // milliseconds in view that make a message read
const main = () => document.getElementById("main")
const head = () => document.getElementById("head")
const timeline = () => document.getElementById("timeline")
const isNarrow = () => matchMedia("(width < 56.25rem)").matches

document.documentElement.classList.add("js")

/* --- what an open page tells the server: what it shows ------------------------------------------------- */
document.addEventListener("htmx:config:request", event => {
  const { ctx } = event.detail
  const body = ctx.request.body
  if ("news" in ctx.sourceElement.dataset && ctx.sourceElement.closest("#list")) {
    const rows = [...document.querySelectorAll("#rows [data-v]")]
    body.set("shown", rows.map(row => `${row.id.slice(1)}.${row.dataset.v}`).join(","))
    if (ctx.sourceElement.dataset.news !== "tick") body.set("newest", document.getElementById("new")?.dataset.newest ?? "")
  } else if (head() && main().contains(ctx.sourceElement) || ctx.sourceElement.closest("#context")) {
    if (ctx.request.method === "GET" && !("news" in ctx.sourceElement.dataset)) return
    body.set("shown_n", lastShown())
    body.set("stamp", head()?.dataset.stamp ?? "")
    body.set("leaving", document.getElementById("write")?.dataset.leaving ?? "0")
  }
})

const places = () => [...document.querySelectorAll("#items [data-n]")].map(item => Number(item.dataset.n))
const lastShown = () => String(Math.max(0, ...places()))

/* --- patches: nothing twice, nothing older, the right pane, the right row ------------------------------ */
document.addEventListener("htmx:before:swap", event => {
  const { ctx, tasks } = event.detail
  if (isOlder(tasks)) tasks.splice(0, tasks.length, ...tasks.filter(task => !task.target?.matches(STATE)))
  for (const task of tasks)
    if (task.target?.id === "items") for (const item of [...task.fragment.querySelectorAll("[data-n]")])
      if (Number(item.dataset.n) <= Number(lastShown())) item.remove()
  if (ctx?.target === main() && tasks.some(task => task.type === "main" && task.fragment.childElementCount)) document.body.dataset.pane = "main"
})

/** An answer may overtake the one before it; what that one drew of the same ticket is then no longer so. */
const STATE = "#head, #pinned, #others, #context, #stands, #rows .row"
function isOlder(tasks) {
  const drawn = tasks.find(task => task.target === head())?.fragment.querySelector("#head")
  const is = drawn && drawn.dataset.ticket === head().dataset.ticket
  return Boolean(is) && Number.parseInt(drawn.dataset.stamp) < Number.parseInt(head().dataset.stamp)
}

document.addEventListener("htmx:after:settle", event => {
  const target = event.target
  if (target === main() || target === document.body) arriveAtTicket()
  else if (target.id === "items") followDown(event.detail.task?.sourceElement?.matches?.("form"))
  markRow()
  watchUnseen()
})

function arriveAtTicket() {
  const box = timeline()
  if (!box) return
  const unread = box.querySelector(".unread")
  requestAnimationFrame(() => {
    if (unread) unread.scrollIntoView({ block: isNarrow() ? "start" : "center" })
    else if (!isNarrow()) box.scrollTop = box.scrollHeight
  })
}

/** What one did oneself is brought into view; what others did only where one was looking at the newest. */
function followDown(mine) {
  const box = timeline()
  const isNear = box && box.scrollHeight - box.scrollTop - box.clientHeight < 400
  if (box && (mine || isNear)) requestAnimationFrame(() => { box.scrollTop = box.scrollHeight })
}

function markRow() {
  const open = head()?.dataset.ticket
  for (const row of document.querySelectorAll("#rows .row")) {
    const is = Boolean(open) && row.pathname.includes(`/${open}/`)
    if (is) row.setAttribute("aria-current", "true")
    else row.removeAttribute("aria-current")
  }
}

/* --- Esc: back to the list, which on a wide screen stands there already --------------------------------- */
document.addEventListener("click", event => {
  const back = event.target.closest("[data-back]")
  const row = document.querySelector("#rows [aria-current]") ?? document.querySelector("#rows .row")
  if (!back || !row || event.ctrlKey || event.metaKey) return
  event.preventDefault()
  if (isNarrow()) document.body.dataset.pane = "list"
  row.focus({ preventScroll: true })
  row.scrollIntoView({ block: "nearest" })
})

/* --- Heard: two seconds in view on a visible page. A preload or a hidden tab opens nothing -------------- */
const inView = new Map()
const eye = new IntersectionObserver(entries => {
  for (const { target, isIntersecting } of entries) {
    clearTimeout(inView.get(target))
    inView.delete(target)
    if (isIntersecting) inView.set(target, setTimeout(() => seen(target), SEEN_AFTER))
  }
}, { threshold: 0.01 })

function watchUnseen() {
  for (const item of document.querySelectorAll("#items [data-n]:not([data-watched])")) {
    item.dataset.watched = ""
    eye.observe(item)
  }
}

function seen(item) {
  if (document.hidden || !item.isConnected) return void document.addEventListener("visibilitychange", () => eyeAgain(item), { once: true })
  eye.unobserve(item)
  const field = document.querySelector("#composer [name=seen_n]")
  if (field && Number(item.dataset.n) > Number(field.value)) field.value = item.dataset.n
  if (!item.classList.contains("unread")) return
  item.classList.remove("unread")
  htmx.ajax("POST", timeline().dataset.seenUrl, { source: timeline(), target: main(), swap: "none" })
}

function eyeAgain(item) {
  eye.unobserve(item)
  if (item.isConnected) eye.observe(item)
}

/* --- time zones: fetched once, when a field for one is first entered ------------------------------------ */
document.addEventListener("focusin", async event => {
  if (!event.target.matches("[data-zones]") || event.target.list) return
  let list = document.getElementById("zones")
  if (!list) {
    list = Object.assign(document.createElement("datalist"), { id: "zones" })
    document.body.append(list)
    await htmx.ajax("GET", "/desk/zones/", { source: list, target: list, swap: "innerHTML" })
  }
  event.target.setAttribute("list", "zones")
})

listenToCall()
listenToComposer()
listenToMentions()
listenToModel()
listenToWording()
listenToAlerts()
listenToBulk()
arriveAtTicket()
markRow()
watchUnseen()
