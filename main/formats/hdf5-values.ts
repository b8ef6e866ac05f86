import type { Attribute, Dataset, Entity, Group } from 'h5wasm'
import { fail, type ThawError } from '../../contract/index.ts'
import type { Weight } from '../network/index.ts'
import type { Budget } from './hdf5.ts'
import { asFloat32, isFloat32 } from './hdf5-as-float32.ts'
import { countOf } from './npy-header.ts'

/** HDF5's class number of texts. */
const text = 3
/** What the other classes hold that numbers may be of. */
const classes: Readonly<Record<number, string>> = {
  0: 'whole numbers',
  1: 'floats',
  [text]: 'texts',
  8: 'named numbers',
}

const maxNames = 4096
const maxNameBytes = 1024
const maxDimensions = 8

/** HDF5 can say a lot in few bytes: how many times the bytes of the file the values taken from it may fill. */
const maxUnpacking = 16
/** The lengths of variable-length texts are not known before they are read. */
const maxTextBytes = 2 ** 30

/** A group inside the file. Throws `damaged-model` when there is none, or for a link to another file. */
export function groupNamed(parent: Group, name: string, { path }: Budget): Group {
  const found = parent.get(name)
  if (!isGroup(found)) throw damaged(path, `${kindOf(found)} at ${name}`, 'a group')
  return found
}

/** A text attribute, or null when there is none of that name. */
export function textAttribute(group: Group, name: string, budget: Budget): string | null {
  const attribute = budget.attribute(group, name)
  if (!attribute) return null
  const [value, ...more] = textsOf(attribute, budget)
  if (value === undefined || more.length > 0) throw damaged(budget.path, `not one text in ${name}`)
  return value
}

/**
 * A list of names as Keras writes it: an attribute of texts, cut into `name0`, `name1`, … where it is too long for HDF5's
 * object header. Null when there is none.
 */
export function namesAttribute(group: Group, name: string, budget: Budget): string[] | null {
  const whole = budget.attribute(group, name)
  if (whole) return namesOf(whole, budget)
  const names: string[] = []
  for (let part = 0; ; part++) {
    const attribute = budget.attribute(group, `${name}${part}`)
    if (!attribute) return part === 0 ? null : names
    names.push(...namesOf(attribute, budget))
    if (names.length > maxNames) throw damaged(budget.path, `more than ${maxNames} names in ${name}`)
  }
}

/**
 * A data set of numbers as float32: floats and whole numbers of up to eight bytes, true and false, which Keras casts to the
 * type of its variable. What else NumPy casts, of which Keras saves no weights, is refused: complex numbers, longer floats,
 * digits in texts. Type and size are checked before memory is taken. Throws `damaged-model`.
 */
export function floatsAt(group: Group, name: string, budget: Budget): Weight {
  const found = group.get(name)
  if (!isDataset(found)) throw damaged(budget.path, `${kindOf(found)} at ${name}`, 'a data set')
  const { type, size, shape, littleEndian } = found.metadata
  const own = budget.numberType(found)
  if (own?.bytes !== size || !shape || shape.length > maxDimensions) {
    const kind = classes[type] ?? 'values of another kind'
    const what = `${kind} of ${size} bytes, shape (${shape?.join(', ')}), at ${name}`
    throw damaged(budget.path, what, 'floats or whole numbers of at most 8 bytes')
  }
  take(budget, countOf(shape) * Math.max(size, 4))
  const inPlace = littleEndian && isFloat32(own) ? floatsIn(budget.inPlace(found)) : null
  const values = inPlace ?? budget.forAWhile(found, (bytes) => asFloat32(bytes, own))
  if (values?.length !== countOf(shape)) throw damaged(budget.path, `no values at ${name}`)
  return { shape, values }
}

/** Bytes as float32, a view where they lie at a multiple of four. */
function floatsIn(bytes: Uint8Array | null): Float32Array | null {
  if (!bytes) return null
  const isAligned = bytes.byteOffset % 4 === 0
  return isAligned
    ? new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4)
    : new Float32Array(new Uint8Array(bytes).buffer)
}

/** What lies in a group. */
export const memberNames = (group: Group): string[] => group.keys()

/** Groups and data sets that are counted at most, and how deep they may lie. */
const maxCounted = 20_000
const maxCountedDepth = 8

/** How many numbers lie in a group's data sets, and their bytes, from their shapes alone; null where a file says what cannot be. */
export function sizeOfGroup(group: Group): { count: number; bytes: number } | null {
  let [count, bytes, met] = [0, 0, 0]
  const walk = (each: Group, depth: number): boolean =>
    each.keys().every((name) => {
      const found = each.get(name)
      if (++met > maxCounted || depth > maxCountedDepth) return false
      if (isGroup(found)) return walk(found, depth + 1)
      if (!isDataset(found)) return false
      const { shape, size } = found.metadata
      const values = countOf(shape ?? [])
      count += values
      bytes += values * size
      return Number.isSafeInteger(bytes)
    })
  return walk(group, 1) && count > 0 ? { count, bytes } : null
}

/** A group inside the file, or null. */
export function groupIfThere(parent: Group, name: string): Group | null {
  if (!parent.keys().includes(name)) return null
  const found = parent.get(name)
  return isGroup(found) ? found : null
}

export function damaged(path: string, found: string, expected = 'a model or weights file of Keras'): ThawError {
  return fail('damaged-model', `${path} is not as Keras writes it.`, { expected, found, file: path })
}

function namesOf(attribute: Attribute, budget: Budget): string[] {
  // Keras writes an empty list as an array of no numbers.
  if (attribute.metadata.total_size === 0) return []
  const names = textsOf(attribute, budget)
  if (names.some((name) => name.length === 0 || name.length > maxNameBytes)) {
    throw damaged(budget.path, `a name of no or too many letters in ${attribute.name}`)
  }
  return names
}

function textsOf(attribute: Attribute, budget: Budget): string[] {
  const { type, total_size: count, vlen, size } = attribute.metadata
  if (type !== text || count > maxNames) throw damaged(budget.path, `no text in ${attribute.name}`)
  if (vlen && count * budget.longestText > maxTextBytes) throw damaged(budget.path, `${count} texts of any length`)
  if (!vlen) take(budget, count * size)
  const value = attribute.value
  return (Array.isArray(value) ? value : [value]).map((item) => {
    if (typeof item !== 'string') throw damaged(budget.path, `no text in ${attribute.name}`)
    return item
  })
}

function take(budget: Budget, bytes: number): void {
  budget.taken += bytes
  if (!(budget.taken <= budget.fileBytes * maxUnpacking)) {
    throw damaged(budget.path, `values of ${budget.taken} bytes in a file of ${budget.fileBytes}`)
  }
}

function isGroup(entity: Entity | null): entity is Group {
  return kindOf(entity) === 'Group'
}

function isDataset(entity: Entity | null): entity is Dataset {
  return kindOf(entity) === 'Dataset'
}

/** `Group`, `Dataset`, `ExternalLink`, …, or `nothing`. */
function kindOf(entity: Entity | null): string {
  return entity && 'type' in entity ? String(entity.type) : 'nothing'
}
