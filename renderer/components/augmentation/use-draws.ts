import { shallowRef } from 'vue'

/**
 * Pictures that follow a setting as it moves: the next are asked for when those before have been loaded, so that the
 * picture lags by what one set takes and no queue builds up. `ask` answers addresses, or nothing where it failed; it does not throw.
 */
export function useDraws(ask: () => Promise<string[] | undefined>) {
  const pictures = shallowRef<string[]>([])
  let asking = false
  let loading = 0
  let stale = false

  async function update(): Promise<void> {
    stale = true
    if (asking || loading > 0) return
    asking = true
    stale = false
    const next = await ask()
    asking = false
    if (next) {
      loading = next.filter((address, i) => address !== pictures.value[i]).length
      pictures.value = next
    }
    goOn()
  }

  /** A picture was loaded, or was not to be had. */
  function settled(): void {
    loading = Math.max(0, loading - 1)
    goOn()
  }

  function goOn(): void {
    if (stale && !asking && loading === 0) void update()
  }

  return { pictures, update, settled }
}
