// How arrays and weights travel between Thaw's tests and the Keras scripts in this folder: oracle.py says in what form.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { readNpy, writeNpy } from '../../main/formats/index.ts'
import type { Weights } from '../../main/network/index.ts'

/** A temporary folder for one test file, and how to remove it. */
export function temporaryFolder(): { folder: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'thaw-'))
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/** Writes weights as a folder of LAYER/WEIGHT.npy. */
export async function writeWeights(folder: string, weights: Weights): Promise<void> {
  for (const [path, weight] of weights) {
    const file = join(folder, `${path}.npy`)
    mkdirSync(dirname(file), { recursive: true })
    await writeNpy(file, weight)
  }
}

/** A float32 array that a script wrote. */
export async function readFloats(file: string): Promise<Float32Array> {
  const { values } = await readNpy(file)
  if (!(values instanceof Float32Array)) throw new TypeError(`${file} does not hold float32.`)
  return values
}

/** ‖a − b‖ / ‖b‖, in float64. NaN anywhere makes it NaN, which no limit lets pass. */
export function relativeDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) throw new RangeError(`Lengths differ: ${a.length} and ${b.length}.`)
  let [difference, norm] = [0, 0]
  for (let i = 0; i < b.length; i++) {
    const [x, y] = [a[i]!, b[i]!]
    difference += (x - y) ** 2
    norm += y ** 2
  }
  return Math.sqrt(difference / norm)
}

/** max |a − b| */
export function greatestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) throw new RangeError(`Lengths differ: ${a.length} and ${b.length}.`)
  return Array.from(a).reduce((greatest, x, i) => Math.max(greatest, Math.abs(x - b[i]!)), 0)
}

/** Element by element: after − before. */
export function change(after: Float32Array, before: Float32Array): Float32Array {
  return after.map((value, i) => value - before[i]!)
}
