/* The form knows the zone of its browser, so that the answer's time is said in it. */
const zone = document.getElementById("front_zone")
if (zone) zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone
