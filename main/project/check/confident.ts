/** A label that is probably wrong. */
export interface Suspect {
  row: number
  label: number
  suggested: number
  /** The probability of the suggested class, by a model that has not seen the photograph. */
  confidence: number
}

/**
 * Labels that are probably wrong, by confident learning (Northcutt, Jiang and Chuang, "Confident Learning: Estimating
 * Uncertainty in Dataset Labels", 2021, section 3.1): a class's threshold is the mean probability that its own photographs
 * get for it; a photograph counts for the most probable class of those whose threshold it reaches; where that is not its
 * label, the label is suspect. The surest first, by the paper's normalized margin.
 *
 * `probabilities`: n × classes, out of sample. `labels`: n.
 */
export function suspectsOf(probabilities: Float32Array, labels: Int32Array, classes: number): Suspect[] {
  const of = (row: number, name: number): number => probabilities[row * classes + name]!
  const rows = [...labels.keys()]
  const thresholds = Array.from({ length: classes }, (_, name) => {
    const own = rows.filter((row) => labels[row] === name)
    return own.reduce((sum, row) => sum + of(row, name), 0) / own.length
  })
  return rows
    .flatMap((row): Suspect[] => {
      const label = labels[row]!
      const reached = thresholds.flatMap((threshold, name) => (of(row, name) >= threshold ? [name] : []))
      const suggested = reached.reduce(
        (best, name) => (of(row, name) > of(row, best) ? name : best),
        reached[0] ?? label,
      )
      return suggested === label ? [] : [{ row, label, suggested, confidence: of(row, suggested) }]
    })
    .sort((a, b) => of(a.row, a.label) - a.confidence - (of(b.row, b.label) - b.confidence))
}
