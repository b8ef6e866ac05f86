import { fail } from '../../contract/index.ts'
import { nearest } from '../network/index.ts'
import type { Base } from './base.ts'
import { convnet } from './convnet.ts'
import { vgg16, vgg19 } from './vgg.ts'

/** Every base, by Keras's name. */
export const bases: ReadonlyMap<string, Base> = new Map([vgg16, vgg19, convnet].map((base) => [base.name, base]))

/** A base by Keras's name. Throws `unknown-base` with the nearest names. */
export function findBase(name: string): Base {
  const found = bases.get(name)
  if (found) return found
  throw fail('unknown-base', `There is no base named ${name}.`, {
    expected: `a base such as ${nearest(name, [...bases.keys()]).join(', ')}`,
    found: name,
  })
}
