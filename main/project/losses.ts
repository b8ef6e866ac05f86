import { join } from 'node:path'
import { writeAtomically, type FileToWrite } from '../files/index.ts'
import { npyFile, readNpy } from '../formats/index.ts'

/**
 * Every validation photograph's loss at the end of every epoch, in a run's folder: `losses.npy`, float32 (epochs,
 * photographs), and `losses.json`, the photographs in order. They show how the mean loss can rise while accuracy does too.
 */
export async function openLosses(folder: string, files: readonly string[], epochs: number) {
  const path = join(folder, 'losses.npy')
  const order = JSON.stringify({ version: 1, split: 'validation', files })
  // Of an earlier attempt: an epoch's losses are written before its checkpoint, so there may be one too many.
  const before = await readNpy(path).catch(() => null)
  const isSame =
    before?.shape[1] === files.length && before.shape[0]! >= epochs && before.values instanceof Float32Array
  const kept = isSame ? epochs : 0
  let values = new Float32Array(0)
  if (isSame) values = before.values.slice(0, kept * files.length)
  await writeAtomically(join(folder, 'losses.json'), order)
  // Where those of earlier epochs are lost, theirs stay NaN: rows are epochs.
  if (kept < epochs) values = new Float32Array(epochs * files.length).fill(Number.NaN)
  return {
    /** The file with an epoch's losses added. */
    add(epoch: number, losses: Float32Array): FileToWrite {
      const grown = new Float32Array((epoch + 1) * files.length)
      grown.set(values.subarray(0, grown.length - losses.length))
      grown.set(losses, grown.length - losses.length)
      values = grown
      return npyFile(path, { shape: [epoch + 1, files.length], values })
    },
  }
}
