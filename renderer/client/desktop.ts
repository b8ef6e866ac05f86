import type { Bridge } from '../../contract/index.ts'
import { bridgePort } from './bridge-port.ts'
import { overPort, type Client } from './client.ts'

/** The client in the desktop window. */
export function desktopClient(bridge: Bridge): Client {
  const core = overPort(bridgePort(bridge))
  return {
    ...core,
    platform: 'desktop',
    system: bridge.platform,
    resourceUrl: (path) => `thaw://app/${path}`,
    receive: (files) => Promise.resolve(files.map(({ file }) => bridge.pathOf(file))),
    save: async (name, _type, bytes) => (await core.request('save-file', { name, bytes })).file,
  }
}
