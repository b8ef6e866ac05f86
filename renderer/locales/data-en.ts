/** What the Data screen says of findings, selections and changes. */
export const dataEn = {
  data: {
    leftOut: 'Left out',
    filter: 'Show',
    filters: {
      all: 'All',
      flagged: 'To look at',
      hard: 'Hard to tell',
      relabelled: 'Relabelled',
      leftOut: 'Left out',
    },
    photographsOf: 'Photographs of {name}',
    selected: 'One selected | One selected | {n} selected',
    selectHint:
      'Click to select, with Shift or Ctrl several. Drag them to another split or class. Enter looks closer, X leaves out.',
    clearSelection: 'Select nothing',
    relabel: 'Relabel',
    move: 'Move to',
    leaveOut: 'Leave out',
    bringBack: 'Bring back',
    markHard: 'Mark as hard',
    notHard: 'Not hard',
    look: 'Look closer',
    previous: 'Previous',
    next: 'Next',
    facts: { class: 'Class', labelled: 'First labelled', split: 'Split', size: 'Pixels', bytes: 'File' },
    undo: 'Undo',
    redo: 'Do again',
    undoWhat: 'Undo: {what}',
    redoWhat: 'Do again: {what}',
    steps: {
      relabel: 'relabel {n}',
      'leave-out': 'leave out {n}',
      'bring-back': 'bring back {n}',
      'mark-hard': 'mark {n} as hard',
      move: 'move {n}',
      'rename-class': 'rename a class',
      'merge-classes': 'merge {n} classes',
      'accept-finding': 'keep as it is',
    },
    checkClosely: 'Look closer',
    checkCloselyNote:
      'Looks for near-duplicates and wrong labels with what VGG16 sees. A first run uses the same features again.',
    classActions: 'What can be done with {name}',
    rename: 'Rename…',
    merge: 'Merge into…',
    renameTitle: 'Rename {name}',
    mergeTitle: 'Merge {name} into another class',
    newName: 'New name',
    into: 'Class',
    folderStays: 'The folder on disk keeps its name, and this can be undone.',
    apply: 'Apply',
  },
  import: {
    cutShort: 'Damaged, or it ends early',
    reasons: {
      'outside-classes': 'outside the class folders',
      'folder-left-out': 'the folder is left out: nothing in it says the class',
      'beside-photographs': 'beside photographs, and none by its name',
      'name-without-class': 'the name does not say the class',
      'not-in-table': '{table} does not name it',
      'two-classes-in-table': '{table} gives it two classes',
      'no-class-in-table': '{table} gives it no class',
    },
  },
  quarantine: {
    'not-an-image': 'Not an image',
    truncated: 'The picture ends early',
    damaged: 'Damaged: it cannot be decoded to its end',
    unreadable: 'Could not be read',
    'too-large': 'Too large to open safely',
    'unsupported-format': 'A format that Thaw does not read',
    'empty-file': 'The file is empty',
    'link-outside': 'A link that leads out of the folder',
    'no-class': 'Nothing says its class',
    encrypted: 'Protected by a password',
    'unsafe-name': 'Its name would lead out of the folder',
  },
  failures: {
    'dataset-empty': 'The folder is empty.',
    'split-names': 'There is no folder for training among the folders of splits.',
    'one-class': 'There is only one class, so there is nothing to tell apart.',
    'no-class-folders': 'There are no class folders.',
    'class-too-small': 'A class has too few photographs.',
    'bad-layout': 'Every folder is left out, so there are no photographs.',
    'archive-encrypted': 'This archive is protected by a password.',
    'archive-damaged': 'Nothing in this archive is a picture that can be had.',
    'archive-unsupported': 'This is no archive that is read.',
    'archive-bomb': 'This archive unpacks to more than photographs do. It was stopped.',
    'photographs-there': 'This project has the photographs of another archive already.',
    'folder-exists': 'There is such a folder already.',
    'too-few-photographs': 'A class has fewer photographs than the counts ask for.',
    'bad-shares': 'The shares or counts do not fit.',
    'already-split': 'This folder is already divided into train, validation and test.',
  },
  findings: {
    methods: {
      hash: 'perceptual hash, at most {bits} of 63 bits apart',
      features: 'perceptual hash, at most {bits} of 63 bits apart, and features of {by}',
    },
    leak: {
      title:
        'The same photograph is in more than one split | The same photograph is in more than one split | {count} photographs are in more than one split',
      note: 'The accuracy would look better than it is.',
      case: 'in {kept}, and in {from}',
    },
    'near-leak': {
      title:
        'Nearly the same photograph is in more than one split | Nearly the same photograph is in more than one split | {count} near-duplicates are in more than one split',
      note: 'The accuracy would look better than it is. ({method})',
      case: 'in {kept}, and in {from}',
    },
    'two-labels': {
      title:
        'The same photograph is in two classes | The same photograph is in two classes | {count} photographs are in two classes',
      note: 'One of the labels is wrong.',
      case: '{classes}',
    },
    'near-two-labels': {
      title:
        'Nearly the same photograph is in two classes | Nearly the same photograph is in two classes | {count} near-duplicates are in two classes',
      note: 'One of the labels may be wrong. ({method})',
      case: '{classes}',
    },
    'wrong-label': {
      title: 'One label is probably wrong | One label is probably wrong | {count} labels are probably wrong',
      note: 'Found by {method}. The surest first.',
      case: 'labelled {label}; looks like {suggested}, {confidence}',
    },
    duplicates: {
      title:
        'A photograph is there more than once | A photograph is there more than once | {count} photographs are there more than once',
      note: 'It counts for more than the others.',
    },
    'near-duplicates': {
      title:
        'Two photographs are nearly the same | Two photographs are nearly the same | {count} groups of photographs are nearly the same',
      note: 'They count for more than the others. ({method})',
    },
    'empty-split': {
      title: '{split} lacks photographs',
      note: 'Add some, or let Thaw divide the classes. {classes}',
    },
    'class-format': {
      title: '{inside} of {class} are {value} files, of the others {outside}',
      note: 'The network may learn the format and not what is on the picture.',
    },
    'class-size': {
      title: '{inside} of {class} have {value} pixels, of the others {outside}',
      note: 'The network may learn the size and not what is on the picture.',
    },
    blank: {
      title: 'One picture is blank | One picture is blank | {count} pictures are blank',
      note: 'One even colour.',
    },
    dark: {
      title: 'One picture is very dark | One picture is very dark | {count} pictures are very dark',
      note: 'There is hardly anything to see.',
    },
    'odd-size': {
      title: 'One picture has an odd size | One picture has an odd size | {count} pictures have an odd size',
      note: 'Less than {pixels} pixels on a side, or one side more than {ratio} times the other.',
      case: '{width} × {height}',
    },
    imbalance: {
      title: '{most} has {mostSize} photographs, {least} {leastSize}',
      note: 'Weights make each class count the same; or read the balanced accuracy.',
    },
    'few-photographs': {
      title: 'Few photographs to train on: {classes}',
      note: 'With fewer than {least} of a class, results vary with the draw.',
    },
    'left-out': {
      title: '{count} photographs are not used',
      note: 'Fewer of each class were asked for.',
    },
  },
  remedies: {
    'leave-out': 'Leave out',
    'leave-out-split': 'Leave out of {split}',
    'leave-out-all': 'Leave out {count}',
    relabel: 'It is {class}',
    accept: 'Keep as it is',
    'accept-all': 'Keep all as they are',
    'class-weights': 'Use class weights',
  },
}
