import { ref, type Ref } from 'vue'

const open = ref(false)

/** Whether the command palette is open: one for the window, opened from the keyboard and from the sidebar. */
export const useFinder = (): Ref<boolean> => open
