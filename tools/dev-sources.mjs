/**
 * True for the TypeScript files that are compiled, and for each folder that may lead to one.
 *
 * @param {string} path relative to the workspace
 * @param {boolean} [isFile] undefined while that is not known
 */
export function isSource(path, isFile) {
  const parts = path.split(/[\\/]/);
  if (parts.some((part) => part === 'node_modules' || part === 'dist')) return false;
  if (isFile) return parts.includes('src') && path.endsWith('.ts');
  return parts.length <= 2 || parts[2] === 'src';
}
