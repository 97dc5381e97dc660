// Writes the type templates of the component library (node_modules/.nuxt-ui), which the type check reads.
import { resolveConfig } from 'vite'

await resolveConfig({}, 'build')
