import ui from '@nuxt/ui/vite'
import vue from '@vitejs/plugin-vue'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const backend = process.env.FETTLE_BACKEND ?? 'http://127.0.0.1:8000'
const served = ['/api', '/_allauth', '/admin', '/static/admin', '/static/unfold', '/static/drf_spectacular_sidecar']

// Django serves what is built as static files, and its pages at the root; the development server has the root to itself.
export default defineConfig(({ command }) => ({
  base: command === 'build' ? '/static/spa/' : '/',
  plugins: [
    vue(),
    ui({
      autoImport: false,
      components: false,
      colorMode: false,
      dts: false,
      // Only the two names matter: the shades themselves are in src/ui/tokens.css, and csp.json allows the one style this writes.
      ui: { colors: { primary: 'blue', neutral: 'slate' } },
      icon: { clientBundle: { scan: { globInclude: ['src/**/*.{vue,ts}'] } } },
      experimental: { componentDetection: true },
    }),
  ],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  build: {
    outDir: 'dist',
    manifest: true,
    target: 'es2023',
    chunkSizeWarningLimit: 1000,
    modulePreload: { polyfill: false },
  },
  server: {
    port: 5173,
    proxy: Object.fromEntries(served.map((path) => [path, { target: backend, changeOrigin: false }])),
  },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.ts', 'scripts/**/*.test.ts'],
    setupFiles: ['src/test/setup.ts'],
    restoreMocks: true,
    unstubGlobals: true,
  },
}))
