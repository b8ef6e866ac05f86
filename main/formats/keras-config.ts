import type { Json, Layer, LayerConfig, Network } from '../network/index.ts'

/**
 * A network as the `model_config` that both Keras 3 and tf_keras read: Keras 2's functional form, of class names and
 * configs alone. A layer with `trainable: false` in its config stays frozen in Keras.
 */
export function toKerasConfig(network: Network): Json {
  const input = network.layers.find(({ kind }) => kind === 'InputLayer')
  return {
    class_name: 'Functional',
    config: {
      name: network.name,
      trainable: true,
      layers: network.layers.map((layer) => ({
        class_name: layer.kind,
        name: layer.name,
        config: { name: layer.name, dtype: 'float32', ...layerConfig(layer) },
        inbound_nodes: layer.inputs.length === 0 ? [] : [layer.inputs.map((input): Json => [input, 0, 0, {}])],
      })),
      input_layers: [input?.name ?? '', 0, 0],
      output_layers: [network.output, 0, 0],
    },
  }
}

function layerConfig({ kind, config }: Layer): LayerConfig {
  if (kind !== 'InputLayer') return { trainable: true, ...config }
  const shape = Array.isArray(config.shape) ? config.shape : []
  return { batch_input_shape: [null, ...shape], sparse: false, ragged: false }
}
