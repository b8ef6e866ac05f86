import { damaged } from './hdf5-values.ts'
import { isModelClass, type KerasLayer } from './keras-schema.ts'

/** Where both Keras look for their classes, today and years ago: where they are public, or the file that they are in. */
const modules = {
  model: /^(tf_)?keras(\.(src\.)?(engine|models)(\.(functional|sequential|training))?)?$/,
  layer: /^(tf_)?keras\.(src\.)?layers(\.\w+)*$/,
}

/**
 * Refuses classes of Keras's names in a .keras archive that are not said to be Keras's. The model's own module must be
 * there; a layer's may be left out. In an .h5 nothing hangs on it: Keras 3 writes none, and tf_keras does not read its own.
 * `model`: one that has been read. Throws `damaged-model`; `path` is only named in the error.
 */
export function checkModules(model: KerasLayer, path: string): void {
  if (!('module' in model)) throw damaged(path, 'no module in config.json', 'the module of the model’s class')
  checkEach(model, path)
}

function checkEach(layer: KerasLayer, path: string): void {
  const { class_name: kind, module: told, name = kind } = layer
  const known = modules[isModelClass(kind) ? 'model' : 'layer']
  if (told !== undefined && !(typeof told === 'string' && known.test(told))) {
    throw damaged(path, `${name} of the module ${JSON.stringify(told)}`, 'a module of Keras, such as keras.layers')
  }
  if (isModelClass(kind)) for (const inner of layersOf(layer)) checkEach(inner, path)
}

/** Of a model: its config, or what that holds. */
function layersOf({ config }: KerasLayer): readonly KerasLayer[] {
  const layers = Array.isArray(config) ? config : (config as { layers: unknown }).layers
  return layers as readonly KerasLayer[]
}
