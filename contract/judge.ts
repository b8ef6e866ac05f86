import { z } from 'zod'
import { splits } from './dataset-names.ts'
import { preprocessings } from './network.ts'

/*
 * How good a model is, and where it is wrong: what is asked of an engine and of a shell, and what they answer.
 */

const path = z.string().min(1).max(4096)
const name = z.string().min(1).max(255)
const split = z.enum(splits).default('test')
/** What a model file may not say itself. */
const hints = { preprocess: z.enum(preprocessings).optional(), classes: z.array(name).min(1).max(100_000).optional() }

/** A photograph of the split with what the model says of it. */
export interface JudgedPhotograph {
  /** As in dataset.json. */
  file: string
  /** What it is, by the present labels. */
  label: string
  predicted: string
  /** Cross-entropy, from the logits. */
  loss: number
  /** Of every class, in the order of `classes`. */
  probabilities: number[]
  /** The class that its folder gave, where a person has changed it. */
  labelled?: string
  /** A person marked it as hard to tell. */
  hard?: true
}

/** Photographs whose most probable class has a probability above `from` and at most `to`. */
export interface CalibrationBin {
  from: number
  to: number
  count: number
  /** Mean probability of the predicted class; 0 where there is none. */
  confidence: number
  /** The share that is right; 0 where there is none. */
  accuracy: number
}

/** How far the model's certainty can be taken at its word. */
export interface Calibration {
  bins: CalibrationBin[]
  /** Expected calibration error: the mean distance of confidence and accuracy, bins weighted by their photographs. */
  ece: number
}

/** What calling `positive` whatever has a probability of at least `threshold` would give. */
export interface ThresholdPoint {
  threshold: number
  /** Of `positive`, and called so. */
  truePositives: number
  /** Of the other class, and called `positive`. */
  falsePositives: number
}

/** The choice that a threshold makes between two classes. */
export interface TwoClassCurves {
  /** The class whose probability is compared with the threshold: the second, Keras's 1. */
  positive: string
  negative: string
  positives: number
  negatives: number
  /** From the highest threshold down; one for each probability that occurs. Above the first, nothing is called `positive`. */
  points: ThresholdPoint[]
  /** Area under the ROC curve; null without photographs of both classes. */
  rocArea: number | null
  /** Average precision, the area under the precision-recall curve; null without photographs of `positive`. */
  averagePrecision: number | null
}

/** An accuracy on labels that nobody corrected. */
export interface FirstLabelled {
  accuracy: number
  interval: [number, number]
  correct: number
  total: number
  /** Photographs that were relabelled or left out since. */
  changed: number
}

export interface EvaluateResult {
  classes: string[]
  accuracy: number
  balancedAccuracy: number
  loss: number
  /** Wilson's 95 % interval of the accuracy. */
  interval: [number, number]
  correct: number
  total: number
  /** Rows: true class; columns: predicted. */
  confusion: number[][]
  perClass: Record<string, { precision: number; recall: number; f1: number; support: number }>
  /** Every photograph of the split, worst first. */
  topLosses: JudgedPhotograph[]
  calibration: Calibration
  /** Null for other than two classes. */
  twoClass: TwoClassCurves | null
  /**
   * The same by the labels that the folder gave, those left out since included, so that nobody corrects a model to a better
   * accuracy unseen. Only where a person has changed some.
   */
  firstLabelled?: FirstLabelled
  /** The looks at the test split so far, this one included, where it is a project's. */
  looks?: TestLooks
}

/** Looks at the test split of a project: choosing by what it shows makes it optimistic. */
export interface TestLooks {
  /** How often a result on it was shown. */
  looks: number
  /** Of how many runs and model files. */
  runs: number
  /** So often that choosing by it is no longer innocent. */
  several: boolean
}

/** What a model says of one picture. */
export interface Prediction {
  file: string
  label: string
  probabilities: Record<string, number>
}

export interface PredictResult {
  classes: string[]
  predictions: Prediction[]
  /** What could not be read as a picture, and why. */
  refused: { file: string; reason: string }[]
}

/** A photograph that only one of two models gets right. */
export interface Disagreement {
  file: string
  label: string
  /** What each says. */
  predicted: [string, string]
  loss: [number, number]
}

export interface CompareResult {
  /** The runs' names; a file's without its folder. */
  runs: [string, string]
  total: number
  accuracy: [number, number]
  interval: [[number, number], [number, number]]
  correct: [number, number]
  onlyFirstRight: number
  onlySecondRight: number
  bothRight: number
  bothWrong: number
  /** McNemar's exact test, two-sided. */
  mcnemar: { p: number }
  /** What that means: `same`: they never disagree; `open`: it may be chance; `first`, `second`: that one is probably better. */
  verdict: 'same' | 'open' | 'first' | 'second'
  /** In English, for a person who has not heard of McNemar. */
  sentence: string
  /** Photographs that only one gets right, those on which the losses differ most first. */
  disagreements: Disagreement[]
  /** Every photograph with its loss under each. */
  losses: { file: string; label: string; loss: [number, number] }[]
  looks?: TestLooks
}

/** An epoch of a run, counted from 0. */
const epochOfRun = z.object({ run: name, epoch: z.number().int().min(0) })

export interface EpochLosses {
  /** Why there is nothing to compare: the run did not keep each photograph's loss, or the two judged other photographs. */
  missing: 'not-kept' | 'other-photographs' | null
  /** Validation photographs, in the run's order, with the loss after either epoch. */
  photographs: { file: string; loss: [number, number] }[]
}

export const judgeRequestSchemas = {
  /** Two runs' folders, or one's and a model file, on the same photographs: the split that the first run's project records. */
  compare: z.object({ runs: z.tuple([path, path]), split, ...hints }),
  /** One HTML file that holds all of a run: settings, data, curves, results, mistakes with their photographs, figures. */
  'write-report': z.object({ run: path, out: path, language: z.enum(['en', 'ko']).default('en') }),
} as const

export interface JudgeAnswers {
  compare: CompareResult
  'write-report': { files: string[] }
}

/** What the screen is about: a run of the project, or any model file. */
const chosenJudgedSchema = z.union([z.object({ run: name }), z.object({ file: path, ...hints })])
export type ChosenJudged = z.infer<typeof chosenJudgedSchema>

export const judgeAppSchemas = {
  /**
   * A run's model on the split that the project records. A job; what the model says is kept, so asked twice it is quick.
   * `again`: labels were changed while the result is shown; it is the same look at the test split.
   */
  'judge-run': z.object({ project: path, run: name, split, again: z.boolean().default(false) }),
  /** Any model file on the same photographs. A job. */
  'judge-file': z.object({ project: path, file: path, ...hints, split, again: z.boolean().default(false) }),
  /** It and another run, judged as by `judge-run` or `judge-file`, then compared. A job. */
  'compare-runs': z.object({ project: path, judged: chosenJudgedSchema, other: name, split }),
  /** The loss of each validation photograph after two epochs, of one run or of two. */
  'epoch-losses': z.object({ project: path, first: epochOfRun, second: epochOfRun }),
  /** Writes `report.html` (`report-ko.html`) into the run's folder; answers its name there. A job. */
  'report-run': z.object({ project: path, run: name, language: z.enum(['en', 'ko']) }),
} as const

export interface JudgeAppAnswers {
  'judge-run': EvaluateResult
  'judge-file': EvaluateResult
  'compare-runs': CompareResult
  'epoch-losses': EpochLosses
  'report-run': { file: string }
}
