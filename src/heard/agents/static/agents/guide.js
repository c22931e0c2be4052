/* Writing a guide: a picture that is pasted or chosen is sent up at once, and its Markdown stands at the cursor.
   What the text looks like is shown by the server, to which it is sent while one types. */
import { say } from "../look/house.js"

const form = () => document.getElementById("guide")
const place = () => form()?.querySelector("[data-place]")
const text = () => form()?.querySelector("[data-pictures]")

document.addEventListener("paste", event => {
  if (event.target !== text() || !place()) return
  const pictures = [...(event.clipboardData?.files ?? [])].filter(file => file.type.startsWith("image/"))
  if (!pictures.length) return
  event.preventDefault()
  pictures.forEach(send)
})

document.addEventListener("change", event => {
  if (event.target.id !== "picture" || !place()) return
  ;[...event.target.files].forEach(send)
  event.target.value = ""
})

async function send(file) {
  const body = new FormData()
  body.append("picture", file)
  const headers = { "X-CSRFToken": form().elements.csrfmiddlewaretoken.value, "HX-Request-Type": "partial" }
  const answer = await fetch(place().dataset.place, { method: "POST", body, headers }).catch(() => null)
  if (answer?.ok) insert(await answer.text())
  else say(place().dataset.refused, { late: true })
}

function insert(markdown) {
  const field = text()
  field.setRangeText(markdown, field.selectionStart, field.selectionEnd, "end")
  field.dispatchEvent(new Event("input", { bubbles: true }))
  field.focus()
}
