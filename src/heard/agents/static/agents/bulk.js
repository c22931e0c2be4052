/* Choosing several rows of a list: x on one, J and K on the way, then X acts on them. What is chosen stands in the form
   over the rows, so the server is told by an ordinary form. */

const form = () => document.getElementById("bulk")
const rows = () => [...document.querySelectorAll("#rows .row")]
const idOf = row => row.pathname.split("/").at(-2)
const inputFor = row => form().querySelector(`[name=ticket][value="${idOf(row)}"]`)

export function listenToBulk() {
  document.addEventListener("click", event => {
    const at = event.target.closest?.("[data-choose-row], [data-choose-none]")
    if (at?.dataset.chooseRow) choose(at.dataset.chooseRow)
    else if (at) none()
  })
  document.addEventListener("change", event => {
    if (!event.target.matches("[data-all]")) return
    for (const box of event.target.form.querySelectorAll("[name=ticket]")) box.checked = event.target.checked
  })
  document.addEventListener("htmx:after:settle", show)
}

/** The row with the focus, or the open one; "down" and "up" choose it and go on. */
function choose(way) {
  const all = rows()
  const now = all.find(row => row === document.activeElement) ?? all.find(row => row.matches("[aria-current]")) ?? all[0]
  if (!now) return
  const step = { down: 1, up: -1 }[way] ?? 0
  const next = all[all.indexOf(now) + step] ?? now
  if (!step) toggle(now)
  else for (const row of [now, next]) if (!inputFor(row)) toggle(row)
  next.focus({ preventScroll: true })
  next.scrollIntoView({ block: "nearest" })
  show()
}

function toggle(row) {
  const known = inputFor(row)
  if (known) known.remove()
  else form().append(Object.assign(document.createElement("input"), { type: "hidden", name: "ticket", value: idOf(row) }))
}

function none() {
  for (const input of form().querySelectorAll("[name=ticket]")) input.remove()
  show()
}

function show() {
  if (!form()) return
  const count = form().querySelectorAll("[name=ticket]").length
  form().hidden = !count
  const said = form().querySelector("[data-count]")
  if (said.textContent !== String(count)) said.textContent = count
  for (const row of rows()) row.classList.toggle("chosen", Boolean(inputFor(row)))
}
