import { InvalidArgumentError } from 'commander'
import type { z } from 'zod'

/** A reader of an option's text that takes what the contract's schema takes: each setting's limits are written down once. */
export function as<S extends z.ZodType>(schema: S, read: (text: string) => unknown = (text) => text) {
  return (text: string): NonNullable<z.output<S>> => {
    const { data, error } = schema.safeParse(read(text))
    if (error) throw new InvalidArgumentError(`${error.issues[0]?.message}.`)
    return data as NonNullable<z.output<S>>
  }
}

/** `20` */
export function toNumber(text: string): number {
  return text.trim() === '' ? NaN : Number(text)
}

/** `30,100` */
export function toNumbers(text: string): number[] {
  return text.split(',').map(toNumber)
}

/** `none`, or a size in pixels as Keras writes an input's shape: `150x150x3`, also `150`. null: none. */
export function toInputSize(text: string): number | null {
  if (text === 'none') return null
  const match = /^(\d+)(?:x(\d+)x3)?$/.exec(text)
  if (!match) throw new InvalidArgumentError('Expected a size such as 150x150x3, or none.')
  const [, height, width = height] = match
  if (height !== width) throw new InvalidArgumentError('Expected a square, such as 150x150x3.')
  return Number(height)
}
