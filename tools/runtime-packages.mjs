/**
 * Packages that the apps look up by name at run time: outside the bundle, installed in the image.
 */
export const runtimePackages = ['libsql', 'mysql2', 'reflect-metadata', 'swagger-ui-dist'];
