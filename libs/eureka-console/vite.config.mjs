import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';

// The page is `console` below any path; what it loads is in `console/assets`, relative to it.
export default defineConfig({
  base: './',
  plugins: [vue()],
  resolve: { conditions: ['@eureka-nest/source', 'module', 'browser', 'import', 'default'] },
  build: {
    assetsDir: 'console/assets',
    // The page carries the licences of the packages in it.
    license: { fileName: 'console/licenses.md' },
    // An inlined asset would be a data: URL, which the security policy permits for images alone.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    target: 'es2022',
  },
});
