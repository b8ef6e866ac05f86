import { join } from 'node:path'
import { cacheFolder } from '../files/index.ts'

/** Thumbnails and drawn activations, by what they were made from; safe to delete. */
export const picturesFolder = (): string => join(cacheFolder(), 'pictures')
