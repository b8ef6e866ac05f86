import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

/** The thaw command. */
export const thawEntry = new URL('../../main/cli/index.ts', import.meta.url)

export interface Ended {
  code: number | null
  stdout: string
  stderr: string
}

/** A command that runs. */
export interface Running {
  ended: Promise<Ended>
  /** Resolves when its stderr holds this. */
  says: (text: string) => Promise<void>
  interrupt: (signal?: NodeJS.Signals) => void
}

/** Starts a script in a Node of its own, as from a shell without a terminal. It is killed when the test ends. */
export function start(script: URL, ...parameters: string[]): Running {
  const child = spawn(process.execPath, [fileURLToPath(script), ...parameters], { stdio: ['ignore', 'pipe', 'pipe'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  const streams = { stdout: child.stdout.setEncoding('utf8'), stderr: child.stderr.setEncoding('utf8') }
  let stdout = ''
  let stderr = ''
  streams.stdout.on('data', (text: string) => (stdout += text))
  streams.stderr.on('data', (text: string) => (stderr += text))
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, stdout, stderr }))
  return {
    ended,
    says: async (text) => {
      while (!stderr.includes(text)) await once(streams.stderr, 'data')
    },
    interrupt: (signal = 'SIGINT') => void child.kill(signal),
  }
}

/** Runs the thaw command to its end. */
export function thaw(...parameters: string[]): Promise<Ended> {
  return start(thawEntry, ...parameters).ended
}
