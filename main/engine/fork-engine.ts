import { fork, type ChildProcess } from 'node:child_process'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { EngineProcess } from './engine-process.ts'
import type { FromEngine } from './protocol.ts'

/** In a checkout the sources run as they are; bundled, the engine lies beside what was bundled from here. */
const ownEntry = new URL(import.meta.url.endsWith('.ts') ? './entry.ts' : './engine.js', import.meta.url)

/** Starts the engine as a child of this Node process. */
export function forkEngine(environment: Record<string, string>, entry: URL = ownEntry): EngineProcess {
  const child = fork(fileURLToPath(entry), [], {
    env: { ...process.env, ...environment },
    execArgv: typeScriptFlags(),
    // Structured clones: JSON would make null of a loss that is NaN.
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  return {
    // The callback takes the error of a child that is gone; its exit is told on its own.
    send: (message) => void child.send(message, () => {}),
    onMessage: (handle) => void child.on('message', (message) => handle(message as FromEngine)),
    onExit: (handle) => {
      child.once('error', (error) => handle({ code: null, signal: null, error: error.message }))
      child.once('exit', (code, signal) => void afterLastWords(child).then(() => handle({ code, signal })))
    },
    onOutput: (handle) => {
      for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', handle)
    },
    kill: () => void child.kill('SIGKILL'),
  }
}

/** `close` follows `exit` once all output is read, but never while a process that the child started holds its stdout. */
async function afterLastWords(child: ChildProcess): Promise<void> {
  await Promise.race([new Promise((resolve) => child.once('close', resolve)), delay(200)])
}

function typeScriptFlags(): string[] {
  const stripsTypes = 'typescript' in process.features && process.features.typescript
  return stripsTypes ? [] : ['--experimental-strip-types', '--disable-warning=ExperimentalWarning']
}
