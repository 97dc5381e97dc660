/** Light, dark or as the system has it; and how dense the tables are. public/theme.js reads the same keys before the first paint. */
import { useLocalStorage, useMediaQuery } from '@vueuse/core'
import { computed, watchEffect } from 'vue'

export const THEMES = ['light', 'dark', 'system'] as const
export const DENSITIES = ['comfortable', 'compact'] as const

const raw = { serializer: { read: (text: string) => text, write: (text: string) => text } }

export function useTheme() {
  const theme = useLocalStorage<string>('fettle.theme', 'system', raw)
  const density = useLocalStorage<string>('fettle.density', 'comfortable', raw)
  const systemIsDark = useMediaQuery('(prefers-color-scheme: dark)')
  const isDark = computed(() => theme.value === 'dark' || (theme.value === 'system' && systemIsDark.value))
  return { theme, density, isDark }
}

/** Called once, by the application itself. */
export function applyTheme(): void {
  const { isDark, density } = useTheme()
  watchEffect(() => {
    document.documentElement.classList.toggle('dark', isDark.value)
    document.documentElement.dataset.density = density.value
  })
}
