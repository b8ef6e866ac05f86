import type { ClientMessage, Failure, ServerMessage } from '../../contract/index.ts'

/** Why a port is not there: what every request that waits for it fails with. */
export const connectionLost: Failure = {
  code: 'connection-lost',
  message: 'The connection to Thaw was lost.',
  remedy: 'It is being made again; a run in progress goes on meanwhile.',
}

/** A way for messages to travel. The client knows nothing else of a transport. */
export interface Port {
  send(message: ClientMessage): void
  /** `lost` is called once each time what was sent may never be answered; `ready` each time messages travel again. */
  open(handlers: { receive(message: ServerMessage): void; ready(): void; lost(failure: Failure): void }): void
  close(): void
}
