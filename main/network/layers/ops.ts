import { attribute, DataType, integers, type Attributes } from '../../tensorflow/index.ts'
import type { Site } from './kind.ts'

/** Adds `SITE/suffix`, an op of the site's own type. */
export function op(site: Site, type: string, suffix: string, inputs: readonly string[], more: Attributes = {}): string {
  return site.graph.add(type, `${site.name}/${suffix}`, inputs, { T: attribute.type(site.dtype), ...more })
}

export const NHWC: Attributes = { data_format: attribute.string('NHWC') }

/** The int32 shape of a tensor, at run time. */
export function shapeNode(site: Site, suffix: string, of: string): string {
  return op(site, 'Shape', suffix, [of], { out_type: attribute.type(DataType.int32) })
}

export function reshape(site: Site, suffix: string, input: string, shape: string): string {
  return op(site, 'Reshape', suffix, [input, shape], { Tshape: attribute.type(DataType.int32) })
}

export function integerNode(site: Site, suffix: string, values: number | readonly number[]): string {
  return integers(site.graph, `${site.name}/${suffix}`, values)
}

export function matMul(site: Site, suffix: string, a: string, b: string, transpose: { a?: boolean; b?: boolean } = {}) {
  return op(site, 'MatMul', suffix, [a, b], {
    transpose_a: attribute.bool(transpose.a ?? false),
    transpose_b: attribute.bool(transpose.b ?? false),
  })
}
