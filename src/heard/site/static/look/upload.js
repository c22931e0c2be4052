/* Files before they are sent: chosen, dropped or pasted, each goes to the server at once and shows how far it is.

   <form><div data-uploads="where to, as seen from where the form goes">rows</div></form>; without an address they go where
   the form "attach" goes
   <template id="upload" data-most="10" data-largest="bytes" data-says-...>a row</template>
   The id of a row is made here, so that it can be taken away again at any moment.
   The form is not sent while a file is under way, nor while one waits for "try again". Without this script the ordinary
   chooser sends the files with the form. */

const under = new Map() // row: { file, request?, failed? }
const held = new Map() // form: the button that was pressed while files were under way

const words = () => document.getElementById("upload").dataset
const box = form => form.querySelector("[data-uploads]")
const where = form => {
  const { uploads } = box(form).dataset
  return uploads ? new URL(uploads, form.action).href : document.getElementById("attach").action
}
const rows = form => [...box(form).querySelectorAll(".upload")]
const formOf = row => row.closest("form")
const going = form => rows(form).filter(row => under.has(row) && !under.get(row).failed)
const failed = form => rows(form).filter(row => under.get(row)?.failed)

/** The form that takes what is dropped or pasted here; beside every form, the one that can be seen. */
function taker(target) {
  const own = target.closest?.("form:has([data-uploads])")
  return own ?? [...document.querySelectorAll("form:has([data-uploads])")].find(form => form.checkVisibility())
}

document.addEventListener("change", event => { if (event.target.type === "file") choose(event.target) })

/** What a chooser holds goes on its way, and the chooser is empty again. */
export function choose(input) {
  if (!input.form || !box(input.form)) return
  const files = [...input.files]
  input.value = ""
  take(input.form, files)
}

/** Files that were dropped or pasted somewhere on the page. */
export function accept(target, files) {
  const form = taker(target)
  if (form) take(form, files)
}

document.addEventListener("paste", event => {
  const files = [...event.clipboardData?.files ?? []]
  const form = files.length && taker(event.target)
  if (!form || event.clipboardData.getData("text/plain")) return
  event.preventDefault()
  take(form, files)
})

for (const name of ["dragenter", "dragover", "drop"])
  document.addEventListener(name, event => {
    const form = event.dataTransfer?.types.includes("Files") && taker(event.target)
    if (!form) return
    event.preventDefault()
    form.classList.toggle("dropping", name !== "drop")
    if (name === "drop") take(form, [...event.dataTransfer.files])
  })

document.addEventListener("dragleave", event => {
  if (!event.relatedTarget) for (const form of document.querySelectorAll(".dropping")) form.classList.remove("dropping")
})

document.addEventListener("click", event => {
  const row = event.target.closest("[data-uploads] .upload")
  if (!row) return
  if (event.target.closest("[data-again]")) again(row)
  else if (event.target.closest("[data-away]")) away(row)
  else return
  event.preventDefault()
}, true)

document.addEventListener("submit", event => {
  const form = event.target
  if (!box(form)) return
  for (const row of failed(form)) if (!under.get(row).refused) say(row, words().saysFirst, { again: true })
  if (!going(form).length && !failed(form).length) return
  event.preventDefault()
  event.stopImmediatePropagation()
  if (failed(form).length) failed(form)[0].querySelector("[data-again]:not([hidden]), [data-away]").focus()
  else wait(form, event.submitter)
}, true)

function take(form, files) {
  for (const file of files) {
    const row = document.getElementById("upload").content.firstElementChild.cloneNode(true)
    row.dataset.id = [...crypto.getRandomValues(new Uint8Array(16))].map(byte => byte.toString(16).padStart(2, "0")).join("")
    row.querySelector(".name").textContent = file.name
    const button = row.querySelector("[data-away]")
    button.setAttribute("aria-label", button.getAttribute("aria-label").replace("…", file.name))
    row.querySelector("progress").setAttribute("aria-label", file.name)
    const says = refused(form, file)
    box(form).append(row)
    under.set(row, { file, failed: Boolean(says), refused: Boolean(says) })
    if (says) say(row, says)
    else if (file.type.startsWith("image/")) look(row, file)
  }
  next(form)
}

