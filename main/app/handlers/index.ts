import type { AppHandlers } from '../context.ts'
import { appState } from './app-state.ts'
import { cacheState, clearCache } from './cache-state.ts'
import { compareRuns } from './compare-runs.ts'
import { cancelJob, endRun } from './end-run.ts'
import { checkPhotographs } from './check-photographs.ts'
import { editPhotographs } from './edit-photographs.ts'
import { deleteRun, editRun, restoreRun } from './edit-run.ts'
import { epochLosses } from './epoch-losses.ts'
import { forgetProject } from './forget-project.ts'
import {
  insideChannel,
  insideFilters,
  insideMap,
  insideReasons,
  openInside,
  saveInside,
  surveyInside,
} from './inside.ts'
import { judgeFile, judgeRun } from './judge-run.ts'
import { listFolder } from './list-folder.ts'
import { listPhotographs } from './list-photographs.ts'
import { dropPreview, openProject, previewProject } from './open-project.ts'
import { previewAugmentation } from './preview-augmentation.ts'
import { previewActivations } from './preview-activations.ts'
import { previewLine } from './preview-line.ts'
import { previewNetwork } from './preview-network.ts'
import { previewPlan } from './preview-plan.ts'
import { projectState } from './project-state.ts'
import { reportRun } from './report-run.ts'
import { relinkProject } from './relink-project.ts'
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
  'preview-project': previewProject,
  'drop-preview': dropPreview,
  'project-state': projectState,
  'rescan-project': rescanProject,
  'relink-project': relinkProject,
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
  'judge-file': judgeFile,
  'compare-runs': compareRuns,
  'epoch-losses': epochLosses,
  'report-run': reportRun,
  'end-run': endRun,
  'cancel-job': cancelJob,
  'open-inside': openInside,
  'survey-inside': surveyInside,
  'inside-channel': insideChannel,
  'inside-filters': insideFilters,
  'inside-map': insideMap,
  'inside-reasons': insideReasons,
  'save-inside': saveInside,
  'weights-state': weightsState,
  'cache-state': cacheState,
  'clear-cache': clearCache,
}
