/* The desk's form where this tag stands. It asks nobody but the host it came from, sets no cookie and reads nothing of
   the page around it.

   data-button="Ask us"   the form waits behind a button
   data-language="de"     the language of the form; else that of the browser
   data-title="..."       what screen readers call the frame; else the name of the desk */
(desk => {
  const tag = document.currentScript
  const host = new URL(tag.src).origin
  const PATIENCE = 15000

  const address = new URL(`/embed/${desk.slug}/`, host)
  address.searchParams.set("site", location.origin)
  if (tag.dataset.language) address.searchParams.set("language", tag.dataset.language)

  const place = document.createElement("div")
  tag.after(place)
  if (tag.dataset.button) behindButton(tag.dataset.button)
  else place.append(form())

  function behindButton(words) {
    const button = document.createElement("button")
    let frame
    button.type = "button"
    button.textContent = words
    button.setAttribute("aria-expanded", "false")
    button.addEventListener("click", () => {
      if (frame) frame.hidden = !frame.hidden
      else place.append(frame = form())
      button.setAttribute("aria-expanded", String(!frame.hidden))
    })
    place.append(button)
  }

  /** The frame has no height before the form inside says its own; a site that was not named never hears of one. */
  function form() {
    const frame = document.createElement("iframe")
    frame.title = tag.dataset.title ?? desk.name
    frame.sandbox = "allow-forms allow-scripts allow-same-origin allow-popups"
    frame.referrerPolicy = "origin"
    frame.src = address.href
    Object.assign(frame.style, { display: "block", width: "100%", height: "0", border: "0", colorScheme: "auto" })
    const missing = setTimeout(() => {
      frame.style.display = "none"
      console.warn(`Heard: the form of ${host} is not shown. Is ${location.origin} named among the sites of the desk?`)
    }, PATIENCE)
    addEventListener("message", event => {
      if (event.origin !== host || event.source !== frame.contentWindow || typeof event.data?.height !== "number") return
      clearTimeout(missing)
      frame.style.display = "block"
      frame.style.height = `${Math.min(Math.max(event.data.height, 120), 10000)}px`
      if (event.data.top) frame.scrollIntoView({ block: "nearest" })
    })
    return frame
  }
})
