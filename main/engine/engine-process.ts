import type { FromEngine, ToEngine } from './protocol.ts'

/** How a process ended. `error`: it did not even start. */
export interface Exit {
  code: number | null
  signal: string | null
  error?: string
}

/** An engine process as its supervisor sees it: a forked child, or Electron's utility process. */
export interface EngineProcess {
  send(message: ToEngine): void
  onMessage(handle: (message: FromEngine) => void): void
  /** Called once. */
  onExit(handle: (exit: Exit) => void): void
  /** What it, or native code in it, writes to its stdout and stderr. */
  onOutput(handle: (text: string) => void): void
  /** Ends it whatever it is doing. */
  kill(): void
}

/** Starts an engine process with these variables added to the environment. */
export type Fork = (environment: Record<string, string>) => EngineProcess