/** A small picture of a picture; what the browser cannot draw has none. */
async function look(row, file) {
  try {
    const picture = await createImageBitmap(file, { resizeHeight: 72, resizeQuality: "medium" })
    const canvas = Object.assign(document.createElement("canvas"), { width: picture.width, height: picture.height })
    canvas.getContext("2d").drawImage(picture, 0, 0)
    row.prepend(Object.assign(new Image(), { src: canvas.toDataURL("image/webp", 0.8), alt: "" }))
  } catch { /* its name says what it is */ }
}

function refused(form, file) {
  const { most, largest, saysMany, saysLarge, saysEmpty } = words()
  if (rows(form).filter(row => !under.get(row)?.failed).length >= Number(most)) return saysMany
  if (file.size > Number(largest)) return saysLarge
  return file.size ? "" : saysEmpty
}

/** One after the other: a slow line is not shared by ten. */
function next(form) {
  const waiting = going(form)
  if (waiting.some(row => under.get(row).request)) return
  if (waiting.length) send(form, waiting[0])
  else release(form)
}

function send(form, row) {
  const request = new XMLHttpRequest()
  const job = under.get(row)
  job.request = request
  request.open("POST", where(form))
  request.setRequestHeader("Accept", "application/json")
  request.upload.addEventListener("progress", event => { row.querySelector("progress").value = event.loaded / event.total })
  request.addEventListener("load", () => came(form, row, answered(request)))
  for (const trouble of ["error", "timeout"]) request.addEventListener(trouble, () => came(form, row, {}))
  request.send(body(form, { upload: row.dataset.id, files: job.file }))
}

/** What goes along: the form's token, and the number that tells this form from another of its kind. */
function body(form, parts) {
  const data = new FormData()
  for (const name of ["csrfmiddlewaretoken", "once", "form_token"])
    if (form.elements[name]) data.append(name, form.elements[name].value)
  for (const [name, value] of Object.entries(parts)) data.append(name, value)
  return data
}

function answered(request) {
  try { return JSON.parse(request.responseText) } catch { return {} }
}

function came(form, row, answer) {
  const job = under.get(row)
  if (!job) return
  delete job.request
  if (answer.id) {
    under.delete(row)
    row.classList.add("here")
    row.querySelector("small").textContent = answer.size
  } else {
    job.failed = true
    job.refused = Boolean(answer.says)
    letGo(form)
    say(row, answer.says ?? words().saysLost, { again: !answer.says })
  }
  next(form)
}

function say(row, text, { again = false } = {}) {
  row.classList.add("failed")
  row.querySelector("[role=alert]").textContent = text
  row.querySelector("[data-again]").hidden = !again
}

function again(row) {
  const job = under.get(row)
  row.classList.remove("failed")
  row.querySelector("[role=alert]").textContent = ""
  row.querySelector("[data-again]").hidden = true
  row.querySelector("progress").value = 0
  under.set(row, { file: job.file })
  next(formOf(row))
}

/** Taken away: what was never sent just goes; what may have arrived is taken back there too. */
async function away(row) {
  const form = formOf(row)
  const job = under.get(row)
  const asked = !job || job.request || job.failed
  job?.request?.abort()
  under.delete(row)
  row.hidden = true
  try {
    if (asked) await fetch(where(form), { method: "POST", headers: { Accept: "application/json" }, body: body(form, { without: row.dataset.id }) })
    row.remove()
  } catch {
    row.hidden = false
    say(row, words().saysLost)
  }
  next(form)
}

/** Sent as soon as the files are here; the button says so until then. */
function wait(form, button) {
  held.set(form, { button, said: button?.textContent })
  if (!button) return
  button.textContent = words().saysWait
  button.setAttribute("aria-busy", "true")
}

function release(form) {
  const was = letGo(form)
  if (was) form.requestSubmit(was.button?.isConnected ? was.button : undefined)
}

/** The button says again what it said; nothing when none was pressed. */
function letGo(form) {
  const was = held.get(form)
  held.delete(form)
  if (was?.button) {
    was.button.textContent = was.said
    was.button.removeAttribute("aria-busy")
  }
  return was
}
