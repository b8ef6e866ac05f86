import { planWindowsBuild } from './build-plan-windows.mjs'
import { ownHeaders } from './own-headers.mjs'

/**
 * One C++ file of our own TensorFlow kernels, as main/tensorflow/kernels/sources.json lists it.
 *
 * @typedef {object} KernelObject
 * @property {string} source a file beside sources.json
 * @property {string} name of the object: one source can be compiled for several kinds of processor
 * @property {string[]} [flags]
 * @property {string[]} [defines]
 * @property {string[]} [archs] where it is compiled, by Node's names; everywhere when left out
 */

/**
 * @typedef {object} Command
 * @property {string} output
 * @property {string[]} parameters
 * @property {string} [program] one that lies beside the compiler; the compiler itself when left out
 */

/**
 * The compiler's calls that make the binding: objects, which can be made at once, and the link.
 *
 * @param {object} where
 * @param {string} where.platform
 * @param {string} where.arch
 * @param {string} where.bindingPackage tfjs-node's folder, with TensorFlow in deps/
 * @param {string} where.nodeHeaders
 * @param {string} where.kernelFolder
 * @param {KernelObject[]} where.kernels none on Windows
 * @param {string} where.objectFolder
 * @param {string} where.output the .node file
 * @returns {{objects: Command[], link: Command}}
 */
export function planBuild({
  platform,
  arch,
  bindingPackage,
  nodeHeaders,
  kernelFolder,
  kernels,
  objectFolder,
  output,
}) {
  if (platform === 'win32') return planWindowsBuild({ bindingPackage, nodeHeaders, objectFolder, output })
  const common = ['-std=c++17', '-O2', '-fPIC']
  const tensorflow = `${bindingPackage}/deps/include`
  const binding = ['tfjs_backend.cc', 'tfjs_binding.cc'].map((source) => ({
    output: `${objectFolder}/${source}.o`,
    parameters: [
      ...common,
      '-DNAPI_VERSION=8',
      ...['-I', nodeHeaders, '-I', bindingPackage, '-isystem', tensorflow],
      ...ownHeaders,
      ...['-c', `${bindingPackage}/binding/${source}`],
    ],
  }))
  // EIGEN_MAX_ALIGN_BYTES: as the wheel itself was built (tf.sysconfig.get_compile_flags()).
  const own = kernels
    .filter(({ archs }) => !archs || archs.includes(arch))
    .map(({ source, name, flags = [], defines = [] }) => ({
      output: `${objectFolder}/${name}.o`,
      parameters: [
        ...common,
        ...['-fvisibility=hidden', '-DEIGEN_MAX_ALIGN_BYTES=64', ...defines.map((define) => `-D${define}`), ...flags],
        ...['-isystem', tensorflow, '-c', `${kernelFolder}/${source}`],
      ],
    }))
  const objects = [...binding, ...own].map((object) => ({
    ...object,
    parameters: [...object.parameters, '-o', object.output],
  }))
  const parameters = [
    ...['-shared', ...objects.map((object) => object.output), '-L', `${bindingPackage}/deps/lib`],
    ...linkerFlags(platform),
    ...['-o', output],
  ]
  return { objects, link: { output, parameters } }
}

/**
 * Symbols of Node are found in the process that loads the binding, and TensorFlow in deps/, wherever the checkout lies.
 *
 * @param {string} platform
 */
function linkerFlags(platform) {
  if (platform === 'darwin') {
    return [
      '-undefined',
      'dynamic_lookup',
      '-ltensorflow',
      '-ltensorflow_framework',
      '-Wl,-rpath,@loader_path/../../deps/lib',
    ]
  }
  return ['-ltensorflow', '-ltensorflow_framework', '-Wl,-rpath,$ORIGIN/../../deps/lib']
}
