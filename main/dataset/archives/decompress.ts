import { createRequire } from 'node:module'
import { pipeline, Readable } from 'node:stream'
import { createGunzip, constants } from 'node:zlib'
import unbzip2 from 'unbzip2-stream'
import type * as Xz from 'xz-decompress'
import type { ArchiveKind } from './kind.ts'

// A CommonJS bundle in which Node finds no names to import. Not named require: the desktop's bundler would declare that again.
const packages = createRequire(import.meta.url)
const { XzReadableStream } = packages('xz-decompress') as typeof Xz

/**
 * The bytes inside a compressed stream. What is cut short gives what there is; what is damaged throws where it is. `onBytes`
 * hears how many come out, piece by piece, and may throw to stop it.
 */
export function decompress(
  kind: Exclude<ArchiveKind, 'zip'>,
  source: Readable,
  onBytes: (count: number) => void,
): AsyncIterable<Uint8Array> {
  switch (kind) {
    case 'tar':
      return counted(source, onBytes)
    case 'gzip':
      return counted(gunzip(source), onBytes)
    case 'xz':
      return counted(unxz(source), onBytes)
    case 'bzip2':
      return bunzip2(source, onBytes)
  }
}

async function* counted(source: AsyncIterable<unknown>, onBytes: (count: number) => void) {
  for await (const piece of source as AsyncIterable<Uint8Array>) {
    onBytes(piece.length)
    yield piece
  }
}

function gunzip(source: Readable): Readable {
  const out = createGunzip({ finishFlush: constants.Z_SYNC_FLUSH })
  // An error of either is the reader's: it reads `out`.
  pipeline(source, out, () => {})
  return out
}

function unxz(source: Readable): AsyncIterable<unknown> {
  return new XzReadableStream(Readable.toWeb(source) as ReadableStream<Uint8Array>) as AsyncIterable<unknown>
}

/** Each write gives what it can at once, so it is pulled and not piped; the library stops where its listener throws. */
async function* bunzip2(source: Readable, onBytes: (count: number) => void): AsyncGenerator<Uint8Array> {
  const stream = unbzip2()
  const out: Uint8Array[] = []
  const failed: { error?: Error } = {}
  stream.on('data', (piece: Uint8Array) => {
    onBytes(piece.length)
    out.push(piece)
  })
  stream.on('error', (error: Error) => (failed.error ??= error))
  for await (const piece of source) {
    stream.write(piece as Buffer)
    yield* out.splice(0)
    if (failed.error) throw failed.error
  }
  stream.end()
  yield* out.splice(0)
  if (failed.error) throw failed.error
}
