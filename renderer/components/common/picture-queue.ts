/** How many pictures may be under way at a time: a fast scroll over 25,000 must not ask for all that it passes. */
export const mostInFlight = 24

export interface Place {
  /** Called when the picture's turn comes, at once if a place is free. */
  start: () => void
}

/** Gives out `most` places, the latest asker first: what came into view last is what is looked at. */
export function createQueue(most: number) {
  const under = new Set<Place>()
  const waiting: Place[] = []
  const next = (): void => {
    while (under.size < most) {
      const place = waiting.pop()
      if (!place) return
      under.add(place)
      place.start()
    }
  }
  return {
    ask(place: Place): void {
      waiting.push(place)
      next()
    },
    /** The picture is there, failed, or is not wanted any more. */
    leave(place: Place): void {
      const at = waiting.indexOf(place)
      if (at >= 0) waiting.splice(at, 1)
      if (under.delete(place)) next()
    },
    count: (): number => under.size,
  }
}

export const pictureQueue = createQueue(mostInFlight)
