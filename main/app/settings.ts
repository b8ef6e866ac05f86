import { join } from 'node:path'
import { settingsSchema, type Settings } from '../../contract/index.ts'
import { jsonFile, type JsonFile } from './json-file.ts'

const initial: Settings = { language: null, theme: 'system', device: 'auto', precision: 'auto', featuresLimit: null }

/** settings.json; a value that is not known is as if it had never been set. */
export function settingsFile(home: string): JsonFile<Settings> {
  const { shape } = settingsSchema
  const schema = settingsSchema.extend({
    language: shape.language.catch(initial.language),
    theme: shape.theme.catch(initial.theme),
    device: shape.device.catch(initial.device),
    precision: shape.precision.catch(initial.precision),
    featuresLimit: shape.featuresLimit.catch(initial.featuresLimit),
  })
  return jsonFile(join(home, 'settings.json'), schema, initial)
}
