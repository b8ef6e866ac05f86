import { fail } from '../../contract/index.ts'
import { attribute } from './attributes.ts'
import { constant, newGraph, placeholder } from './graph.ts'
import { openSession } from './session.ts'
import { DataType, free, tensorOf } from './tensor.ts'

/** One convolution through a graph and a session of its own. @throws `self-test-failed` when it answers wrongly */
export function selfTest(): void {
  const graph = newGraph()
  const x = placeholder(graph, 'x', [null, 3, 3, 1])
  const kernel = constant(graph, 'kernel', new Float32Array(9).fill(1), [3, 3, 1, 1])
  graph.add('Conv2D', 'y', [x, kernel], {
    T: attribute.type(DataType.float32),
    strides: attribute.ints([1, 1, 1, 1]),
    padding: attribute.string('SAME'),
  })
  const session = openSession(graph)
  const input = tensorOf(Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9), [1, 3, 3, 1])
  try {
    const [found] = session.read({ x: input }, ['y'])
    const expected = '12,21,16,27,45,33,24,39,28'
    if (found!.join() !== expected) {
      throw fail('self-test-failed', 'TensorFlow computes a convolution wrongly.', { expected, found: found!.join() })
    }
  } finally {
    free(input)
    session.close()
  }
}
