import { fail, type EngineStatus } from '../../contract/index.ts'
import { askedToStop } from './asked-to-stop.ts'
import type { Channel } from './channel.ts'
import type { Handlers } from './handler.ts'
import { createJobs } from './jobs.ts'
import { createProjects, openDoor, type Door, type GuestJob } from './project-lock/index.ts'
import type { Emit, EventMessage } from './protocol.ts'
import { createQueue, type InTurn } from './queue.ts'
import { createRouter } from './router.ts'

/** The code of a guest's job that never began here: it is not answered, and the guest's engine does it. */
const handedBack = 'handed-back'

/**
 * The engine: answers what its supervisor asks over `channel`, and what other engines bring for the projects that it
 * has. Ends the process when told to close, and when the supervisor is gone.
 *
 * @param facts what it says of itself before and after every job that computes; loads TensorFlow
 */
export function serveEngine(channel: Channel, handlers: Handlers, facts?: () => Promise<EngineStatus>): void {
  let closing = false
  let guests = 0
  let door: Promise<Door> | null = null

  const emit: Emit = (event, payload) => channel.send({ event, payload } as EventMessage)
  const queue = createQueue()
  const inTurn: InTurn = (signal, task) =>
    queue(signal, async () => {
      // A TensorFlow that does not load is the job's failure.
      await sayFacts()
      return task().finally(sayFacts)
    })
  const projects = createProjects(async () => (await (door ??= openDoor((job) => void receive(job)))).address)
  const jobs = createJobs(createRouter(handlers, inTurn, projects))

  async function sayFacts(): Promise<void> {
    if (facts) emit('engine-changed', { state: 'ready', status: await facts(), failure: null })
  }

  async function receive({ token, request, input, line, stopped }: GuestJob): Promise<void> {
    if (!projects.has(token)) return line.end()
    // Whoever comes now keeps the line until this process ends, and then looks at the lock again.
    if (closing) return
    const id = -++guests
    const emitToBoth: Emit = (event, payload) => {
      emit(event, payload)
      line.send({ event, payload } as EventMessage)
    }
    void stopped.then(({ how }) => jobs.stop(id, askedToStop(how)))
    const outcome = await jobs.start({ id, request, input, emit: emitToBoth })
    if ('failure' in outcome && outcome.failure.code === handedBack) return
    line.send(outcome)
    line.end()
  }

  async function close(finishGuests: boolean): Promise<void> {
    closing = true
    for (const { id, begun } of jobs.all()) {
      if (id > 0) jobs.stop(id, askedToStop())
      else if (!begun) jobs.stop(id, fail(handedBack, 'The Thaw that had this project was closed.'))
      else if (!finishGuests) jobs.stop(id, closedDuring())
    }
    await jobs.allSettled()
    await end()
  }

  async function end(): Promise<void> {
    projects.release()
    ;(await door)?.close()
    await channel.flushed()
    process.exit(0)
  }

  channel.onLost(() => void end())
  channel.onMessage((message) => {
    if ('close' in message) void close(message.finishGuests)
    else if ('cancel' in message) jobs.stop(message.cancel, askedToStop(message.how))
    else void jobs.start({ ...message, emit }).then((outcome) => channel.send({ id: message.id, ...outcome }))
  })
  emit('engine-changed', { state: 'ready', status: null, failure: null })
}

function closedDuring(): Error {
  return fail('engine-stopped', 'The Thaw that had this project was closed.', {
    remedy: 'What was finished is kept. Start it again, or go on with the stopped run.',
  })
}
