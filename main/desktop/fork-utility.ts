import { fileURLToPath } from 'node:url'
import { utilityProcess, type UtilityProcess } from 'electron'
import type { EngineProcess, FromEngine } from '../engine/index.ts'

/** The engine, bundled beside this file under the name that the build gives it. */
const bundledEntry = new URL('./engine.js', import.meta.url)

/** Starts the engine as a utility process: Electron's own Node, with no window and no dock icon. */
export function forkUtility(environment: Record<string, string>, entry: URL = bundledEntry): EngineProcess {
  const child = utilityProcess.fork(fileURLToPath(entry), [], {
    env: { ...process.env, ...environment },
    serviceName: 'Thaw engine',
    stdio: ['ignore', 'pipe', 'pipe'],
    // TensorFlow's library carries another signature than the application.
    allowLoadingUnsignedLibraries: true,
  })
  return {
    send: (message) => child.postMessage(message),
    onMessage: (handle) => void child.on('message', (message: FromEngine) => handle(message)),
    // Electron tells one number: an exit code, or a signal's where a signal ended it.
    onExit: (handle) => void child.once('exit', (code) => handle({ code, signal: null })),
    onOutput(handle) {
      for (const stream of [child.stdout, child.stderr])
        stream?.on('data', (bytes: Buffer) => handle(bytes.toString('utf8')))
    },
    kill: () => killHard(child),
  }
}

/** `kill()` asks with SIGTERM, which a process deep inside TensorFlow does not hear. */
function killHard(child: UtilityProcess): void {
  if (child.pid === undefined || !kills(child.pid)) child.kill()
}

function kills(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL')
  } catch {
    return false
  }
}
