import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { endings, type Ending } from '../asked-to-stop.ts'
import { lineOver, type FromHolder, type Line } from './line.ts'

const jobSchema = z.object({ token: z.string(), request: z.string().max(255), input: z.unknown() })
const stopSchema = z.object({ cancel: z.literal(true), how: z.enum(endings).nullable().default(null) })

/** A job that another engine hands to this one. */
export interface GuestJob {
  token: string
  request: string
  input: unknown
  line: Line<FromHolder>
  /** Resolves when the guest wants the job to stop or pause, or is gone. */
  stopped: Promise<{ how: Ending | null }>
}

/** Where other engines bring their jobs for the projects that this one has. */
export interface Door {
  address: string
  /** Takes the socket away. Guests that are still waiting notice it when the process ends. */
  close(): void
}

/**
 * Opens a local socket that only this user can reach (a named pipe on Windows). What a guest says first is checked for
 * its shape; whether its token opens a project is `onJob`'s business.
 */
export async function openDoor(onJob: (job: GuestJob) => void): Promise<Door> {
  const address = newAddress()
  const server = createServer((socket) => void receive(lineOver(socket), onJob))
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(address, resolve))
  server.unref()
  return { address, close: () => removeAddress(address) }
}

async function receive(line: Line<FromHolder>, onJob: (job: GuestJob) => void): Promise<void> {
  const { promise: stopped, resolve: stop } = Promise.withResolvers<{ how: Ending | null }>()
  let brought = false
  for await (const message of line.messages()) {
    // After the job only a cancel can come, and the line stays open for what follows from it.
    if (brought) {
      stop({ how: stopSchema.safeParse(message).data?.how ?? null })
      continue
    }
    const job = jobSchema.safeParse(message)
    if (!job.success) break
    brought = true
    onJob({ ...job.data, line, stopped })
  }
  stop({ how: null })
}

function newAddress(): string {
  if (process.platform === 'win32') return `\\\\.\\pipe\\thaw-${randomBytes(16).toString('hex')}`
  return join(mkdtempSync(join(tmpdir(), 'thaw-')), 'engine.sock')
}

function removeAddress(address: string): void {
  if (process.platform !== 'win32') rmSync(dirname(address), { recursive: true, force: true })
}
