/* Alerts in the open page and on the desktop. The rail's entry is drawn anew by the server when somebody was told
   something; what it carries is shown here once for each browser, however many tabs are open. */

const SHOWN = "heard-alert-shown"
/* The one script that may become a worker, whatever a page says. */
const worker = self.trustedTypes?.createPolicy("worker", { createScriptURL: () => "/desk/push.js" })
const entry = () => document.getElementById("alerts")
const read = () => Number(localStorage.getItem(SHOWN) ?? "0")

function showNew() {
  const last = read()
  const fresh = [...entry()?.querySelectorAll("[data-alert]") ?? []].filter(one => Number(one.dataset.alert) > last)
  if (!fresh.length) return
  localStorage.setItem(SHOWN, String(Math.max(...fresh.map(one => Number(one.dataset.alert)))))
  const [first, ...others] = fresh
  const routes = new Set(fresh.flatMap(one => one.dataset.routes.split(" ")))
  const why = others.length ? `${first.dataset.why} +${others.length}` : first.dataset.why
  const link = others.length ? entry().href : first.dataset.link
  if (routes.has("page")) showToast(first, why, link)
  if (routes.has("desktop")) showOnDesktop(first, why, link)
}

function showToast(alert, why, link) {
  const toast = document.createElement("p")
  toast.className = "late" in alert.dataset ? "toast late" : "toast"
  const open = Object.assign(document.createElement("a"), { href: link, textContent: alert.dataset.open })
  toast.append(why, " ", open)
  document.getElementById("toasts")?.append(toast)
  setTimeout(() => toast.remove(), 30000)
}

async function showOnDesktop(alert, why, link) {
  if (!("Notification" in window) || Notification.permission !== "granted" || document.hasFocus()) return
  if (await isCarried()) return
  const shown = new Notification(why, { body: alert.dataset.keyDoes, tag: `heard-${alert.dataset.alert}` })
  shown.addEventListener("click", () => { window.focus(); location.assign(link); shown.close() })
}

function showPermission() {
  const button = document.querySelector("[data-allow-desktop]")
  const state = document.querySelector("[data-desktop-state]")
  if (!button || !state || !("Notification" in window)) return
  button.hidden = Notification.permission !== "default"
  state.textContent = state.dataset[Notification.permission] ?? ""
}

/* Whether alerts come to this browser by its carrier; then the page need not show them on the desktop as well. */
const isCarried = async () => (await navigator.serviceWorker?.getRegistration("/desk/"))?.pushManager?.getSubscription()

/* Where the browser has a carrier, alerts come while no page is open as well; where it has none, an open page shows them. */
async function subscribe(button) {
  if (!("serviceWorker" in navigator) || !("PushManager" in window) || Notification.permission !== "granted") return
  try {
    await navigator.serviceWorker.register(worker?.createScriptURL("") ?? "/desk/push.js")
    const { pushManager } = await navigator.serviceWorker.ready
    const key = { userVisibleOnly: true, applicationServerKey: button.dataset.pushKey }
    const { endpoint, keys } = (await pushManager.subscribe(key)).toJSON()
    const values = { endpoint, p256dh: keys.p256dh, auth: keys.auth }
    await htmx.ajax("POST", button.dataset.push, { source: button, values, swap: "none" })
    document.querySelector("[data-desktop-state]").textContent = button.dataset.always
  } catch (none) {
    console.info("no carrier for alerts:", none.message)
  }
}

export function listenToAlerts() {
  document.addEventListener("htmx:after:settle", () => { showNew(); showPermission() })
  document.addEventListener("click", async event => {
    if (!event.target.closest("[data-allow-desktop]")) return
    await Notification.requestPermission()
    showPermission()
    await subscribe(event.target.closest("[data-allow-desktop]"))
  })
  showNew()
  showPermission()
  const button = document.querySelector("[data-allow-desktop]")
  if (button) subscribe(button)
}
