import type { PixelRule } from '../../../contract/index.ts'
import { decodePhotograph } from '../pixels.ts'
import type { AugmentTask } from './messages.ts'

/**
 * Decoded photographs by their place in the list, the first ones kept as long as they fit: passes go round and round,
 * and of what goes round the least recently used is the next to be wanted.
 */
export function openDecoded({ files, hashes, rule, memory }: AugmentTask) {
  const kept = new Map<number, Uint8Array>()
  let room = Math.floor(memory / bytesOf(rule))
  /** uint8 RGB (size, size, 3); not to be written to. Throws what `decodePhotograph` throws. */
  return async function pixelsOf(file: number): Promise<Uint8Array> {
    const known = kept.get(file)
    if (known) return known
    const pixels = await decodePhotograph(files[file]!, rule, hashes?.[file])
    if (room > 0 && !kept.has(file)) {
      room--
      kept.set(file, pixels)
    }
    return pixels
  }
}

/** Of one decoded photograph. */
export const bytesOf = ({ size }: Pick<PixelRule, 'size'>): number => size * size * 3
