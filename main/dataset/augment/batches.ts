import { Worker } from 'node:worker_threads'
import { ThawError, type PixelRule, type Work } from '../../../contract/index.ts'
import type { PhotographBatch } from '../decode-messages.ts'
import { openInbox } from '../inbox.ts'
import type { Draw } from './draw.ts'
import type { AugmentBatch, AugmentOrder, AugmentReply, AugmentTask, Filling } from './messages.ts'

export interface AugmenterOptions {
  /** Absolute paths. */
  files: readonly string[]
  /** sha256 of each file; one that has changed since is then an error. */
  hashes?: readonly string[]
  rule: PixelRule
  /** Bytes of decoded photographs that are kept from pass to pass, at most. @default 64 MiB: a thousand at 150×150 */
  memory?: number
}

/** One pass over the photographs, or over some of them, or over some several times. */
export interface AugmentedPass {
  /** Indices into the files. @default every file once, in order */
  order?: ArrayLike<number>
  /** How the picture at a place of the order is changed; null: not at all. Asked for once, shortly before it is made. */
  draws: (place: number) => Draw | null
  settings: Filling
  /** Pictures a batch; the last may have fewer. */
  batch: number
  /** How many batches are kept ready, at most. @default 3 */
  ahead?: number
  /** For its signal only: whoever takes the batches knows the progress. */
  work: Work
}

/** A thread that decodes and augments beside the caller's. Close it when done. */
export interface Augmenter {
  /**
   * A pass as batches of pixels, made ahead while the caller's thread is blocked, as by TensorFlow. One pass at a time.
   * `start` is a place in the order. It may be left early.
   *
   * Throws what `decodePhotograph` throws, when the batch of the file at fault is asked for, and `signal.reason` when
   * cancelled.
   */
  readonly batches: (pass: AugmentedPass) => AsyncGenerator<PhotographBatch, void, undefined>
  close(): Promise<void>
}

const defaultMemory = 64 * 2 ** 20

/** Starts the thread. */
export function openAugmenter({ files, hashes, rule, memory = defaultMemory }: AugmenterOptions): Augmenter {
  const task: AugmentTask = { files, hashes, rule, memory }
  const worker = new Worker(workerEntry, { workerData: task, name: 'thaw-augment' })
  const ended = new Promise((resolve) => worker.once('exit', resolve))
  const order = (what: AugmentOrder): void => worker.postMessage(what)
  const inbox = openInbox<AugmentReply>(worker)
  let passes = 0

  async function replyTo(pass: number, signal: AbortSignal): Promise<AugmentReply> {
    for (;;) {
      const reply = await inbox.next(signal)
      if (reply.pass === pass) return reply
    }
  }

  async function* batches({ draws, settings, batch, ahead = 3, work, ...rest }: AugmentedPass) {
    const pass = passes++
    const indices = rest.order ?? files.map((_, index) => index)
    const filling: Filling = { fill_mode: settings.fill_mode, cval: settings.cval }
    const orderFrom = (start: number): void => {
      const places = Array.from({ length: Math.min(batch, indices.length - start) }, (_, i) => start + i)
      const pictures = places.map((place) => ({ file: indices[place]!, draw: draws(place) }))
      if (places.length) order({ pass, start, pictures, filling } satisfies AugmentBatch)
    }
    work.signal.throwIfAborted()
    try {
      for (let i = 0; i < Math.max(1, ahead); i++) orderFrom(Math.min(i * batch, indices.length))
      for (let given = 0; given < indices.length;) {
        const reply = await replyTo(pass, work.signal)
        if ('failure' in reply) throw new ThawError(reply.failure)
        orderFrom(Math.min(given + Math.max(1, ahead) * batch, indices.length))
        given += reply.count
        yield { start: reply.start, count: reply.count, pixels: reply.pixels }
      }
    } finally {
      order({ forget: pass })
    }
  }

  return {
    batches,
    async close() {
      order('stop')
      await ended
    },
  }
}

/** One pass with a thread of its own. */
export async function* augmentedBatches(
  request: AugmenterOptions & AugmentedPass,
): AsyncGenerator<PhotographBatch, void, undefined> {
  request.work.signal.throwIfAborted()
  const { files, order = files } = request
  if (order.length === 0) return
  const augmenter = openAugmenter(request)
  try {
    yield* augmenter.batches(request)
  } finally {
    await augmenter.close()
  }
}

/** The same file as source and in a bundle, where the extension has changed. */
const workerEntry = new URL(
  import.meta.url.endsWith('.ts') ? './augment-worker.ts' : './augment-worker.js',
  import.meta.url,
)
