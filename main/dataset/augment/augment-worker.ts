/** The entry of the augmenting thread: decodes photographs, keeps what it may, and makes the batches that are ordered. */
import { parentPort, workerData } from 'node:worker_threads'
import { failureOf } from '../../../contract/index.ts'
import { mapSeveral } from '../several.ts'
import { augment } from './augment.ts'
import { bytesOf, openDecoded } from './decoded.ts'
import type { AugmentBatch, AugmentOrder, AugmentReply, AugmentTask } from './messages.ts'

if (!parentPort) throw new Error('augment-worker.ts runs as a worker thread only.')
const port = parentPort
const task = workerData as AugmentTask
const pixelsOf = openDecoded(task)
const { size } = task.rule

/** As many as libuv, which runs libvips for us, has threads. */
const lanes = 4

const orders: AugmentBatch[] = []
const forgotten = new Set<number>()
let stopped = false
let wake = (): void => {}

port.on('message', (order: AugmentOrder) => {
  if (order === 'stop') stopped = true
  else if ('forget' in order) forgotten.add(order.forget)
  else orders.push(order)
  wake()
})

async function nextOrder(): Promise<AugmentBatch | undefined> {
  for (;;) {
    if (stopped) return undefined
    const order = orders.shift()
    if (order && !forgotten.has(order.pass)) return order
    if (!order) await new Promise<void>((resolve) => (wake = resolve))
  }
}

async function make({ pictures, filling }: AugmentBatch): Promise<Uint8Array<ArrayBuffer>> {
  const stride = bytesOf(task.rule)
  const pixels = new Uint8Array(pictures.length * stride)
  const places = Map.groupBy(pictures.keys(), (place) => pictures[place]!.file)
  await mapSeveral([...places], lanes, async ([file, itsPlaces]) => {
    const original = await pixelsOf(file)
    for (const place of itsPlaces) {
      const into = pixels.subarray(place * stride, (place + 1) * stride)
      const { draw } = pictures[place]!
      if (draw) augment(original, size, size, draw, filling, into)
      else into.set(original)
    }
  })
  return pixels
}

for (let order = await nextOrder(); order; order = await nextOrder()) {
  const { pass, start, pictures } = order
  try {
    const pixels = await make(order)
    const reply: AugmentReply = { pass, start, count: pictures.length, pixels }
    port.postMessage(reply, [pixels.buffer])
  } catch (error) {
    const reply: AugmentReply = { pass, failure: failureOf(error) }
    forgotten.add(pass)
    port.postMessage(reply)
  }
}
port.close()
