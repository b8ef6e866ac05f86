import { linkSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { splits, unwatched } from '../../contract/index.ts'
import { editDataset, importDataset, keepImported, writeSplits } from '../../main/dataset/index.ts'
import { runPython } from '../helpers/oracle.ts'
import { picture, temporaryFolder, writePhotographs, writeTree } from '../helpers/photographs.ts'

const minutes = 60_000
const work = unwatched()

interface Found {
  classes: string[]
  counts: number[]
}
type Answer = Record<string, { dataset: Found; flow: Found; pictures: number }>

test(
  'Keras reads the folders of a data set with the same classes and counts, whatever the photographs are called',
  async () => {
    const home = temporaryFolder()
    const folder = await writePhotographs(join(home, 'photographs'), { 'a cat': 8, Dogs: 8, 물고기: 8 })
    const jpeg = await picture(50, 40, 901).jpeg().toBuffer()
    writeTree(folder, {
      'a cat/deep/0001.jpg': await picture(50, 40, 902).jpeg().toBuffer(),
      'a cat/no ending': jpeg,
      'Dogs/called.gif': await picture(50, 40, 903).png().toBuffer(),
      'Dogs/a.webp': await picture(50, 40, 904).webp().toBuffer(),
      'Dogs/A.JPG': await picture(50, 40, 905).jpeg().toBuffer(),
      'Dogs/b.tif': await picture(50, 40, 906).tiff().toBuffer(),
      '물고기/g.gif': await picture(50, 40, 907).gif().toBuffer(),
    })
    linkSync(join(folder, 'Dogs/0001.jpg'), join(folder, 'Dogs/linked.jpg'))
    const dir = join(home, 'project')
    await keepImported(dir, await importDataset({ folder, recordIn: dir, seed: 2, work }))
    const dataset = await editDataset(dir, 'do', [
      { kind: 'relabel', photographs: ['a cat/0001.jpg'], class: 'Dogs' },
      { kind: 'leave-out', photographs: ['a cat/0002.jpg'] },
      { kind: 'rename-class', class: 'a cat', to: 'cats' },
    ])
    const before = readdirSync(folder, { recursive: true }).length

    for (const as of ['links', 'copies'] as const) {
      const out = join(home, as)
      const written = await writeSplits({ dataset, dir, out, as, work })
      expect(written).toMatchObject({ files: dataset.photographs.length, converted: 3 })
      expect(written[as === 'links' ? 'linked' : 'copied']).toBe(dataset.photographs.length - 3)
      const answer = JSON.parse((await runPython('split_folders.py', [out])).split('@@')[1]!) as Answer
      for (const split of splits) {
        const of = dataset.photographs.filter((photograph) => photograph.split === split)
        const counts = dataset.classes.map((name) => of.filter((photograph) => photograph.class === name).length)
        const expected = { classes: dataset.classes, counts }
        expect(answer[split], `${as} ${split}`).toEqual({ dataset: expected, flow: expected, pictures: of.length })
      }
    }
    expect(statSync(join(folder, 'Dogs/A.JPG')).nlink, 'one link, no copy').toBe(2)
    expect(readdirSync(folder, { recursive: true }).length).toBe(before)
    const list = readFileSync(join(home, 'links', 'splits.csv'), 'utf8').split('\r\n')
    expect(list).toHaveLength(dataset.photographs.length + 2)
    expect(list[0]).toBe('file,split,class,sha256')
    const png = readdirSync(join(home, 'links'), { recursive: true, encoding: 'utf8' }).find((file) =>
      file.endsWith('g.png'),
    )
    expect(await sharp(join(home, 'links', png!)).metadata()).toMatchObject({ width: 50, height: 40, format: 'png' })
    await expect(writeSplits({ dataset, dir, out: join(home, 'links'), as: 'list', work })).rejects.toThrow(
      expect.objectContaining({ failure: expect.objectContaining({ code: 'folder-exists' }) as unknown }),
    )
  },
  5 * minutes,
)
