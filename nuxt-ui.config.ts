import type { NuxtUIOptions } from '@nuxt/ui/vite'

/** Nuxt UI as the screens want it: neutral and small by default, warm only where asked. `root` is the checkout. */
export function nuxtUiOptions(root: string): NuxtUIOptions {
  return {
    root,
    colorMode: false,
    // Components are imported by name where they are used: a reader sees where each comes from, and nothing is generated.
    components: false,
    autoImport: false,
    dts: false,
    // Icons are found in the source and bundled, so that none is ever fetched.
    icon: { clientBundle: { scan: { globInclude: ['renderer/**/*.{vue,ts}'], globExclude: ['node_modules', 'out'] } } },
    ui: {
      colors: {
        primary: 'ember',
        secondary: 'ice',
        info: 'ice',
        // The type lists Tailwind's own neutrals only; a palette of ours is as good.
        neutral: 'graphite' as 'zinc',
        success: 'emerald',
        warning: 'yellow',
        error: 'rose',
      },
      button: {
        slots: { base: 'rounded-[7px] font-medium' },
        defaultVariants: { color: 'neutral', variant: 'ghost', size: 'sm' },
      },
      select: { defaultVariants: { size: 'sm', color: 'neutral' } },
      input: { defaultVariants: { size: 'sm', color: 'neutral' } },
      inputNumber: { defaultVariants: { size: 'sm', color: 'neutral' } },
      tabs: { defaultVariants: { size: 'sm', color: 'neutral' } },
      slider: { defaultVariants: { size: 'sm', color: 'neutral' } },
      switch: { defaultVariants: { size: 'sm', color: 'neutral' } },
      checkbox: { slots: { base: 'rounded-[4px]' }, defaultVariants: { size: 'sm', color: 'neutral' } },
      badge: { defaultVariants: { size: 'sm', color: 'neutral' } },
      kbd: { defaultVariants: { size: 'sm', color: 'neutral' } },
      progress: { defaultVariants: { size: 'xs', color: 'neutral' } },
    },
  }
}
