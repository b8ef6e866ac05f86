import { setTimeout as delay } from 'node:timers/promises'
import { fail } from '../../../contract/index.ts'
import type { EventMessage } from '../protocol.ts'
import { handOver } from './guest.ts'
import { heldElsewhere, holdProject } from './hold-project.ts'

/** Milliseconds between two looks at a lock whose holder is about to go, and how many looks are enough. */
const pause = 100
const looks = 50

/** A job that writes a project. */
export interface ProjectJob {
  request: string
  input: unknown
  signal: AbortSignal
  /** What the holder's engine says of the job. */
  onEvent: (message: EventMessage) => void
  /** Does the job here. */
  run: () => Promise<unknown>
}

/** The projects that this engine has, from its first job in each until it ends. */
export interface Projects {
  /**
   * Does a job that writes `folder`: here, once this engine has the project, or in the engine that has it already. A
   * holder that goes away before it has begun is followed by this engine.
   *
   * @throws `project-held` when the holder is alive and cannot be reached, `engine-stopped` when it went away in the
   * middle of the job, `cannot-write`, and what the job throws
   */
  within(folder: string, job: ProjectJob): Promise<unknown>
  /** Whether a guest's token opens one of them. */
  has(token: string): boolean
  release(): void
}

/** `address` opens this engine's door at the first call and tells where it is. */
export function createProjects(address: () => Promise<string>): Projects {
  const held = new Map<string, () => void>()

  return {
    async within(folder, job) {
      const silent = new Set<string>()
      for (let failures = 0; ; failures++) {
        job.signal.throwIfAborted()
        const hold = holdProject(folder, await address(), silent)
        if (hold.held) held.set(hold.token, hold.release)
        if (hold.held || held.has(hold.holder.token)) return job.run()

        const { holder } = hold
        let begun = false
        const outcome = await handOver(holder, {
          ...job,
          onEvent: (message) => {
            begun ||= message.event === 'job-progressed' && message.payload.state === 'running'
            job.onEvent(message)
          },
        })
        if (typeof outcome === 'object') return outcome.answer
        if (begun) throw stoppedWithin(folder, job.request)
        if (outcome === 'unreachable') silent.add(holder.token)
        if (failures >= looks) throw heldElsewhere(folder, holder)
        await delay(pause, undefined, { signal: job.signal }).catch(() => job.signal.throwIfAborted())
      }
    },
    has: (token) => held.has(token),
    release: () => {
      for (const release of held.values()) release()
      held.clear()
    },
  }
}

function stoppedWithin(folder: string, request: string): Error {
  return fail('engine-stopped', `The Thaw that had this project stopped during ${request}.`, {
    file: folder,
    remedy: 'What was finished is kept. Start it again, or go on with the stopped run.',
  })
}
