import type { TestLooks } from '../../../contract/index.ts'

/** How often the test split was looked at, and from when on that matters. */
export function looksText({ looks, runs, several }: TestLooks): string {
  const counted = `This project's test photographs have been looked at ${times(looks)}, over ${runs === 1 ? '1 model' : `${runs} models`}.`
  if (!several) return counted
  return `${counted} Choosing among runs by these figures makes them optimistic: keep new photographs for the last word.`
}

const times = (count: number): string => (count === 1 ? 'once' : `${count} times`)
