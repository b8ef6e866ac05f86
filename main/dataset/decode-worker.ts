/** The entry of the decoding thread: makes batches in order, never more than were asked for. */
import { parentPort, workerData } from 'node:worker_threads'
import { failureOf } from '../../contract/index.ts'
import type { DecodeOrder, DecodeReply, DecodeTask } from './decode-messages.ts'
import { decodePhotograph } from './pixels.ts'
import { mapSeveral } from './several.ts'

if (!parentPort) throw new Error('decode-worker.ts runs as a worker thread only.')
const port = parentPort
const { files, hashes, rule, batch, ahead } = workerData as DecodeTask

/** As many as libuv, which runs libvips for us, has threads. A picture waits between its steps, so two cores gain too. */
const lanes = 4

let allowed = ahead
let stopped = false
let wake = (): void => {}

port.on('message', (order: DecodeOrder) => {
  if (order === 'taken') allowed++
  else stopped = true
  wake()
})

async function mayGoOn(): Promise<boolean> {
  while (!stopped && allowed === 0) await new Promise<void>((resolve) => (wake = resolve))
  allowed--
  return !stopped
}

async function decodeBatch(start: number): Promise<Uint8Array<ArrayBuffer>> {
  const stride = rule.size * rule.size * 3
  const names = files.slice(start, start + batch)
  const pixels = new Uint8Array(names.length * stride)
  await mapSeveral(names, lanes, async (file, index) => {
    if (!stopped) pixels.set(await decodePhotograph(file, rule, hashes?.[start + index]), index * stride)
  })
  return pixels
}

async function decodeAll(): Promise<void> {
  for (let start = 0; start < files.length; start += batch) {
    if (!(await mayGoOn())) return
    const pixels = await decodeBatch(start)
    const reply: DecodeReply = { start, count: Math.min(batch, files.length - start), pixels }
    if (!stopped) port.postMessage(reply, [pixels.buffer])
  }
}

try {
  await decodeAll()
} catch (error) {
  const reply: DecodeReply = { failure: failureOf(error) }
  port.postMessage(reply)
}
port.close()
