import { fail } from '../../contract/index.ts'
import type { Json, LayerConfig } from './network.ts'

const wrong = (key: string, expected: string, found: Json | undefined) =>
  fail('bad-layer', `A layer's ${key} cannot be used.`, { expected, found: JSON.stringify(found) ?? 'nothing' })

/** A number of a layer's config, or `otherwise` when it is absent. Throws `bad-layer` when it is something else. */
export function numberOf(config: LayerConfig, key: string, otherwise?: number): number {
  const value = config[key] ?? otherwise
  if (typeof value !== 'number' || !Number.isFinite(value)) throw wrong(key, 'a number', value)
  return value
}

export function textOf(config: LayerConfig, key: string, otherwise?: string): string {
  const value = config[key] ?? otherwise
  if (typeof value !== 'string') throw wrong(key, 'a word', value)
  return value
}

export function booleanOf(config: LayerConfig, key: string, otherwise: boolean): boolean {
  const value = config[key] ?? otherwise
  if (typeof value !== 'boolean') throw wrong(key, 'true or false', value)
  return value
}

/** Two positive integers, such as `kernel_size`. */
export function pairOf(config: LayerConfig, key: string, otherwise?: readonly [number, number]): [number, number] {
  const value = config[key] ?? (otherwise as Json | undefined)
  const pair = typeof value === 'number' ? [value, value] : value
  if (!Array.isArray(pair) || pair.length !== 2) throw wrong(key, 'two numbers', value)
  const [a, b] = pair
  if (typeof a !== 'number' || typeof b !== 'number' || !(a >= 1) || !(b >= 1)) throw wrong(key, 'two sizes', value)
  return [a, b]
}

/** A number or a list of numbers, as a list. */
export function numbersOf(config: LayerConfig, key: string, otherwise: number): number[] {
  const value = config[key] ?? otherwise
  const list = Array.isArray(value) ? value : [value]
  if (!list.every((item): item is number => typeof item === 'number')) throw wrong(key, 'numbers', value)
  return list
}
