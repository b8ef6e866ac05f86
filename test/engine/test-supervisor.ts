/** A process that supervises an engine with a job: `test-supervisor.ts REQUEST DEED [PROJECT]`. Says what it hears. */
import { forkEngine, startEngine } from '../../main/engine/index.ts'

const [request, deed = '', project = ''] = process.argv.slice(2)
const engine = startEngine({
  fork: (environment) => forkEngine(environment, new URL('./test-engine.ts', import.meta.url)),
})
const say = (message: unknown): void => void process.send?.(message)

say({ pid: Number((await engine.request('fetch-samples', {})).folder) })
const onProgress = (progress: unknown): void => say({ progress })
const answer =
  request === 'start-run'
    ? engine.request('start-run', { project, dataset: deed }, { onProgress })
    : engine.request('fetch-weights', { base: deed }, { onProgress })
say(await answer.then((answer) => ({ answer })).catch((error: Error) => ({ error: error.message })))
await engine.close({ finishGuests: true })
