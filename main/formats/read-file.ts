import { stat } from 'node:fs/promises'
import { Worker } from 'node:worker_threads'
import { fail, ThawError } from '../../contract/index.ts'
import type { Weights } from '../network/index.ts'
import type { KerasModelFile } from './keras-model.ts'
import type { Readings, ReadReply, ReadTask } from './read-messages.ts'

/** Milliseconds that any file may take, and more for each byte of it: a slow disk gives 20 MB a second. */
const patience = 6000
const perByte = 1 / 20_000

/** A thread that is not given a processor, because others have them all, is waited for: so many milliseconds at most. */
const longest = 90_000
/** Milliseconds of a processor after which the thread counts as caught, and not as kept waiting; more for larger files. */
const effort = 2000

/** JavaScript's own memory in the thread, in MB; weights and HDF5's memory are outside of it and held against the file. */
const heap = 512

/** The same file as source and in a bundle, where the extension has changed. */
const workerEntry = new URL(import.meta.url.endsWith('.ts') ? './read-worker.ts' : './read-worker.js', import.meta.url)

let reader: Worker | null = null
let last: Promise<unknown> = Promise.resolve()

/**
 * Reads a model from an .h5 or .keras of Thaw, Keras 3, tf_keras or Keras 2, models inside it unfolded. A thread of its
 * own does it: sizes, shapes and names are checked against the file before memory is taken, nothing in the file is run,
 * and whatever a damaged or hostile file makes of the reader, an error comes of it in seconds.
 *
 * @throws `damaged-model`, `too-large`, `unknown-layer` for a layer class that Thaw does not know, `lambda-refused`,
 *   `wrong-weights`
 */
export const readKerasModel = (path: string): Promise<KerasModelFile> => inTurn('model', path)

/**
 * Reads a file of weights alone, such as those of keras-applications, or the weights of a whole model: by `LAYER/kernel`,
 * layers and weights in the file's order. Keras 1's names (`block1_conv1_W_1:0`) become today's. Throws `damaged-model`.
 */
export const readKerasWeightsH5 = (path: string): Promise<Weights> => inTurn('weights', path)

async function inTurn<K extends keyof Readings>(kind: K, path: string): Promise<Readings[K]> {
  const mine = last.then(() => readOnce({ kind, path }))
  last = mine.catch(() => {})
  return mine as Promise<Readings[K]>
}

async function readOnce(task: ReadTask): Promise<Readings[keyof Readings]> {
  const { size } = await stat(task.path)
  const thread = (reader ??= start())
  thread.ref()
  const limit = patience + size * perByte
  const heard = new AbortController()
  try {
    const reply = await answerOf(thread, task, limit, heard.signal)
    if (!('failure' in reply)) return reply.value
    if (reply.last) drop(thread)
    throw new ThawError(reply.failure)
  } catch (error) {
    if (!(error instanceof ThawError) || error.failure.code === 'reading-stopped') drop(thread)
    throw error
  } finally {
    heard.abort()
    thread.unref()
  }
}

/** The thread's next answer; whatever else becomes of it is a failure. `signal` ends the listening. */
function answerOf(thread: Worker, task: ReadTask, limit: number, signal: AbortSignal): Promise<ReadReply> {
  return new Promise<ReadReply>((resolve, reject) => {
    const [start, used] = [performance.now(), process.cpuUsage()]
    const timer = setInterval(() => {
      const [waited, { user, system }] = [performance.now() - start, process.cpuUsage(used)]
      const isCaught = (user + system) / 1000 > effort + limit - patience
      if (waited > longest || (waited > limit && isCaught)) reject(tooSlow(task.path, limit))
    }, 250)
    const failed = (error: Error): void => reject(gaveUp(task.path, error.message))
    const ended = (): void => reject(gaveUp(task.path, 'the reading thread ended'))
    thread.on('message', resolve).on('error', failed).on('exit', ended)
    signal.addEventListener('abort', () => {
      clearInterval(timer)
      thread.off('message', resolve).off('error', failed).off('exit', ended)
    })
    thread.postMessage(task)
  })
}

function start(): Worker {
  const thread = new Worker(workerEntry, { name: 'thaw-read', resourceLimits: { maxOldGenerationSizeMb: heap } })
  // One that ends between two files is not heard; without this it would end the process.
  thread.on('error', () => drop(thread))
  return thread
}

function drop(thread: Worker): void {
  if (reader === thread) reader = null
  void thread.terminate()
}

function tooSlow(path: string, limit: number) {
  return fail('reading-stopped', `${path} takes too long to read.`, {
    expected: `at most ${Math.round(limit / 1000)} s for a file of this size`,
    file: path,
    remedy: 'Save the model again with Keras: the file is probably damaged.',
  })
}

function gaveUp(path: string, found: string) {
  return fail('reading-stopped', `${path} could not be read.`, {
    expected: 'a model file of Keras',
    found,
    file: path,
    remedy: 'Save the model again with Keras: the file is probably damaged.',
  })
}
