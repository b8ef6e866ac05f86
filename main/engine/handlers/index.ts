import type { Handlers } from '../handler.ts'
import { checkDataset } from './check-dataset.ts'
import { doctor } from './doctor.ts'
import { fetchSamples } from './fetch-samples.ts'
import { fetchWeights } from './fetch-weights.ts'
import { importDataset } from './import-dataset.ts'
import { summarize } from './summarize.ts'

/** Who answers what. */
export const handlers: Handlers = {
  doctor,
  summarize,
  'import-dataset': importDataset,
  'check-dataset': checkDataset,
  'fetch-weights': fetchWeights,
  'fetch-samples': fetchSamples,
}
