import javaInstalled from '../../peers/harness/installed.mjs';

/** Bundles the six apps and builds the Java registry. */
export default function installed() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0)
    throw new Error('a file system that can be full needs root on Linux: run this suite as root');
  javaInstalled();
}
