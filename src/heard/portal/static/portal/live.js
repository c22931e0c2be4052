/* The request's page, alive: when something changed, the parts marked data-live are read again. A part somebody
   is writing in is left alone. Without a stream, or without a script, the page is whole all the same. */

const now = document.getElementById("now")
const browser = document.getElementById("browser")
let stream, waiting

/** Ask for the page again; unchanged, the answer is empty. A document read this way runs no scripts. */
function refresh() {
  waiting = undefined
  const ask = new XMLHttpRequest()
  ask.open("GET", now.dataset.live)
  ask.responseType = "document"
  ask.setRequestHeader("If-None-Match", now.dataset.mark)
  ask.onload = () => { if (ask.status === 200) show(ask.response) }
  ask.send()
}

function show(page) {
  for (const part of document.querySelectorAll("[data-live]")) {
    const fresh = page.getElementById(part.id)
    if (!fresh || isBusy(part) || part.textContent === fresh.textContent) continue
    part.replaceChildren(...[...fresh.childNodes].map(node => document.adoptNode(node)))
  }
  const mark = page.getElementById("now")?.dataset.mark
  if (mark) now.dataset.mark = mark
}

function isBusy(part) {
  return part.contains(document.activeElement) || part.querySelector("details[open]") !== null
}

/** Soon, but not everybody at the same moment. */
function soon() {
  waiting ??= setTimeout(refresh, 200 + 600 * Math.random())
}

function listen() {
  stream = new EventSource("/live/")
  stream.addEventListener("wake", soon)
}

/* a hidden page holds no stream: browsers allow only a few */
document.addEventListener("visibilitychange", () => {
  if (document.hidden) return stream.close()
  listen()
  soon()
})

/** While somebody talks here, the page says every twenty seconds that it is in view; silent for a minute, it was left. */
setInterval(() => {
  const talk = document.getElementById("talk")
  if (talk && !document.hidden) navigator.sendBeacon(talk.dataset.here, new FormData(talk))
}, 20_000)

/** The browser's zone counts as long as the person chose none; told once. */
async function tellZone() {
  browser.elements.zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone
  const told = await fetch(browser.action, { method: "POST", body: new FormData(browser) })
  browser.remove()
  if (told.ok) refresh()
}

if (now) listen()
if (browser) tellZone().catch(() => {})
