import type { Session, WebContents } from 'electron'
import { log } from './log.ts'
import { origin } from './scheme.ts'

/** Nothing that a page can ask of the system is granted: Thaw needs none of it. */
export function refusePermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer) => {
    log(`Refused the permission ${permission}.`)
    answer(false)
  })
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
}

/** The contents stay on the page that they were given: no navigation, no redirect, no other window, no web view. */
export function refuseLeaving(contents: WebContents): void {
  contents.on('will-navigate', (event) => {
    log(`Refused to go to ${event.url}.`)
    event.preventDefault()
  })
  contents.on('will-redirect', (event) => event.preventDefault())
  contents.on('will-frame-navigate', (event) => event.preventDefault())
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(({ url }) => {
    log(`Refused to open ${url}.`)
    return { action: 'deny' }
  })
}

/** Whether an address is our page: exactly our scheme and host, whatever follows. */
export function isOurs(address: string): boolean {
  const { protocol, host } = URL.parse(address) ?? {}
  return `${protocol}//${host}` === origin
}
