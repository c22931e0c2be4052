/* The form knows the zone of its browser, so that the answer's time is said in it. */
const zone = document.querySelector("form [name=zone]")
if (zone) zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone
