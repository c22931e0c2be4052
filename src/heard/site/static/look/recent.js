/* The tickets that this agent opened last in this browser, the newest first. They are kept here and nowhere else, for
   the agent who is signed in; another one at the same browser begins anew, and signing out forgets them. */

const NAME = "recent"
const MOST = 8 // the one that is open stands among them and is not offered

const agent = () => document.getElementById("palette")?.dataset.agent ?? ""
const here = () => document.getElementById("head")?.dataset.ticket

/** What was opened last, without the ticket that stands on the page. */
export const recent = () => kept().filter(one => one.ticket !== here())

export function listenForRecent() {
  document.addEventListener("htmx:after:settle", remember)
  document.addEventListener("submit", event => { if (event.target.action.endsWith("/accounts/logout/")) forget() }, true)
  document.addEventListener("click", event => { if (event.target.closest("a[href$='/accounts/logout/']")) forget() }, true)
  remember()
}

function kept() {
  try {
    const all = JSON.parse(localStorage.getItem(NAME) ?? "{}")
    return all.agent === agent() && Array.isArray(all.tickets) ? all.tickets : []
  } catch { return [] }
}

function remember() {
  const ticket = here()
  const title = document.querySelector("#head h1")?.textContent.trim()
  if (!ticket || !title) return
  const number = /#\d+/.exec(document.querySelector("#head p")?.textContent ?? "")?.[0] ?? ""
  const before = kept()
  const one = { ticket, says: `${number} ${title}`.trim(), href: `/desk/tickets/${ticket}/` }
  if (before[0]?.ticket === ticket && before[0].says === one.says) return
  const tickets = [one, ...before.filter(other => other.ticket !== ticket)].slice(0, MOST)
  try { localStorage.setItem(NAME, JSON.stringify({ agent: agent(), tickets })) } catch { /* no room is no reason to stop */ }
}

function forget() {
  try { localStorage.removeItem(NAME) } catch { /* nothing was kept */ }
}
