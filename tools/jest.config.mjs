import preset from '../jest.preset.mjs';

export default {
  ...preset,
  displayName: 'tools',
  // The watcher of dev mode is an ES module too.
  transformIgnorePatterns: ['/node_modules/(?!(@nestjs|cookie|chokidar|readdirp)/)'],
};
