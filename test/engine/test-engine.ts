/** An engine whose jobs do what their input says: what the tests of the engine's machinery run. */
import { once } from 'node:events'
import { setImmediate } from 'node:timers/promises'
import { fail, type TrainResult, type Work } from '../../contract/index.ts'
import { openChannel } from '../../main/engine/channel.ts'
import type { Handlers } from '../../main/engine/handler.ts'
import { serveEngine } from '../../main/engine/server.ts'
import { leaveSignalsToSupervisor } from '../../main/engine/signals.ts'

let served = 0

const deeds: Record<string, (work: Work) => Promise<unknown>> = {
  count: async () => ++served,
  pid: async () => process.pid,
  'until cancelled': async ({ signal, progress }) => {
    progress('wait', 0, 0, 'files')
    if (!signal.aborted) await once(signal, 'abort')
    throw signal.reason
  },
  deaf: async ({ progress }) => {
    progress('wait', 0, 0, 'files')
    // Let the message leave, then block as a native call does.
    await setImmediate()
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
  },
  'ten steps': async ({ progress }) => {
    for (let step = 0; step <= 10; step++) {
      const until = performance.now() + 5
      while (performance.now() < until) await setImmediate()
      progress('count', step, 10, 'files')
    }
  },
  crash: async () => process.kill(process.pid, 'SIGKILL'),
  abort: async () => process.abort(),
  leave: async () => {
    process.stderr.write('Check failed: the cable is not in\nmore words\n', () => process.exit(3))
    await once(new AbortController().signal, 'abort')
  },
  refuse: async () => {
    throw fail('file-missing', 'No weights.', {
      expected: 'a file',
      found: 'none',
      file: 'w.h5',
      remedy: 'Fetch them.',
    })
  },
  break: async () => {
    throw new Error('a bug')
  },
}

async function perform(deed: string, work: Work): Promise<string> {
  return String(await deeds[deed]?.(work))
}

const result = async (deed: string, work: Work): Promise<TrainResult> => ({
  run: await perform(deed, work),
  model: String(process.pid),
  history: [{ epoch: 0, accuracy: 0.5, loss: NaN, val_accuracy: 0.5, val_loss: Infinity }],
  test: { accuracy: 0, loss: 0, interval: [0, 1], correct: 0, total: 1 },
  seconds: {},
  imagesPerSecond: null,
  precision: 'float32',
  weights: 'random',
  frozen: { tensors: 0 },
  verified: { maxAbsDifference: 0 },
  resumed: null,
  files: { model: '', log: '', features: [], figures: [] },
})

const handlers: Handlers = {
  // Beside the queue.
  'fetch-samples': { turn: 'beside', run: async () => ({ folder: String(process.pid), photographs: ++served }) },
  // In the queue.
  'fetch-weights': {
    turn: 'queued',
    run: async ({ base }, work) => ({ file: await perform(base, work), sha256: '', source: '' }),
  },
  // In the queue, and in a project.
  'start-run': { turn: 'queued', project: ({ project }) => project, run: ({ dataset }, work) => result(dataset, work) },
}

leaveSignalsToSupervisor()
serveEngine(openChannel(), handlers)
