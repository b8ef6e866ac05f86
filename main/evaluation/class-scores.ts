export interface ClassScores {
  /** Right among those that were called this class; 0 when none was. */
  precision: number
  /** Right among those that are this class; 0 when there is none. */
  recall: number
  /** Harmonic mean of precision and recall; 0 when both are 0. */
  f1: number
  /** Photographs that are this class. */
  support: number
}

const ratio = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole)

/**
 * Precision, recall, F1 and support of each class.
 *
 * Source: scikit-learn, `precision_recall_fscore_support(zero_division=0)`.
 *
 * @param confusion C×C counts; rows: true class, columns: predicted
 */
export function classScores(confusion: readonly (readonly number[])[]): ClassScores[] {
  return confusion.map((row, index) => {
    const right = row[index]!
    const support = row.reduce((sum, count) => sum + count, 0)
    const called = confusion.reduce((sum, other) => sum + other[index]!, 0)
    return {
      precision: ratio(right, called),
      recall: ratio(right, support),
      f1: ratio(2 * right, called + support),
      support,
    }
  })
}

/**
 * The mean recall of the classes that occur: the accuracy, were every class equally common.
 *
 * Source: scikit-learn, `balanced_accuracy_score`.
 */
export function balancedAccuracy(scores: readonly ClassScores[]): number {
  const present = scores.filter((score) => score.support > 0)
  return present.reduce((sum, score) => sum + score.recall, 0) / present.length
}
