import { fork, type ChildProcess } from 'node:child_process'
import { on } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished } from 'vitest'
import { lookAt } from '../../main/engine/project-lock/process-identity.ts'

/** A script of this folder that runs, and what it says. */
export interface Script {
  child: ChildProcess
  /** The first of its messages, from its start or since the last call, in which `pick` finds something. */
  told: <T>(pick: (message: never) => T | undefined) => Promise<T>
}

/** Runs one of the scripts in this folder; it is killed when the test ends. */
export function run(script: string, ...args: string[]): Script {
  const child = fork(fileURLToPath(new URL(script, import.meta.url)), args, { execArgv: [] })
  onTestFinished(() => void child.kill('SIGKILL'))
  const messages = on(child, 'message')
  return {
    child,
    told: async (pick) => {
      for (;;) {
        const { value } = (await messages.next()) as { value: [never] }
        const found = pick(value[0])
        if (found !== undefined) return found
      }
    },
  }
}

/** Resolves when a process is there no more. */
export async function gone(pid: number): Promise<void> {
  await expect.poll(() => lookAt(pid).there, { timeout: 20_000 }).toBe(false)
}
