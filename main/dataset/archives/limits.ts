import { fail, type ThawError } from '../../../contract/index.ts'

/** Where unpacking stops: an archive of a few kilobytes can hold any number of bytes. */
export interface Limits {
  /** Files and folders, those of archives inside too. @default 2 million */
  entries: number
  /** Bytes of all that is unpacked. @default 1 TiB */
  bytes: number
  /** Bytes out for each byte of the archive, beyond the first 256 MiB. Photographs hardly get smaller. @default 100 */
  ratio: number
  /** An archive lies in an archive, which lies in one: 2. @default 4 */
  depth: number
  /** Bytes of one file, archives inside not counted. @default 512 MiB, more than a photograph is read with */
  file: number
}

export const usualLimits: Limits = { entries: 2e6, bytes: 2 ** 40, ratio: 100, depth: 4, file: 512 * 2 ** 20 }

const ratioFree = 256 * 2 ** 20

/** Counts what comes out of an archive and of those inside it, and throws `archive-bomb` at a limit. */
export interface Budget {
  limits: Limits
  entry(): void
  bytes(count: number): void
}

export function budgetOf(archive: string, packed: number, limits: Limits): Budget {
  let [entries, out] = [0, 0]
  return {
    limits,
    entry() {
      if (++entries > limits.entries) throw bomb(archive, `at most ${limits.entries} entries`, 'more')
    },
    bytes(count) {
      out += count
      if (out > limits.bytes) throw bomb(archive, `at most ${limits.bytes} bytes unpacked`, 'more')
      const most = limits.ratio * packed + Math.min(ratioFree, limits.bytes)
      if (out > most)
        throw bomb(archive, `at most ${limits.ratio} bytes for each of its ${packed} bytes`, `${out} bytes`)
    },
  }
}

function bomb(file: string, expected: string, found: string): ThawError {
  return fail('archive-bomb', 'This archive unpacks to more than photographs do. It was stopped.', {
    expected,
    found,
    file,
    remedy: 'Do not open it if you do not know where it comes from; else unpack it yourself and import the folder.',
  })
}
