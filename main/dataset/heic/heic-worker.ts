/** The entry of the thread that decodes HEIC: libheif and libde265 as WebAssembly, which is loaded here alone. */
import { createRequire } from 'node:module'
import { parentPort } from 'node:worker_threads'
import type { HeicPixels, HeicReply, HeicTask } from './messages.ts'

/** What is used of libheif-js, whose own types know only the C functions. */
interface HeifImage {
  get_width(): number
  get_height(): number
  is_primary(): number
  free(): void
  display(into: { data: Uint8Array; width: number; height: number }, done: (filled: unknown) => void): void
}
interface Libheif {
  HeifDecoder: new () => { decode(bytes: Uint8Array): HeifImage[] }
}

if (!parentPort) throw new Error('heic-worker.ts runs as a worker thread only.')
const port = parentPort
const libheif = createRequire(import.meta.url)('libheif-js/wasm-bundle') as Libheif
const decoder = new libheif.HeifDecoder()

/** The primary picture, turned and mirrored as the file's properties `irot` and `imir` say: libheif does that by itself. */
async function decode({ bytes, mostPixels }: HeicTask): Promise<HeicPixels> {
  const images = decoder.decode(bytes)
  try {
    const image = images.find((one) => one.is_primary()) ?? images[0]
    if (!image) throw new Error('no picture in it')
    const [width, height] = [image.get_width(), image.get_height()]
    if (width * height > mostPixels) throw new Error(`${width}×${height} pixels`)
    const pixels = new Uint8Array(width * height * 4)
    const filled = await new Promise((resolve) => image.display({ data: pixels, width, height }, resolve))
    if (!filled) throw new Error('damaged')
    return { width, height, pixels }
  } finally {
    for (const image of images) image.free()
  }
}

port.on('message', (task: HeicTask) => {
  const answer = (reply: HeicReply, ...moved: ArrayBuffer[]): void => port.postMessage(reply, moved)
  decode(task).then(
    (found) => answer({ id: task.id, ...found }, found.pixels.buffer as ArrayBuffer),
    (error: unknown) => answer({ id: task.id, failure: String(error) }),
  )
})
