/* The call screen's timer: how long one has been speaking. It is shown, never stored. */

const SECOND = 1000
let began = 0
let shown = null

export function listenToCall() {
  setInterval(tick, SECOND)
}

function tick() {
  const timer = document.querySelector("[data-timer]")
  if (!timer) return void (shown = null)
  if (timer !== shown) [shown, began] = [timer, shown ? began : Date.now()]
  const seconds = Math.floor((Date.now() - began) / SECOND)
  timer.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`
}
