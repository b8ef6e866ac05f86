/** The entry of the reading thread: takes one file after the other, so that what a file does to the reader ends with it. */
import { parentPort } from 'node:worker_threads'
import { failureOf } from '../../contract/index.ts'
import { hdf5IsBroken } from './hdf5.ts'
import { parseKerasModel } from './keras-model-reader.ts'
import { parseKerasWeightsH5 } from './keras-weights.ts'
import { withoutTheRest } from './needed-bytes.ts'
import type { Readings, ReadReply, ReadTask } from './read-messages.ts'

if (!parentPort) throw new Error('read-worker.ts runs as a worker thread only.')
const port = parentPort

const parsers: { [K in keyof Readings]: (path: string) => Promise<Readings[K]> } = {
  model: async (path) => {
    const model = await parseKerasModel(path)
    return { ...model, weights: withoutTheRest(model.weights) }
  },
  weights: async (path) => withoutTheRest(await parseKerasWeightsH5(path)),
}

const weightsIn = (value: Readings[keyof Readings]) => ('weights' in value ? value.weights : value)

async function answer({ kind, path }: ReadTask): Promise<void> {
  try {
    const value = await parsers[kind](path)
    const buffers = [...weightsIn(value).values()].map(({ values }) => values.buffer as ArrayBuffer)
    const reply: ReadReply = { value }
    port.postMessage(reply, [...new Set(buffers)])
  } catch (error) {
    const reply: ReadReply = { failure: failureOf(error), last: hdf5IsBroken() }
    port.postMessage(reply)
    if (reply.last) port.close()
  }
}

port.on('message', (task: ReadTask) => void answer(task))
