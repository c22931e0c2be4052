/* While somebody types on the front form: what is known and reads like it. Asked for when they pause. A document read
   this way runs no scripts; without a script the page names what is known right now. */
const place = document.querySelector("[data-like]")
const form = place?.closest("form")
const FIELDS = ["happened", "doing", "stopped"]
const PAUSE = 600
let waiting, asked = "", ask

function look() {
  const typed = FIELDS.map(name => form.elements[name].value.trim()).join("\n")
  if (typed === asked) return
  asked = typed
  const said = new FormData(form)
  said.delete("files")
  ask?.abort()
  ask = new XMLHttpRequest()
  ask.open("POST", place.dataset.like)
  ask.responseType = "document"
  ask.onload = () => { if (ask.status === 200) show(ask.response.querySelector(".like")) }
  ask.send(said)
}

/** What stands there already is left alone, so that nothing moves under a finger. */
function show(fresh) {
  if (!fresh || fresh.textContent.trim() === place.textContent.trim()) return
  place.replaceChildren(...[...fresh.childNodes].map(node => document.adoptNode(node)))
}

form?.addEventListener("input", event => {
  if (!FIELDS.includes(event.target.name)) return
  clearTimeout(waiting)
  waiting = setTimeout(look, PAUSE)
})
