import { fail } from '../../contract/index.ts'
import type { Json, LayerConfig } from '../network/index.ts'
import { refusedObject } from './keras-objects.ts'

/** What every layer of Keras 3, tf_keras or Keras 2 takes. */
const common = words(
  'name trainable dtype autocast dynamic activity_regularizer',
  'input_dim input_shape batch_input_shape batch_size weights implementation',
)
const activations = words(
  'celu elu exponential gelu glu hard_shrink hard_sigmoid hard_silu hard_swish hard_tanh leaky_relu linear log_sigmoid',
  'log_softmax mish relu relu6 selu sigmoid silu soft_shrink softmax softplus softsign sparse_plus sparse_sigmoid',
  'sparsemax squareplus swish tanh tanh_shrink threshold',
  // tf_keras takes layers by their class names as well.
  'ELU LeakyReLU PReLU ReLU Softmax ThresholdedReLU',
)

type Rule = (value: Json) => boolean
const isSize = (value: Json): boolean => typeof value === 'number' && value >= 1
const sizes: Rule = (value) => isSize(value) || (Array.isArray(value) && value.length === 2 && value.every(isSize))
const padding: Rule = (value) => typeof value === 'string' && /^(valid|same)$/i.test(value)
/** A word that Keras knows, or the config of an object. */
const activation: Rule = (value) => (typeof value === 'string' ? activations.has(value) : typeof value === 'object')
const format: Rule = (value) => typeof value === 'string' && /^channels_(first|last)$/i.test(value)
const share: Rule = (value) => typeof value !== 'number' || (value >= 0 && value <= 1)
const anything: Rule = () => true

const ofWeights = Object.fromEntries(
  ['kernel', 'bias'].flatMap((weight) =>
    ['initializer', 'regularizer', 'constraint'].map((what) => [`${weight}_${what}`, anything]),
  ),
)
const adapted = { lora_rank: anything, lora_alpha: anything, quantization_config: anything }

/**
 * The settings of each class, with what of their values either Keras refuses. Null stands for the class's own default.
 *
 * Source: the constructors of keras.layers (3) and tf_keras.layers (2).
 */
const settings: Readonly<Record<string, Readonly<Record<string, Rule>>>> = {
  Activation: { activation },
  Conv2D: {
    ...{ filters: isSize, kernel_size: sizes, strides: sizes, dilation_rate: sizes, padding, data_format: format },
    ...{ groups: anything, activation, use_bias: anything, ...ofWeights, ...adapted },
  },
  Dense: { units: isSize, activation, use_bias: anything, ...ofWeights, ...adapted },
  Dropout: { rate: share, noise_shape: anything, seed: anything },
  Flatten: { data_format: format },
  MaxPooling2D: { pool_size: sizes, strides: sizes, padding, data_format: format },
  Rescaling: { scale: anything, offset: anything },
}

/**
 * Refuses a layer's config that no Keras would open, by the layer, its class and the setting; what only one of Keras 3 and
 * tf_keras refuses is let through. Keras 3 takes anything of an InputLayer.
 *
 * @throws `unknown-setting`, `damaged-model`
 */
export function checkSettings({ name, kind }: { name: string; kind: string }, config: LayerConfig, path: string): void {
  const own = Object.hasOwn(settings, kind) ? settings[kind] : undefined
  if (!own) return
  const where = `${name} (${kind})`
  for (const [key, value] of Object.entries(config)) {
    const rule = Object.hasOwn(own, key) ? own[key] : undefined
    if (!rule && !common.has(key)) {
      throw fail(
        'unknown-setting',
        `The layer ${where} of ${path} has a setting ${key}, which Keras does not know either.`,
        {
          expected: [...Object.keys(own), ...common].join(', '),
          found: key,
          file: path,
          remedy: 'Save the model again with Keras, or open it with the program that wrote this setting.',
        },
      )
    }
    const isRefused = key === 'trainable' ? typeof value !== 'boolean' : rule && value !== null && !rule(value)
    const refused = isRefused ? JSON.stringify(value) : refusedObject(key, value, rankOf(kind, key, config))
    if (refused !== null) {
      throw fail('damaged-model', `The layer ${where} of ${path} cannot be built: its ${key} is no value of Keras's.`, {
        found: `${key}: ${refused}`,
        file: path,
        remedy: 'Save the model again with Keras.',
      })
    }
  }
}

/** Dimensions of the weight that a setting is of; null where the layer makes none. */
function rankOf(kind: string, key: string, { use_bias: bias }: LayerConfig): number | null {
  if (key.startsWith('kernel_')) return kind === 'Dense' ? 2 : 4
  return key.startsWith('bias_') && (bias === true || bias === undefined) ? 1 : null
}

function words(...lines: string[]): ReadonlySet<string> {
  return new Set(lines.flatMap((line) => line.split(' ')))
}
