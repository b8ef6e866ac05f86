import type { MenuItemConstructorOptions } from 'electron'
import type { MenuCommand } from '../../contract/index.ts'
import type { Words } from './words.ts'

type Item = MenuItemConstructorOptions

export interface MenuChoices {
  words: Words
  mac: boolean
  /** Whether developer tools are offered. */
  tools: boolean
  /** Newest first. */
  recent: readonly { name: string; project: string }[]
  choose: (command: MenuCommand, folder?: string) => void
}

/** The application's menu, as the system draws it. Roles carry our own words: theirs are English on two of three systems. */
export function menuTemplate(choices: MenuChoices): Item[] {
  const { words: w, mac } = choices
  return [
    ...(mac ? [appMenu(choices)] : []),
    fileMenu(choices),
    editMenu(choices),
    goMenu(choices),
    viewMenu(choices),
    ...(mac ? [{ label: w.window, submenu: [{ role: 'minimize' as const, label: w.minimize }] }] : []),
    ...(mac ? [] : [{ label: w.help, submenu: [{ role: 'about' as const, label: w.about }] }]),
  ]
}

const separator: Item = { type: 'separator' }

function settingsItem({ words: w, choose }: MenuChoices): Item {
  return { id: 'settings', label: w.settings, accelerator: 'CmdOrCtrl+,', click: () => choose('settings') }
}

function appMenu(choices: MenuChoices): Item {
  const w = choices.words
  return {
    label: 'Thaw',
    submenu: [
      { role: 'about', label: w.about },
      separator,
      settingsItem(choices),
      separator,
      { role: 'services', label: w.services },
      separator,
      { role: 'hide', label: w.hide },
      { role: 'hideOthers', label: w.hideOthers },
      { role: 'unhide', label: w.showAll },
      separator,
      { role: 'quit', label: w.quit },
    ],
  }
}

function fileMenu(choices: MenuChoices): Item {
  const { words: w, mac, recent, choose } = choices
  const projects: Item[] = recent.map(({ name, project }) => ({
    // A single & would mark a letter.
    label: name.replaceAll('&', '&&'),
    click: () => choose('open-folder', project),
  }))
  return {
    label: w.file,
    submenu: [
      { id: 'open-folder', label: w.openFolder, accelerator: 'CmdOrCtrl+O', click: () => choose('open-folder') },
      { label: w.openRecent, submenu: projects.length > 0 ? projects : [{ label: w.noRecent, enabled: false }] },
      separator,
      ...(mac ? [] : [settingsItem(choices), separator]),
      { role: 'close', label: w.closeWindow, accelerator: 'CmdOrCtrl+W' },
      ...(mac ? [] : [{ role: 'quit' as const, label: w.quit, accelerator: 'CmdOrCtrl+Q' }]),
    ],
  }
}

function editMenu({ words: w }: MenuChoices): Item {
  return {
    label: w.edit,
    submenu: [
      { role: 'undo', label: w.undo },
      { role: 'redo', label: w.redo },
      separator,
      { role: 'cut', label: w.cut },
      { role: 'copy', label: w.copy },
      { role: 'paste', label: w.paste },
      { role: 'selectAll', label: w.selectAll },
    ],
  }
}

function goMenu({ words: w, choose }: MenuChoices): Item {
  const steps = ['data', 'model', 'train', 'inside', 'judge', 'use'] as const
  return {
    label: w.go,
    submenu: [
      { id: 'home', label: w.home, accelerator: 'CmdOrCtrl+Shift+H', click: () => choose('home') },
      separator,
      ...steps.map((step, i) => ({
        id: step,
        label: w[step],
        accelerator: `CmdOrCtrl+${i + 1}`,
        click: () => choose(step),
      })),
    ],
  }
}

function viewMenu({ words: w, tools }: MenuChoices): Item {
  return {
    label: w.view,
    submenu: [
      { role: 'resetZoom', label: w.actualSize },
      { role: 'zoomIn', label: w.zoomIn },
      { role: 'zoomOut', label: w.zoomOut },
      separator,
      { role: 'togglefullscreen', label: w.fullScreen },
      ...(tools
        ? [separator, { role: 'reload' as const, label: w.reload }, { role: 'toggleDevTools' as const, label: w.tools }]
        : []),
    ],
  }
}
