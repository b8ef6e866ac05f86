import type { FromEngine, ToEngine } from './protocol.ts'

/** The engine's end of the line to its supervisor. */
export interface Channel {
  send(message: FromEngine): void
  onMessage(handle: (message: ToEngine) => void): void
  /** Called when the supervisor is gone, however it went. */
  onLost(handle: () => void): void
  /** Resolves when everything said so far has been handed to the operating system. */
  flushed(): Promise<void>
}

/** What Electron gives a utility process; declared here so that nothing in the engine needs Electron. */
interface ParentPort {
  postMessage(message: unknown): void
  on(event: 'message', handle: (event: { data: unknown }) => void): void
}

/**
 * Opens the line of the kind of process that this is: Electron's utilityProcess has a `parentPort`, a forked child has
 * `process.send`. Messages are structured clones on both.
 *
 * Throws when this process is neither.
 */
export function openChannel(): Channel {
  const { parentPort } = process as NodeJS.Process & { parentPort?: ParentPort }
  if (parentPort) return utilityChannel(parentPort)
  if (process.send) return forkChannel()
  throw new Error('The engine is started by Thaw, not by hand: it needs a line to its supervisor.')
}

function utilityChannel(port: ParentPort): Channel {
  return {
    send: (message) => port.postMessage(message),
    onMessage: (handle) => port.on('message', ({ data }) => handle(data as ToEngine)),
    // Chromium ends a utility process together with the process that owns it.
    onLost: () => {},
    flushed: async () => {},
  }
}

function forkChannel(): Channel {
  let last = Promise.resolve()
  return {
    send: (message) => {
      // A supervisor that is gone cannot be told so: the callback takes the error that would otherwise be thrown.
      last = new Promise((resolve) => process.send?.(message, undefined, {}, () => resolve()) ?? resolve())
    },
    onMessage: (handle) => void process.on('message', (message) => handle(message as ToEngine)),
    onLost: (handle) => void process.on('disconnect', handle),
    flushed: () => last,
  }
}
