import type { Handlers } from '../handler.ts'
import { checkDataset } from './check-dataset.ts'
import { compare } from './compare.ts'
import { doctor } from './doctor.ts'
import { drawActivations } from './draw-activations.ts'
import { drawFigures } from './draw-figures.ts'
import { editDataset } from './edit-dataset.ts'
import { evaluate } from './evaluate.ts'
import { fetchSamples } from './fetch-samples.ts'
import { fetchWeights } from './fetch-weights.ts'
import { importDataset } from './import-dataset.ts'
import { drawFilters } from './draw-filters.ts'
import { drawGradCam } from './draw-grad-cam.ts'
import { lookInside } from './look-inside.ts'
import { predict } from './predict.ts'
import { previewImport } from './preview-import.ts'
import { saveActivations } from './save-activations.ts'
import { measureLine } from './measure-line.ts'
import { relinkDataset } from './relink-dataset.ts'
import { startRun } from './start-run.ts'
import { summarize } from './summarize.ts'
import { writeReport } from './write-report.ts'
import { surveyChannels } from './survey-channels.ts'
import { writeSplits } from './write-splits.ts'

/** Who answers what. */
export const handlers: Required<Handlers> = {
  doctor,
  summarize,
  'import-dataset': importDataset,
  'preview-import': previewImport,
  'check-dataset': checkDataset,
  'edit-dataset': editDataset,
  'relink-dataset': relinkDataset,
  'write-splits': writeSplits,
  'fetch-weights': fetchWeights,
  'fetch-samples': fetchSamples,
  'measure-line': measureLine,
  'start-run': startRun,
  evaluate,
  compare,
  'write-report': writeReport,
  predict,
  'draw-figures': drawFigures,
  'draw-activations': drawActivations,
  'look-inside': lookInside,
  'save-activations': saveActivations,
  'survey-channels': surveyChannels,
  'draw-filters': drawFilters,
  'draw-grad-cam': drawGradCam,
}
