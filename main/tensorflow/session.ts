import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fail } from '../../contract/index.ts'
import { tensorflow } from './binding.ts'
import type { Graph } from './graph.ts'
import { free, tensorOf, valuesOf, type Tensor } from './tensor.ts'

/** A graph that TensorFlow has loaded, with its variables and what it holds. */
export interface Session {
  /** One call of TensorFlow's session: feeds by placeholder name, fetches by node name. The caller frees the results. */
  run(feeds: Readonly<Record<string, Tensor>>, fetches: readonly string[]): Tensor[]
  /** The same for float32 results, copied out and freed. */
  read(feeds: Readonly<Record<string, Tensor>>, fetches: readonly string[]): Float32Array[]
  /** Frees the graph, its constants and variables. */
  close(): void
}

/**
 * Loads a graph into a session of its own; TensorFlow's graph optimizer runs at the first call.
 *
 * @throws `graph-refused` with TensorFlow's own words when a node is not valid
 */
export function openSession(graph: Graph): Session {
  const binding = tensorflow()
  const folder = mkdtempSync(join(tmpdir(), 'thaw-graph-'))
  let id: number
  try {
    writeFileSync(join(folder, 'saved_model.pb'), graph.bytes())
    id = binding.loadSavedModel(folder, 'serve')
  } catch (error) {
    throw fail('graph-refused', 'TensorFlow refused the network.', { found: String(error) })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  const held: Record<string, Tensor> = {}
  const close = () => {
    binding.deleteSavedModel(id)
    free(...Object.values(held))
  }
  try {
    for (const [name, { values, shape }] of graph.held) held[name] = tensorOf(values, shape)
  } catch (error) {
    close()
    throw error
  }
  let open = true
  const output = (name: string) => (name.includes(':') ? name : `${name}:0`)
  const run: Session['run'] = (feeds, fetches) => {
    if (!open) throw new Error('This session is closed')
    const all = { ...held, ...feeds }
    const names = Object.keys(all).map(output)
    const ids = Object.values(all).map((tensor) => tensor.id)
    return binding.runSavedModel(id, ids, names.join(','), fetches.map(output).join(','))
  }
  return {
    run,
    read(feeds, fetches) {
      const results = run(feeds, fetches)
      try {
        return results.map(valuesOf)
      } finally {
        free(...results)
      }
    },
    close() {
      if (open) close()
      open = false
    },
  }
}
