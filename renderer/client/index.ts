import { inject, type InjectionKey } from 'vue'
import { browserClient } from './browser.ts'
import type { Client } from './client.ts'
import { desktopClient } from './desktop.ts'

export type { Client, RequestOptions } from './client.ts'
export { download } from './files.ts'
export { filesOfDrop, filesOfList, type DroppedFile } from './dropped.ts'

export const clientKey: InjectionKey<Client> = Symbol('client')

/** The application's client, inside a component or a store. */
export function useClient(): Client {
  const client = inject(clientKey)
  if (!client) throw new Error('No client was provided.')
  return client
}

/** The client of whichever shell the page runs in. */
export function createClient(): Client {
  return window.thaw ? desktopClient(window.thaw) : browserClient(window.location)
}
