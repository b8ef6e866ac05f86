export { quickChecks, readChecked, writeChecked, type Checked } from './checks/index.ts'
export {
  augment,
  augmentedBatches,
  drawOf,
  matrixOf,
  openAugmenter,
  zoomBounds,
  type AffineMatrix,
  type AugmentedPass,
  type Augmenter,
  type AugmenterOptions,
  type Draw,
} from './augment/index.ts'
export {
  openDatasetAt,
  photographPath,
  photographsFolder,
  readDataset,
  selectSplit,
  writeDataset,
} from './dataset-file.ts'
export { decodeBatches, type DecodeRequest } from './decode-batches.ts'
export type { PhotographBatch } from './decode-messages.ts'
export { decodable } from './heic/index.ts'
export { importDataset, type ImportOptions } from './import-dataset.ts'
export { acceptedFindings, drawSettingsOf, editStateOf, firstLabelOf } from './edits/index.ts'
export { nearBits, nearColours, nearPairs, readLooks, type Looks } from './looks/index.ts'
export { previewImport } from './preview-import.ts'
export { stemOf } from './archives/index.ts'
export { openSources, unpackedFolder, type Sources } from './sources.ts'
export { currentPixelRule, decodeBytes, decodePhotograph } from './pixels.ts'
export { writeSplits } from './split/write-folders.ts'
export { editDataset, keepImported } from './record.ts'
export { reportOn } from './report.ts'
