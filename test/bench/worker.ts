import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { fail } from '../../contract/index.ts'

export interface WorkerCommand {
  command: string
  args: string[]
  env?: Record<string, string>
}

const readySchema = z.object({
  versions: z.record(z.string(), z.string()),
  note: z.string().default(''),
  mean: z.number().nullable().default(null),
})
export type Ready = z.infer<typeof readySchema>

/** A process that stays alive between rounds, so that no round pays for starting it. */
export interface Worker {
  readonly ready: Ready
  /** Milliseconds that `runs` runs took, by the worker's own clock. */
  run(runs: number): Promise<number>
  /** Bytes of memory that the process held at its highest; null where the system does not say (Linux does). */
  highestMemory(): number | null
  close(): Promise<void>
}

const keptLines = 20

/**
 * Starts a benchmark worker (the protocol is in peers/serve.py) and waits until it is warm.
 * Throws `worker-stopped`, with the end of what the worker wrote, as soon as it ends before it should.
 */
export async function startWorker({ command, args, env }: WorkerCommand): Promise<Worker> {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'], env: { ...process.env, ...env } })
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('close', (code, signal) => resolve(`it ended with ${signal ?? `code ${code}`}`))
  })
  const said: string[] = []
  const keep = (line: string) => {
    said.push(line)
    if (said.length > keptLines) said.shift()
  }
  createInterface({ input: child.stderr }).on('line', keep)
  child.stdin.on('error', () => {})

  const answers: string[] = []
  let wake = () => {}
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (!line.startsWith('@')) return keep(line)
    answers.push(line)
    wake()
  })

  async function answer(word: string): Promise<string> {
    for (;;) {
      const line = answers.shift()
      if (line?.startsWith(`@${word} `)) return line.slice(word.length + 2)
      if (line !== undefined) throw stopped(`it answered ${line}`)
      const heard = new Promise<void>((resolve) => (wake = resolve))
      const reason = await Promise.race([heard, ended])
      if (reason !== undefined && answers.length === 0) throw stopped(reason)
    }
  }

  const stopped = (reason: string) =>
    fail('worker-stopped', `The benchmark worker ${command} ${args.join(' ')} stopped: ${reason}.`, {
      found: said.join('\n') || 'no output',
    })

  const ready = readySchema.parse(JSON.parse(await answer('ready')))
  return {
    ready,
    run: async (runs) => {
      child.stdin.write(`run ${runs}\n`)
      return Number(await answer('ms'))
    },
    highestMemory() {
      try {
        const status = readFileSync(`/proc/${child.pid}/status`, 'latin1')
        return 1024 * Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)![1])
      } catch {
        return null
      }
    },
    close: async () => {
      child.stdin.end()
      await ended
    },
  }
}
