import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { HeicPixels, HeicReply, HeicTask } from './messages.ts'

/** Each keeps the memory that its largest picture took: 12 megapixels take 150 MB. */
const mostThreads = Math.min(2, availableParallelism())
/** Milliseconds after which a thread without work ends, and gives its memory back. */
const patience = 5_000

interface Thread {
  worker: Worker
  pending: Map<number, { resolve: (found: HeicPixels) => void; reject: (error: Error) => void }>
  ending?: NodeJS.Timeout
}

const threads = new Set<Thread>()
let tasks = 0

/**
 * A HEIC file's primary picture, decoded on a thread of its own: WebAssembly has the thread that it runs on to itself, for
 * about a second for a phone's photograph. Throws a plain error for one that is damaged or has more than `mostPixels`.
 */
export function decodeHeic(bytes: Uint8Array, mostPixels: number): Promise<HeicPixels> {
  const thread = freeThread()
  const id = ++tasks
  clearTimeout(thread.ending)
  thread.worker.ref()
  return new Promise((resolve, reject) => {
    thread.pending.set(id, { resolve, reject })
    const task: HeicTask = { id, bytes, mostPixels }
    thread.worker.postMessage(task)
  })
}

function freeThread(): Thread {
  const [idlest] = [...threads].sort((a, b) => a.pending.size - b.pending.size)
  if (idlest && (idlest.pending.size === 0 || threads.size >= mostThreads)) return idlest
  // The library writes to the console what it finds wrong, and a command's output is its result.
  const worker = new Worker(workerEntry, { name: 'thaw-heic', stdout: true, stderr: true })
  worker.stdout.resume()
  worker.stderr.resume()
  const thread: Thread = { worker, pending: new Map() }
  threads.add(thread)
  const end = (error: Error): void => {
    threads.delete(thread)
    clearTimeout(thread.ending)
    for (const { reject } of thread.pending.values()) reject(error)
    thread.pending.clear()
  }
  worker.on('error', (error: unknown) => end(error instanceof Error ? error : new Error(String(error))))
  worker.on('exit', () => end(new Error('The thread that decodes HEIC has stopped.')))
  worker.on('message', (reply: HeicReply) => {
    const asked = thread.pending.get(reply.id)
    thread.pending.delete(reply.id)
    if ('failure' in reply) asked?.reject(new Error(reply.failure))
    else asked?.resolve(reply)
    if (thread.pending.size > 0) return
    worker.unref()
    thread.ending = setTimeout(() => {
      threads.delete(thread)
      void worker.terminate()
    }, patience).unref()
  })
  return thread
}

/** The same file as source and in a bundle, where the extension has changed and all lie in one folder. */
const workerEntry = new URL(import.meta.url.endsWith('.ts') ? './heic-worker.ts' : './heic-worker.js', import.meta.url)
