import type { Json, LayerConfig } from '../network/index.ts'

type Rule = (value: Json) => boolean

/** What a setting that names an object may be, by either Keras. */
interface Kind {
  /** By every name that Keras 3 or tf_keras knows a class by: the settings that it takes. */
  readonly classes: ReadonlyMap<string, readonly string[]>
  /** Of the settings, whose values are looked at when the object is made. */
  readonly made: Readonly<Record<string, Rule>>
  /** And those that fail only where it makes a weight. */
  readonly used: Readonly<Record<string, Rule>>
}

const isNumber: Rule = (value) => typeof value === 'number' || typeof value === 'boolean'
/** TensorFlow takes lists where it takes numbers. */
const isNumeric: Rule = (value) => isNumber(value) || (Array.isArray(value) && value.length > 0)
/** A whole number, or Keras 3's generator, which is told with its module. */
const isSeed: Rule = (value) =>
  value === null ||
  (Number.isInteger(value) && Math.abs(Number(value)) < 2 ** 63) ||
  (typeof value === 'object' && 'module' in value && nameIn(value)?.[0] === 'SeedGenerator')
const oneOf =
  (...words: string[]): Rule =>
  (value) =>
    typeof value === 'string' && words.includes(value.toLowerCase())

/** From the names of classes to the settings of their constructor, both as words in one text. */
const classes = (table: Readonly<Record<string, string>>): Kind['classes'] =>
  new Map(
    Object.entries(table).flatMap(([names, settings]) =>
      names.split(' ').map((name) => [name, settings.split(' ').filter(Boolean)] as const),
    ),
  )

/** tf_keras knows classes by a second version as well, and takes a dtype, which it drops. */
const initializerClasses = classes({
  'Zeros zeros zero ZerosV2 Ones ones one OnesV2': 'dtype',
  'Constant constant ConstantV2': 'value dtype',
  'RandomNormal random_normal normal RandomNormalV2': 'mean stddev seed dtype',
  'TruncatedNormal truncated_normal TruncatedNormalV2': 'mean stddev seed dtype',
  'RandomUniform random_uniform uniform RandomUniformV2': 'minval maxval seed dtype',
  'VarianceScaling variance_scaling VarianceScalingV2': 'scale mode distribution seed input_axes output_axes dtype',
  'Orthogonal orthogonal OrthogonalInitializer OrthogonalV2': 'gain seed dtype',
  'Identity identity IdentityInitializer IdentityV2': 'gain dtype',
  ...Object.fromEntries(
    ['Glorot', 'He', 'Lecun'].flatMap((who) =>
      ['Normal', 'Uniform'].map((shape) => {
        const [upper, lower] = [`${who}${shape}`, `${who}_${shape}`.toLowerCase()]
        return [`${upper} ${upper}V2 ${lower} ${lower}V2`, 'seed input_axes output_axes dtype']
      }),
    ),
  ),
})

/**
 * Source: keras.src.initializers, regularizers and constraints (3), the same of tf_keras (2).
 */
const kinds: Readonly<Record<string, Kind>> = {
  initializer: {
    classes: initializerClasses,
    made: {
      scale: (value) => isNumber(value) && Number(value) > 0,
      mode: (value) => typeof value === 'string' && /^fan_(in|out|avg)$/.test(value),
      distribution: oneOf('normal', 'truncated_normal', 'untruncated_normal', 'uniform'),
      seed: isSeed,
    },
    used: {
      ...{ mean: isNumeric, stddev: isNumeric, minval: isNumeric, gain: isNumeric },
      maxval: (value) => value === null || isNumeric(value),
      // Keras 3 keeps arrays as objects.
      value: (value) => isNumeric(value) || (typeof value === 'object' && nameIn(value) !== null),
    },
  },
  regularizer: {
    classes: classes({
      'L1 l1': 'l1',
      'L2 l2': 'l2',
      'L1L2 l1_l2 l1l2': 'l1 l2',
      'OrthogonalRegularizer orthogonal_regularizer': 'factor mode',
      'Regularizer regularizer': '',
    }),
    made: {
      ...{ l1: (value) => value === null || isNumber(value), l2: (value) => value === null || isNumber(value) },
      ...{ factor: isNumber, mode: oneOf('rows', 'columns') },
    },
    used: {},
  },
  constraint: {
    classes: classes({
      'MaxNorm max_norm maxnorm': 'max_value axis',
      'MinMaxNorm min_max_norm': 'min_value max_value rate axis',
      'UnitNorm unit_norm unitnorm': 'axis',
      'NonNeg non_neg nonneg RadialConstraint radial_constraint Constraint constraint': '',
    }),
    made: {},
    used: {},
  },
}

/** Initialisers that do not make a weight of every shape: from and to which rank they do. */
const ranks: Readonly<Record<string, readonly [number, number]>> = {
  identity: [2, 2],
  orthogonal: [2, Infinity],
}

/**
 * Why neither Keras 3 nor tf_keras makes the initialiser, regulariser or constraint that a setting names; null where
 * one of them does. `rank`: of the weight that it would fill, null where there is none.
 */
export function refusedObject(key: string, value: Json, rank: number | null): string | null {
  const kind = kinds[key.slice(key.lastIndexOf('_') + 1)]
  if (!kind || value === null) return null
  const named = nameIn(value)
  if (named === null) return 'no name of a class'
  const [name, config] = named
  const settings = kind.classes.get(name)
  if (!settings) return `the class ${name}`
  const strange = Object.keys(config).find((setting) => !settings.includes(setting))
  if (strange !== undefined) return `${name} with a setting ${strange}`
  const rules = rank === null ? kind.made : { ...kind.made, ...kind.used }
  const wrong = Object.entries(config).find(([setting, given]) => rules[setting]?.(given) === false)
  if (wrong) return `${name} with ${wrong[0]}: ${JSON.stringify(wrong[1])}`
  const [least, most] = ranks[name.toLowerCase().replace(/initializer$|v2$/, '')] ?? [0, Infinity]
  return rank === null || (rank >= least && rank <= most)
    ? null
    : `${name}, which makes no weight of ${rank} dimensions`
}

/** A name, or `{ class_name, config }`, however wrapped; Keras 3 goes without a config. */
function nameIn(value: Json): readonly [string, LayerConfig] | null {
  if (typeof value === 'string') return [value, {}]
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return null
  const { class_name: name, config = null } = value
  if (typeof name !== 'string') return null
  if (config === null) return [name, {}]
  return typeof config === 'object' && !Array.isArray(config) ? [name, config] : null
}
