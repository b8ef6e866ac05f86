import type { Json } from '../network/index.ts'

/**
 * The dtype policies that are read, by Keras's names: what a layer computes in, and holds its weights in. Here all of them
 * compute in float32. A mixed one holds its weights in float32, and float16's are float32's too; what float32 computes of
 * them lies within the tolerance of the two bytes that Keras rounds to after each layer. float64 is rounded once, as it is
 * read. Others stay an error that names them: layers of whole numbers or quantized weights compute something else, and under
 * bfloat16 alone weights are saved in a form that HDF5 knows no numbers in, and that but one Keras reads, in one format.
 */
export const policies = ['float32', 'mixed_float16', 'mixed_bfloat16', 'float64', 'float16'] as const
export type Policy = (typeof policies)[number]

/** How Keras 3 and tf_keras call the class of a policy, today and once. */
const classes = ['DTypePolicy', 'FloatDTypePolicy', 'Policy', 'PolicyV1']

/** The policy that a layer's setting means, or null where it is none that is read. Where it names none, Keras takes its default. */
export function policyIn(dtype: Json | undefined): Policy | null {
  if (dtype === undefined || dtype === null) return 'float32'
  if (typeof dtype === 'string') return policyNamed(dtype)
  if (Array.isArray(dtype) || typeof dtype !== 'object') return null
  const { class_name: kind, config } = dtype
  if (typeof kind !== 'string' || !classes.includes(kind)) return null
  if (config === undefined || config === null) return 'float32'
  if (Array.isArray(config) || typeof config !== 'object') return null
  // What TensorFlow 2.3 wrote beside the name, and later ones drop.
  const { name = null, loss_scale: _, ...more } = config
  if (Object.keys(more).length > 0) return null
  return name === null ? 'float32' : typeof name === 'string' ? policyNamed(name) : null
}

const policyNamed = (name: string): Policy | null => policies.find((policy) => policy === name) ?? null

/** Binary digits of a float16 after the leading one, and the powers of two that it lies between. */
const half = { digits: 10, least: -14, most: 15 }

/** Values as a variable under a policy holds them: what a file has of them Keras rounds to the variable's type. */
export function asHeld(values: Float32Array, policy: Policy): Float32Array {
  if (policy !== 'float16') return values
  return values.map((value) => {
    if (value === 0 || !Number.isFinite(value)) return value
    const size = Math.abs(value)
    const step = 2 ** (Math.max(half.least, Math.floor(Math.log2(size))) - half.digits)
    const rounded = Math.sign(value) * toEven(size / step) * step
    return Math.abs(rounded) < 2 ** (half.most + 1) ? rounded : Math.sign(value) * Infinity
  })
}

/** The nearest whole number, the even one of two: a number this large has no digits for more. */
const toEven = (value: number): number => value + 2 ** 52 - 2 ** 52
