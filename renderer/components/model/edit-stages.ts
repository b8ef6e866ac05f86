import type { NetworkRow, Stage } from '../../../contract/index.ts'

/** The index of the first layer of the block that `name` lies in; of `name` itself where there are no blocks. */
function blockStart(base: readonly NetworkRow[], name: string): number {
  const at = base.findIndex((row) => row.name === name)
  const block = base[at]?.block ?? null
  return block === null ? at : base.findIndex((row) => row.block === block)
}

/**
 * What a further stage begins as: the last one's settings, thawing one block more than it, at half its learning rate.
 *
 * @param base what is used of it, from the input up
 */
export function addedStage(stages: readonly Stage[], base: readonly NetworkRow[]): Stage {
  const last = stages.at(-1)
  if (!last) throw new Error('A plan has one stage at least.')
  const below = last.unfreeze === 'none' ? base.length - 1 : blockStart(base, last.unfreeze) - 1
  const next = base[blockStart(base, base[Math.max(0, below)]?.name ?? '')]?.name ?? last.unfreeze
  return { ...last, name: nameFor(stages), unfreeze: next, learningRate: last.learningRate / 2 }
}

/** `finetune`, then `finetune-2`, … */
function nameFor(stages: readonly Stage[]): string {
  const taken = new Set(stages.map(({ name }) => name))
  for (let i = 1; ; i++) {
    const name = i === 1 ? 'finetune' : `finetune-${i}`
    if (!taken.has(name)) return name
  }
}
