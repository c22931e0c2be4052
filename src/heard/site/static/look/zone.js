/* A <select data-own-zone> starts on the browser's time zone, as long as nobody chose another. */
export function ownZone(root) {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  for (const select of root.querySelectorAll("select[data-own-zone]"))
    if (select.value === "UTC" && [...select.options].some(option => option.value === zone)) select.value = zone
}

ownZone(document)
