/** JSON, as a Keras config holds it. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
export type LayerConfig = { readonly [key: string]: Json }

/** One call of a Keras layer: its class, its config without `name`, and the layers whose outputs it takes. */
export interface Layer {
  readonly name: string
  /** Keras class name: `Conv2D`. */
  readonly kind: string
  readonly config: LayerConfig
  readonly inputs: readonly string[]
}

/**
 * A network as data: layers in an order in which every layer follows its inputs, the first of them the one `InputLayer`
 * (config `shape`: [height, width, channels], null where not known), and the layer whose output is the network's.
 */
export interface Network {
  readonly name: string
  readonly layers: readonly Layer[]
  readonly output: string
}

/** float32, row-major, in Keras's layout (kernels HWIO). */
export interface Weight {
  readonly shape: readonly number[]
  readonly values: Float32Array
}

/** By Keras's path: `block5_conv1/kernel`. Within a layer in Keras's order (kernel, bias). */
export type Weights = ReadonlyMap<string, Weight>
