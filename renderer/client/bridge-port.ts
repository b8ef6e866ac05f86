import type { Bridge } from '../../contract/index.ts'
import type { Port } from './port.ts'

/** The desktop's port: what preload exposes. It is there as long as the window is. */
export function bridgePort(bridge: Bridge): Port {
  let stop = () => {}
  return {
    send: (message) => bridge.send(message),
    open(handlers) {
      stop = bridge.receive((message) => handlers.receive(message))
      handlers.ready()
    },
    close: () => stop(),
  }
}
