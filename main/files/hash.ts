import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import type { Work } from '../../contract/index.ts'

export type HashAlgorithm = 'sha256' | 'md5' | 'sha512'

const chunkBytes = 1 << 20

/** The hash of some bytes, in lower-case hexadecimal. */
export function hashBytes(bytes: Uint8Array, algorithm: HashAlgorithm = 'sha256'): string {
  return createHash(algorithm).update(bytes).digest('hex')
}

/**
 * The hash of a file, in lower-case hexadecimal, read a megabyte at a time. With `work`, reports bytes under the step
 * `check` and stops when cancelled. Throws Node's error when the file cannot be read.
 */
export async function hashFile(
  path: string,
  { algorithm = 'sha256', work }: { algorithm?: HashAlgorithm; work?: Work } = {},
): Promise<string> {
  const hash = createHash(algorithm)
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    const chunk = Buffer.allocUnsafe(chunkBytes)
    for (let done = 0; ;) {
      work?.signal.throwIfAborted()
      const { bytesRead } = await file.read(chunk, 0, chunkBytes)
      if (bytesRead === 0) return hash.digest('hex')
      hash.update(chunk.subarray(0, bytesRead))
      done += bytesRead
      work?.progress('check', done, size, 'bytes')
    }
  } finally {
    await file.close()
  }
}
