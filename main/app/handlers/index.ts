import type { AppHandlers } from '../context.ts'
import { appState } from './app-state.ts'
import { cacheState, clearCache } from './cache-state.ts'
import { cancelJob, endRun } from './end-run.ts'
import { checkPhotographs } from './check-photographs.ts'
import { editPhotographs } from './edit-photographs.ts'
import { deleteRun, editRun, restoreRun } from './edit-run.ts'
import { forgetProject } from './forget-project.ts'
import { judgeRun } from './judge-run.ts'
import { listFolder } from './list-folder.ts'
import { listPhotographs } from './list-photographs.ts'
import { openProject } from './open-project.ts'
import { previewAugmentation } from './preview-augmentation.ts'
import { previewActivations } from './preview-activations.ts'
import { previewLine } from './preview-line.ts'
import { previewNetwork } from './preview-network.ts'
import { previewPlan } from './preview-plan.ts'
import { projectState } from './project-state.ts'
import { rescanProject } from './rescan-project.ts'
import { saveSettings } from './save-settings.ts'
import { startTraining } from './start-training.ts'
import { weightsState } from './weights-state.ts'

/** Who answers what. */
export const appHandlers: AppHandlers = {
  'app-state': appState,
  'save-settings': saveSettings,
  'list-folder': listFolder,
  'open-project': openProject,
  'project-state': projectState,
  'rescan-project': rescanProject,
  'edit-photographs': editPhotographs,
  'check-photographs': checkPhotographs,
  'forget-project': forgetProject,
  'list-photographs': listPhotographs,
  'preview-network': previewNetwork,
  'preview-activations': previewActivations,
  'preview-augmentation': previewAugmentation,
  'preview-plan': previewPlan,
  'preview-line': previewLine,
  'edit-run': editRun,
  'delete-run': deleteRun,
  'restore-run': restoreRun,
  'start-training': startTraining,
  'judge-run': judgeRun,
  'end-run': endRun,
  'cancel-job': cancelJob,
  'weights-state': weightsState,
  'cache-state': cacheState,
  'clear-cache': clearCache,
}
