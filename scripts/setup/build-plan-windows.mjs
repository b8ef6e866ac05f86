import { fileURLToPath } from 'node:url'
import { ownHeaders } from './own-headers.mjs'

/** @typedef {import('./build-plan.mjs').Command} Command */

const delayLoad = fileURLToPath(new URL('windows-delay-load.cc', import.meta.url))

/** Why the binding has none of our own kernels on Windows. */
export const noKernelsOnWindows =
  "not built: on Windows TensorFlow's C++ interface is Visual C++'s own, GCC makes the C one only"

/**
 * The binding by GCC for Windows (MinGW-w64). Node's functions come from whatever program loads it, node.exe or the desktop
 * application; TensorFlow's from the import library that lies in its wheel.
 *
 * @param {object} where
 * @param {string} where.bindingPackage
 * @param {string} where.nodeHeaders with Node's lists of functions beside it, in def/
 * @param {string} where.objectFolder
 * @param {string} where.output
 * @returns {{objects: Command[], link: Command}}
 */
export function planWindowsBuild({ bindingPackage, nodeHeaders, objectFolder, output }) {
  const include = ['-I', nodeHeaders, '-I', bindingPackage, '-isystem', `${bindingPackage}/deps/include`]
  // COMPILER_MSVC: as tfjs-node's own binding.gyp has it; TensorFlow's functions are then imported.
  const common = ['-std=c++17', '-O2', '-DNAPI_VERSION=8', '-DCOMPILER_MSVC', '-DNOMINMAX', ...include]
  const binding = ['tfjs_backend.cc', 'tfjs_binding.cc'].map((source) => `${bindingPackage}/binding/${source}`)
  const compiled = [...binding, delayLoad].map((source, index) => {
    const ahead = source === delayLoad ? [] : ownHeaders
    const object = `${objectFolder}/${index}.o`
    return { output: object, parameters: [...common, ...ahead, '-c', source, '-o', object] }
  })
  const imports = ['js_native_api', 'node_api'].map((name) => {
    const library = `${objectFolder}/${name}.a`
    const definitions = `${nodeHeaders}/../def/${name}.def`
    return { program: 'dlltool', output: library, parameters: ['-d', definitions, '-y', library] }
  })
  const objects = [...compiled, ...imports]
  const tensorflow = `${bindingPackage}/deps/lib/_pywrap_tensorflow_common.dll.if.lib`
  const inputs = [...objects.map((object) => object.output), '-ldelayimp', tensorflow]
  // Static: GCC's own libraries go into the binding.
  return { objects, link: { output, parameters: ['-shared', '-static', ...inputs, '-o', output] } }
}
