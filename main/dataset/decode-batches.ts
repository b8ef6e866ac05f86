import { Worker } from 'node:worker_threads'
import { ThawError, type PixelRule, type Work } from '../../contract/index.ts'
import type { DecodeOrder, DecodeReply, DecodeTask, PhotographBatch } from './decode-messages.ts'
import { openInbox } from './inbox.ts'

export interface DecodeRequest {
  /** Absolute paths. */
  files: readonly string[]
  /** sha256 of each file; one that has changed since is then an error. */
  hashes?: readonly string[]
  rule: PixelRule
  /** Photographs a batch; the last may have fewer. */
  batch: number
  /** How many batches are kept ready, at most: the memory it takes is `ahead` × batch × size² × 3 bytes. @default 3 */
  ahead?: number
  /** For its signal only: whoever takes the batches knows the progress. */
  work: Work
}

/**
 * Photographs as batches of pixels, in the files' order, decoded by one thread beside the caller's. The thread works on
 * while the caller's is blocked, as by TensorFlow, until `ahead` batches are ready. Every batch gives the caller's event
 * loop a turn. Leaving the loop early, an error and a cancel all end the thread.
 *
 * Throws what `decodePhotograph` throws, when the batch of the file at fault is asked for (those before it are given),
 * and `signal.reason` when cancelled.
 */
export async function* decodeBatches(request: DecodeRequest): AsyncGenerator<PhotographBatch, void, undefined> {
  const { files, hashes, rule, batch, ahead = 3, work } = request
  work.signal.throwIfAborted()
  if (files.length === 0) return
  const task: DecodeTask = { files, hashes, rule, batch, ahead: Math.max(1, ahead) }
  const worker = new Worker(workerEntry, { workerData: task, name: 'thaw-decode' })
  const order = (what: DecodeOrder): void => worker.postMessage(what)
  const ended = new Promise((resolve) => worker.once('exit', resolve))
  const inbox = openInbox<DecodeReply>(worker)
  try {
    for (let given = 0; given < files.length;) {
      const reply = await inbox.next(work.signal)
      if ('failure' in reply) throw new ThawError(reply.failure)
      order('taken')
      given += reply.count
      yield reply
    }
  } finally {
    order('stop')
    await ended
  }
}

/** The same file as source and in a bundle, where the extension has changed. */
const workerEntry = new URL(
  import.meta.url.endsWith('.ts') ? './decode-worker.ts' : './decode-worker.js',
  import.meta.url,
)
