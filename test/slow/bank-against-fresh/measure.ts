import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { epochShown, seeds, type Arm, type Protocol } from './arms.ts'
import { openPhotographs } from './features.ts'
import { openHeads, type Judged } from './heads.ts'

/** Judgements of each arm, one a seed, by the epochs after which they were made. */
export type Found = Map<number, Map<Arm, Judged[]>>

const raw = join(import.meta.dirname, '..', '..', '..', 'node_modules', '.cache', 'thaw', 'bank-against-fresh')

/**
 * A whole protocol: ten minutes on two cores for thirty epochs. The draw of a (picture, epoch, seed) is the same for all
 * folds and arms. Each seed's judgements are kept in node_modules/.cache, for another look at them.
 */
export async function measure(protocol: Protocol): Promise<{ labels: Int32Array; found: Found }> {
  const { arms, judgedAfter } = protocol
  const photographs = await openPhotographs(protocol.preprocess)
  const { labels, shape } = photographs
  const found: Found = new Map(judgedAfter.map((epoch) => [epoch, new Map(arms.map((arm) => [arm, []]))]))
  const epochs = Math.max(...judgedAfter)
  /** Whether some bank shows these draws again. */
  const comesAgain = (epoch: number): boolean => arms.some((arm) => arm !== 'fresh' && epochShown(arm, epoch) === epoch)
  try {
    const none = photographs.asTheyAre()
    for (const seed of seeds) {
      const heads = openHeads(seed, arms, shape, labels)
      const drawn = new Map<number, Float32Array>()
      try {
        for (let epoch = 0; epoch < epochs; epoch++) {
          drawn.set(epoch, photographs.drawn(epoch, seed))
          heads.train(epoch, (arm) => drawn.get(epochShown(arm, epoch) ?? -1) ?? none)
          if (!comesAgain(epoch)) drawn.delete(epoch)
          for (const [arm, judgements] of found.get(epoch + 1) ?? []) judgements.push(heads.judge(arm, none))
        }
      } finally {
        heads.close()
      }
      keepRaw(protocol, seed, found)
    }
  } finally {
    photographs.close()
  }
  return { labels, found }
}

function keepRaw({ title, preprocess }: Protocol, seed: number, found: Found): void {
  mkdirSync(raw, { recursive: true })
  const plain = [...found].map(([epoch, byArm]) => ({
    epoch,
    arms: [...byArm].map(([arm, judgements]) => {
      const { losses, right } = judgements.at(-1)!
      return { arm, losses: [...losses], right: [...right] }
    }),
  }))
  writeFileSync(join(raw, `${title.replaceAll(/\W+/g, '-')}-${seed}.json`), JSON.stringify({ preprocess, plain }))
  console.log(`${title}: seed ${seed} is done`)
}
