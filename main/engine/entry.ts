import { openChannel } from './channel.ts'
import { handlers } from './handlers/index.ts'
import { serveEngine } from './server.ts'
import { leaveSignalsToSupervisor } from './signals.ts'

leaveSignalsToSupervisor()
serveEngine(openChannel(), handlers, async () => (await import('../tensorflow/index.ts')).engineStatus())
