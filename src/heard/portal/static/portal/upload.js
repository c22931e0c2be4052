/* Brings the script for files on their way when somebody brings the first file: until then the page stays light. */

let here
const load = async () => (here ??= await import("../look/upload.js"))
const holds = data => data?.types.includes("Files")

for (const hint of document.querySelectorAll("[data-drops]")) hint.hidden = false
if (document.querySelector("[data-uploads] .upload")) load()

document.addEventListener("change", async event => {
  if (!here && event.target.type === "file") (await load()).choose(event.target)
})

for (const name of ["dragover", "drop"])
  document.addEventListener(name, async event => {
    if (here || !holds(event.dataTransfer)) return
    event.preventDefault()
    const files = [...event.dataTransfer.files]
    const module = await load()
    if (name === "drop") module.accept(event.target, files)
  })

document.addEventListener("paste", async event => {
  const files = [...event.clipboardData?.files ?? []]
  if (here || !files.length || event.clipboardData.getData("text/plain")) return
  event.preventDefault()
  const module = await load()
  module.accept(event.target, files)
})
