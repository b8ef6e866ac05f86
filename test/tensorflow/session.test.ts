import { describe, expect, it } from 'vitest'
import {
  attribute,
  cast,
  constant,
  DataType,
  free,
  newGraph,
  openSession,
  placeholder,
  tensorOf,
  toBfloat16,
} from '../../main/tensorflow/index.ts'
import { expectNothingLeaks } from '../helpers/tensors.ts'

const float = { T: attribute.type(DataType.float32) }

describe('a session', () => {
  it('runs a graph that we wrote and frees everything', () =>
    expectNothingLeaks(() => {
      const graph = newGraph()
      graph.add('Square', 'y', [placeholder(graph, 'x', [null, 2])], float)
      const session = openSession(graph)
      const x = tensorOf(Float32Array.of(1, -2, 3, 4), [2, 2])
      expect(session.read({ x }, ['y'])).toEqual([Float32Array.of(1, 4, 9, 16)])
      free(x)
      session.close()
    }))

  it('takes raw bytes as uint8', () =>
    expectNothingLeaks(() => {
      const graph = newGraph()
      const x = placeholder(graph, 'x', [null], DataType.uint8)
      cast(graph, 'y', x, DataType.uint8, DataType.float32)
      const session = openSession(graph)
      const bytes = tensorOf(Uint8Array.of(0, 128, 255), [3])
      expect(session.read({ x: bytes }, ['y'])).toEqual([Float32Array.of(0, 128, 255)])
      free(bytes)
      session.close()
    }))

  it('says in TensorFlow’s words why a graph is refused, and leaves no session', () =>
    expectNothingLeaks(() => {
      const graph = newGraph()
      graph.add('NoSuchOp', 'y', [])
      expect(() => openSession(graph)).toThrow(
        expect.objectContaining({
          failure: expect.objectContaining({ code: 'graph-refused', found: expect.stringContaining('NoSuchOp') }),
        }),
      )
    }))

  it('keeps the bits of two sessions with variables of one name apart', () =>
    expectNothingLeaks(() => {
      const open = () => {
        const graph = newGraph()
        const handle = graph.add('VarHandleOp', 'v', [], {
          dtype: attribute.type(DataType.float32),
          shape: attribute.shape([]),
          container: attribute.string(''),
          shared_name: attribute.string('v'),
        })
        const value = placeholder(graph, 'value', [])
        const dtype = { dtype: attribute.type(DataType.float32) }
        const assigned = graph.add('AssignVariableOp', 'assign', [handle, value], dtype)
        graph.add('Identity', 'set', [constant(graph, 'one', Float32Array.of(1), []), `^${assigned}`], float)
        graph.add('ReadVariableOp', 'read', [handle], dtype)
        return openSession(graph)
      }
      const [a, b] = [open(), open()]
      for (const [session, number] of [
        [a, 3],
        [b, 5],
      ] as const) {
        const value = tensorOf(Float32Array.of(number), [])
        session.read({ value }, ['set'])
        free(value)
      }
      expect([a.read({}, ['read']), b.read({}, ['read'])]).toEqual([[Float32Array.of(3)], [Float32Array.of(5)]])
      a.close()
      b.close()
    }))

  it('refuses a node name twice', () => {
    const graph = newGraph()
    placeholder(graph, 'x', [])
    expect(() => placeholder(graph, 'x', [])).toThrow('Two graph nodes are named x')
  })
})

describe('bfloat16', () => {
  it('is the upper half of a float32, rounded to nearest even', () => {
    const values = Float32Array.of(1, -2, 1 + 2 ** -8, 1 + 3 * 2 ** -8, 0, Infinity)
    expect([...toBfloat16(values)]).toEqual([0x3f80, 0xc000, 0x3f80, 0x3f82, 0, 0x7f80])
  })
  it('keeps NaN', () => {
    expect(toBfloat16(Float32Array.of(NaN))[0]! & 0x7fff).toBeGreaterThan(0x7f80)
  })
})
