/* Runs in the browser while no page of the desk is open: shows an alert that its carrier brought, and opens what it is
   about. A page in view shows the alert by itself. */
const pages = () => self.clients.matchAll({ type: "window", includeUncontrolled: true })

self.addEventListener("push", event => {
  const alert = event.data.json()
  event.waitUntil((async () => {
    if ((await pages()).some(page => page.focused)) return
    await self.registration.showNotification(alert.title, { body: alert.body, tag: alert.tag, data: alert.link })
  })())
})

self.addEventListener("notificationclick", event => {
  event.notification.close()
  event.waitUntil((async () => {
    const [page] = await pages()
    if (!page) return self.clients.openWindow(event.notification.data)
    await page.focus()
    await page.navigate(event.notification.data).catch(() => self.clients.openWindow(event.notification.data))
  })())
})
